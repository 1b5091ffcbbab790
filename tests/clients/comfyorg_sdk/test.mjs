// What the official client of Comfy API v2 promises its users, asked of a gateway at COMFY_BASE_URL.
// Its test nodes must be on (TrapSleep, TrapRaise).
import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { BlobNotFound, Comfy, IdempotencyKeyReuse, InvalidWorkflow, JobFailed, MissingAsset, NotFound,
  WorkflowFormatUi } from "@comfyorg/sdk";
import { ComfyLow } from "@comfyorg/sdk/low";

const base = process.env.COMFY_BASE_URL;
const client = new Comfy();
const low = new ComfyLow(base);
const folder = await mkdtemp(join(tmpdir(), "comfyorg-sdk-"));

const picture = (color) => ({
  1: { class_type: "EmptyImage", inputs: { width: 48, height: 32, batch_size: 1, color } },
  9: { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "fox" } },
});
const slow = (seconds, steps = 8) => ({
  1: { class_type: "TrapSleep", inputs: { seconds, steps, preview: true, seed: 1 } },
  9: { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "slow" } },
});
const workflow = (graph) => client.workflows.fromJson(graph);
const pngSize = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  assert.equal(view.getUint32(0), 0x89504e47, "a PNG");
  return [view.getUint32(16), view.getUint32(20)];
};

test("a workflow runs, and its output comes down whole, in part and by a link", async () => {
  const job = await client.run(workflow(picture(0xff0000)));
  assert.equal(job.status, "succeeded");
  const [output] = job.getOutputs("9");
  assert.deepEqual([output.type, output.contentType, output.jobId], ["image", "image/png", job.id]);
  const bytes = await output.toBytes();
  assert.equal(bytes.length, output.sizeBytes);
  assert.deepEqual(pngSize(bytes), [48, 32]);
  const file = await output.toFile(join(folder, "out.png"));
  assert.deepEqual(new Uint8Array(await readFile(file)), bytes);
  assert.deepEqual(await output.toBytes({ range: [0, 3] }), bytes.slice(0, 4));
  const { url } = await output.getDownloadUrl();
  assert.equal((await fetch(url)).status, 200);
});

test("the link in the job itself needs no key", async () => {
  const job = await client.run(workflow(picture(0x00ff00)));
  const raw = await low.getJob(job.id);
  const reply = await fetch(raw.outputs[0].url);
  assert.equal(reply.headers.get("content-type"), "image/png");
  assert.ok(new Date(raw.outputs[0].url_expires_at) > new Date());
});

test("a workflow may come from a file and from text, and be filled in", async () => {
  await writeFile(join(folder, "workflow.json"), JSON.stringify(picture(1)));
  const fromFile = await client.workflows.fromFile(join(folder, "workflow.json"));
  fromFile.setInput("1", "width", 24);
  const job = await client.run(fromFile);
  assert.deepEqual(pngSize(await job.outputs[0].toBytes()), [24, 32]);
  const again = await client.run(client.workflows.fromString(JSON.stringify(picture(2))));
  assert.equal(again.status, "succeeded");
});

test("a file is uploaded once, named by its hash from then on, and deleted", async () => {
  const made = await client.run(workflow(picture(0x0000ff)));
  await made.outputs[0].toFile(join(folder, "photo.png"));
  const asset = client.assets.fromFile(join(folder, "photo.png"));
  const graph = workflow({
    10: { class_type: "LoadImage", inputs: {} },
    13: { class_type: "SaveImage", inputs: { images: ["10", 0], filename_prefix: "copy" } },
  });
  graph.setInput("10", "image", asset);
  const job = await client.run(graph);
  assert.deepEqual(pngSize(await job.getOutputs("13")[0].toBytes()), [48, 32]);
  assert.equal(asset.createdNew, false, "the result itself has these bytes already");
  assert.ok(await low.headAssetByHash(await asset.hash()));
  const found = await client.assets.get(asset.id);
  assert.equal(found.filePath, "photo.png");
  assert.equal(found.jobId, undefined);
  await asset.delete();
  await assert.rejects(client.assets.get(found.id), NotFound);
  await assert.rejects(client.assets.delete(found.id), NotFound);
});

test("new bytes are uploaded, also from memory", async () => {
  const asset = client.assets.fromBytes(new TextEncoder().encode(`a fox at ${Date.now()}`),
    { filename: "fox.txt", contentType: "text/plain" });
  const id = await asset.commit();
  assert.equal(asset.createdNew, true);
  const reply = await low.getAssetContent(id);
  assert.match(await reply.text(), /^a fox at/);
  const mine = await client.assets.get(id);
  assert.equal(mine.expiresAt, undefined);
});

test("bytes that nobody uploaded cannot be named", async () => {
  assert.equal(await low.headAssetByHash(`blake3:${"0".repeat(64)}`), false);
  await assert.rejects(low.assetFromHash(`blake3:${"0".repeat(64)}`), (error) => error.code === "blob_not_found");
  assert.ok(BlobNotFound);
});

test("events tell progress, previews, outputs and the end", async () => {
  const job = await client.submit(workflow(slow(2.5, 20)));
  const seen = { progress: [], preview: 0, outputReady: [], statusChange: [] };
  for await (const event of job.events()) {
    if (event.kind === "progress") seen.progress.push(event);
    if (event.kind === "preview") {
      seen.preview += 1;
      assert.equal(event.contentType, "image/jpeg");
      assert.equal(event.data[0], 0xff);
    }
    if (event.kind === "outputReady") seen.outputReady.push(await event.output.toBytes());
    if (event.kind === "statusChange") seen.statusChange.push(event.status);
  }
  assert.equal(seen.statusChange.at(-1), "succeeded");
  assert.ok(seen.statusChange.includes("running"));
  assert.ok(seen.progress.length >= 2, `${seen.progress.length} progress events`);
  assert.ok(seen.progress.some((event) => /^TrapSleep \d+\/20$/.test(event.message ?? "")));
  assert.equal(seen.progress.at(-1).value, 1);
  assert.ok(seen.preview >= 1);
  assert.equal(seen.outputReady.length, 1);
});

test("a cancelled job ends cancelled, and cancelling is repeatable", async () => {
  const job = await client.submit(workflow(slow(30)));
  await job.cancel();
  await job.wait(20_000);
  assert.equal(job.status, "canceled");
  await job.cancel();
  assert.equal(job.status, "canceled");
  await assert.rejects(job.result(), JobFailed);
});

test("a job is found again by its id, with the workflow it ran", async () => {
  const first = await client.run(workflow(picture(77)));
  const job = await client.jobs.get(first.id);
  assert.equal(job.status, "succeeded");
  const { workflow: graph, format } = await job.getWorkflow();
  assert.equal(format, "api");
  assert.deepEqual(graph, picture(77));
  await assert.rejects(client.jobs.get("7f3d2c1b-9a8e-4d6f-b012-3c4d5e6f7a8b"), NotFound);
});

test("an idempotency key is good for one job", async () => {
  const idempotencyKey = crypto.randomUUID();
  const job = await client.submit(workflow(picture(5)), { idempotencyKey });
  await assert.rejects(client.submit(workflow(picture(5)), { idempotencyKey }), (error) => {
    assert.ok(error instanceof IdempotencyKeyReuse);
    assert.equal(error.details.job_id, job.id);
    return true;
  });
});

test("a key for partner nodes is taken, and not given back", async () => {
  const job = await client.run(workflow(picture(6)), { apiKey: "comfyui-hush" });
  const reply = await low.request("GET", `/jobs/${job.id}/workflow`);
  assert.doesNotMatch(await reply.text(), /hush/);
});

test("mistakes have their own errors", async () => {
  await assert.rejects(client.submit(workflow({ 1: { class_type: "NoSuchNode", inputs: {} } })), (error) => {
    assert.ok(error instanceof InvalidWorkflow);
    assert.equal(error.details.node_errors["1"][0].reason, "unknown_class");
    return true;
  });
  const missing = picture(1);
  missing[1].inputs.width = { __type: "core/ASSET", info: { id: "7f3d2c1b-9a8e-4d6f-b012-3c4d5e6f7a8b" } };
  await assert.rejects(client.submit(workflow(missing)), MissingAsset);
  await assert.rejects(low.postJobs({ nodes: [], links: [], last_node_id: 1, version: 0.4 }),
    (error) => error.code === "workflow_format_ui");
  assert.ok(WorkflowFormatUi);
});

test("a node that raises fails the job, with its name", async () => {
  const graph = picture(3);
  graph[2] = { class_type: "TrapRaise", inputs: { kind: "value", image: ["1", 0] } };
  graph[9].inputs.images = ["2", 0];
  await assert.rejects(client.run(workflow(graph)), (error) => {
    assert.ok(error instanceof JobFailed);
    assert.deepEqual([error.error.code, error.error.node_id, error.error.class_type],
      ["node_error", "2", "TrapRaise"]);
    return true;
  });
});

test("many jobs at once run on all servers and all end", async () => {
  const jobs = await Promise.all(Array.from({ length: 12 }, (_, color) => client.run(workflow(picture(100 + color)))));
  assert.ok(jobs.every((job) => job.status === "succeeded"));
  assert.equal(new Set(jobs.map((job) => job.id)).size, 12);
});
