// The same work as peer_bench.cpp, through comfyui-node: node comfyui_node.mjs FOLDER COMMAND ARGUMENT…
// Prints one line of JSON. FOLDER is an installed comfyui-node (with dist/ and node_modules/).
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, command, ...args] = process.argv.slice(2);
const { ComfyApi, Workflow, WorkflowPool } = await import(pathToFileURL(`${folder}/dist/index.js`));

const seconds = (begin) => (performance.now() - begin) / 1000;
const cpuSeconds = (begin) => {
  const used = process.cpuUsage(begin);
  return (used.user + used.system) / 1e6;
};
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const print = (figures) => console.log(JSON.stringify(figures));

/** A picture of one colour, never the same twice, so that no cache answers. */
let colour = Number(process.env.FIRST_COLOUR ?? 1);
const tiny = () => ({
  1: { class_type: "EmptyImage", inputs: { width: 16, height: 16, batch_size: 1, color: colour++ % 16777216 } },
  2: { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "bench" } },
});

/** A usual text-to-image graph; each has a text and a seed of its own. */
const usual = (number) => ({
  3: {
    class_type: "KSampler",
    inputs: {
      seed: number, steps: 20, cfg: 8, sampler_name: "euler", scheduler: "normal", denoise: 1,
      model: ["4", 0], positive: ["6", 0], negative: ["7", 0], latent_image: ["5", 0],
    },
    _meta: { title: "KSampler" },
  },
  4: { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "sd_xl_base_1.0.safetensors" } },
  5: { class_type: "EmptyLatentImage", inputs: { width: 1024, height: 1024, batch_size: 1 } },
  6: {
    class_type: "CLIPTextEncode",
    inputs: { text: `a red fox number ${number}, on a wide green hill in the morning`, clip: ["4", 1] },
  },
  7: { class_type: "CLIPTextEncode", inputs: { text: "watermark, text", clip: ["4", 1] } },
  8: { class_type: "VAEDecode", inputs: { samples: ["3", 0], vae: ["4", 2] } },
  9: { class_type: "SaveImage", inputs: { filename_prefix: "fox", images: ["8", 0] } },
});

/** N jobs through a pool of all the servers. */
async function jobs(count, ...urls) {
  const pool = new WorkflowPool(urls.map((url) => new ComfyApi(url)));
  await pool.ready();
  let ended = 0, failed = 0;
  const all = new Promise((resolve) => {
    const one = () => ++ended === count && resolve();
    pool.addEventListener("job:completed", one);
    pool.addEventListener("job:failed", () => (failed++, one()));
  });
  const limit = new Promise((resolve) => setTimeout(resolve, 300_000));
  const cpu = process.cpuUsage(), begin = performance.now();
  for (let i = 0; i < count; i++) await pool.enqueue(tiny());
  await Promise.race([all, limit]);
  print({ ended, failed, jobs_per_s: ended / seconds(begin), cpu_s_per_1000: (cpuSeconds(cpu) * 1000) / Math.max(1, ended) });
}

/** N runs on one server, K of them at a time. A run that never ends is given up after 15 s and counted. */
async function runs(count, lanes, url) {
  const api = await new ComfyApi(url).ready();
  let left = count, hanging = 0;
  const after = [];
  let lastMessage = 0;
  api.on("all", () => (lastMessage = performance.now()));
  const lane = async () => {
    while (left-- > 0) {
      const job = await api.run(Workflow.from(tiny()).output("2"));
      let timer;
      const tooLong = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("hangs")), 15_000)));
      await Promise.race([job.done(), tooLong]).then(
        () => after.push((performance.now() - lastMessage) * 1000),
        () => hanging++,
      );
      clearTimeout(timer);
    }
  };
  const cpu = process.cpuUsage(), begin = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  const ended = count - hanging;
  print({
    ended, hanging, runs_per_s: ended / seconds(begin), cpu_s_per_1000: (cpuSeconds(cpu) * 1000) / Math.max(1, ended),
    last_message_to_result_us: median(after),
  });
}

/** N waiting jobs, no server: memory, and what the last 500 cost. Stops after LIMIT seconds. */
async function waiting(count, limit) {
  const pool = new WorkflowPool([]);
  await pool.ready();
  globalThis.gc?.();
  const before = process.memoryUsage.rss(), begin = performance.now();
  let reached = 0;
  while (reached < count && seconds(begin) < limit) await pool.enqueue(usual(reached++));
  const last = performance.now();
  for (let i = 0; i < 500; i++) await pool.enqueue(usual(count + i));
  print({
    reached, enqueue_us: ((performance.now() - last) * 1000) / 500, seconds: seconds(begin),
    growth_mib: (process.memoryUsage.rss() - before) / 2 ** 20,
  });
}

/** Counts preview frames for SECONDS. */
async function previews(length, url) {
  const api = await new ComfyApi(url).ready();
  let frames = 0;
  api.on("b_preview", () => frames++);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const first = frames, cpu = process.cpuUsage(), begin = performance.now();
  await new Promise((resolve) => setTimeout(resolve, length * 1000));
  const counted = frames - first;
  print({ frames_per_s: counted / seconds(begin), cpu_ms_per_1000: (cpuSeconds(cpu) * 1e6) / Math.max(1, counted) });
}

/** Reads a node catalogue as the client does: text to value. */
async function catalogue(file) {
  const text = await readFile(file, "utf8");
  const times = [];
  for (let i = 0; i < 15; i++) {
    const begin = performance.now();
    JSON.parse(text);
    times.push(performance.now() - begin);
  }
  print({ parse_ms: median(times) });
}

const number = Number;
switch (command) {
  case "jobs": await jobs(number(args[0]), ...args.slice(1)); break;
  case "runs": await runs(number(args[0]), number(args[1]), args[2]); break;
  case "waiting": await waiting(number(args[0]), number(args[1])); break;
  case "previews": await previews(number(args[0]), args[1]); break;
  case "catalogue": await catalogue(args[0]); break;
  default: throw new Error(`unknown command '${command}'`);
}
process.exit(0);
