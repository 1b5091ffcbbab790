// The page of the demo: it shows what the server tells over /api/events, and posts what the user wants.

const byId = (id) => document.getElementById(id);
const sessions = new Map(); // id → what the server told, with `rounds`
let current = null;         // id of the session on the stage
let shown = null;           // number of the round on the stage; null: the newest
let film = null;            // timer of the playback
const perMinute = [];       // one figure a second

// ---- Server ---------------------------------------------------------------------------------------------------------

async function ask(method, path, body, type = "application/json") {
  const raw = body instanceof Blob;
  const reply = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": type },
    body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
  });
  const answer = reply.status === 204 ? {} : await reply.json();
  if (!reply.ok) throw new Error(answer.error ?? `The server answered ${reply.status}.`);
  return answer;
}

function listen() {
  const events = new EventSource("/api/events");
  const on = (name, act) => events.addEventListener(name, (event) => act(JSON.parse(event.data)));
  events.onopen = () => showLink("on", "live");
  events.onerror = () => showLink("off", "connection lost, trying again…");
  on("state", takeState);
  on("session", takeSession);
  on("round", ({ session, round }) => takeRound(session, round));
  on("progress", ({ session, percent }) => {
    const known = sessions.get(session);
    if (!known) return;
    known.percent = percent;
    showProgress();
    showSessionState(known);
  });
  on("preview", ({ session, media_type, image }) => {
    const known = sessions.get(session);
    if (!known) return;
    known.preview = `data:${media_type};base64,${image}`;
    if (session === current) showStage();
  });
  on("ended", ({ session }) => forget(session));
  on("stats", showStats);
}

function takeState({ sessions: all, stats }) {
  sessions.clear();
  for (const session of all) sessions.set(session.id, session);
  if (!sessions.has(current)) current = [...sessions.keys()].at(-1) ?? null;
  showStats(stats);
  showEverything();
}

function takeSession(session) {
  const known = sessions.get(session.id);
  sessions.set(session.id, { ...known, ...session, rounds: known?.rounds ?? [] });
  if (session.state !== "drawing" && session.state !== "pausing") sessions.get(session.id).preview = null;
  if (!known) select(session.id);
  showSessions();
  if (session.id === current) showControls(), showStage();
}

function takeRound(id, round) {
  const session = sessions.get(id);
  if (!session) return;
  session.rounds[round.number] = round;
  session.preview = null;
  showSessions();
  if (id === current) showGallery(), showStage();
}

function forget(id) {
  sessions.delete(id);
  if (id === current) current = [...sessions.keys()].at(-1) ?? null;
  showEverything();
}

// ---- What is shown --------------------------------------------------------------------------------------------------

const pictureOf = (session, number) => `/api/sessions/${session.id}/rounds/${number}`;
const newest = (session) => session.rounds.length - 1;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  element.append(...children); // texts become text nodes: nothing of them is ever read as HTML
  return element;
}

function showLink(state, text) {
  byId("link").dataset.state = state;
  byId("link").textContent = text;
}

function showEverything() {
  showSessions();
  showControls();
  showGallery();
  showStage();
}

const words = { waiting: "waiting for a server", drawing: "drawing", pausing: "pausing after this round", paused: "paused",
  complete: "complete" };

function stateText(session) {
  if (session.problem) return session.problem;
  const round = session.state === "drawing" || session.state === "pausing" ? session.rounds.length : newest(session);
  const percent = session.state === "drawing" ? `, ${session.percent} %` : "";
  return `${words[session.state]}${round >= 0 ? `, round ${round} of ${session.wanted}` : ""}${percent}`;
}

function showSessions() {
  byId("no-sessions").hidden = sessions.size > 0;
  byId("sessions").replaceChildren(...[...sessions.values()].map((session) => {
    const last = newest(session);
    const thumb = last >= 0 ? make("img", { class: "thumb", alt: "", src: pictureOf(session, last) }) : make("span", { class: "thumb" });
    const button = make("button", { type: "button", "aria-current": session.id === current ? "true" : "false" }, thumb,
      make("div", { class: "what" }, make("div", { class: "what" }, session.prompt),
        make("div", { class: "state what", id: `state-${session.id}` }, stateText(session))));
    button.onclick = () => select(session.id);
    const item = make("li", {}, button);
    showSessionState(session, item.querySelector(".state"));
    return item;
  }));
}

function showSessionState(session, line = byId(`state-${session.id}`)) {
  if (!line) return;
  line.textContent = stateText(session);
  line.dataset.state = session.state;
  line.toggleAttribute("data-problem", Boolean(session.problem));
}

function select(id) {
  current = id;
  shown = null;
  stopFilm();
  showEverything();
}

function showControls() {
  const session = sessions.get(current);
  byId("controls").hidden = !session;
  if (!session) return;
  if (byId("controls").dataset.session !== session.id) {
    byId("controls").dataset.session = session.id;
    byId("prompt").value = session.prompt;
    byId("strength").value = session.strength;
    showOutputs();
  }
  const running = session.state === "drawing" || session.state === "waiting";
  byId("pause").textContent = running ? "Pause" : session.state === "complete" ? `${Math.max(1, session.wanted)} more rounds` : "Resume";
  byId("film").disabled = session.rounds.length < 2;
  byId("compare").disabled = session.rounds.length < 2;
  byId("problem").hidden = !session.problem;
  byId("problem").textContent = session.problem;
}

function showGallery() {
  const session = sessions.get(current);
  const rounds = session?.rounds ?? [];
  byId("gallery").replaceChildren(...rounds.map((round) => {
    const isShown = round.number === (shown ?? newest(session));
    const button = make("button", { type: "button", title: round.prompt, "aria-current": isShown ? "true" : "false" },
      make("img", { alt: `round ${round.number}`, loading: "lazy", src: pictureOf(session, round.number) }),
      make("span", {}, make("b", {}, String(round.number)), round.prompt));
    button.onclick = () => { stopFilm(); shown = round.number === newest(session) ? null : round.number; showGallery(); showStage(); };
    return make("li", {}, button);
  }));
  if (shown === null) byId("gallery").scrollLeft = byId("gallery").scrollWidth;
}

function showStage() {
  const session = sessions.get(current);
  const stage = byId("stage");
  const nothing = !session || (session.rounds.length === 0 && !session.preview);
  stage.toggleAttribute("data-empty", nothing);
  if (nothing) {
    byId("empty").querySelector(".big").textContent = session ? "The first picture is on its way" : "Nothing to see yet";
    byId("caption").textContent = "";
    return showProgress();
  }
  const number = shown ?? newest(session);
  const live = shown === null && Boolean(session.preview);
  if (number >= 0) {
    const source = pictureOf(session, number);
    if (byId("picture").getAttribute("src") !== source) byId("picture").src = source;
    byId("picture").alt = session.rounds[number]?.prompt ?? "";
    byId("save").href = source;
    byId("save").download = `${session.id}-round-${number}.png`;
  }
  byId("picture").hidden = number < 0;
  byId("preview").hidden = !live;
  if (live) byId("preview").src = session.preview;
  const round = session.rounds[number];
  byId("caption").textContent = live ? `round ${session.rounds.length} forms`
    : round ? `round ${number}${round.server ? ` · ${(round.took_ms / 1000).toFixed(1)} s on ${round.server}` : ""}` : "";
  showProgress();
}

function showProgress() {
  const session = sessions.get(current);
  const drawing = session?.state === "drawing" || session?.state === "pausing";
  byId("progress").hidden = !drawing || shown !== null;
  if (drawing) byId("progress").firstElementChild.style.width = `${session.percent}%`;
}

function showStats(stats) {
  byId("per-minute").textContent = stats.jobs_per_minute;
  byId("depth").textContent = stats.queue_depth;
  byId("running").textContent = stats.running;
  byId("failed").textContent = stats.failed;
  perMinute.push(stats.jobs_per_minute);
  if (perMinute.length > 120) perMinute.shift();
  showChart();
  const figure = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));
  const seconds = (ms) => ms ? `${(ms / 1000).toFixed(1)} s` : "–";
  byId("servers").replaceChildren(...stats.servers.map((server) =>
    make("li", { "data-state": server.problem ? "away" : server.busy ? "busy" : "idle" },
      make("div", { class: "name" }, server.name),
      make("dl", {}, figure("pictures", String(server.done)), figure("failed", String(server.failed)),
        figure("its queue", String(server.queue)), figure("last", seconds(server.last_ms)),
        figure("average", seconds(server.average_ms))),
      ...(server.problem ? [make("p", { class: "problem" }, server.problem)] : []))));
}

function showChart() {
  const most = Math.max(4, ...perMinute);
  const points = perMinute.map((value, at) => `${(240 * (120 - perMinute.length + at)) / 119} ${54 - (50 * value) / most}`);
  const line = `M${points.join(" L")}`;
  const first = (240 * (120 - perMinute.length)) / 119;
  byId("chart").querySelector(".line").setAttribute("d", line);
  byId("chart").querySelector(".area").setAttribute("d", `${line} L240 56 L${first} 56 Z`);
}

// ---- What the user does ---------------------------------------------------------------------------------------------

let startPicture = null; // a File

function choosePicture(file) {
  startPicture = file ?? null;
  byId("drop-picture").hidden = byId("drop-clear").hidden = !startPicture;
  byId("drop-text").hidden = Boolean(startPicture);
  if (startPicture) byId("drop-picture").src = URL.createObjectURL(startPicture);
}

function problem(id, error) {
  byId(id).hidden = !error;
  byId(id).textContent = error?.message ?? "";
}

async function beginSession(event) {
  event.preventDefault();
  problem("new-problem");
  try {
    const order = { prompt: byId("new-prompt").value, strength: Number(byId("new-strength").value),
      rounds: Number(byId("new-rounds").value) };
    if (startPicture) order.picture = (await ask("POST", "/api/pictures", startPicture, startPicture.type)).picture;
    await ask("POST", "/api/sessions", order);
    choosePicture(null);
  } catch (error) {
    problem("new-problem", error);
  }
}

async function steer(change) {
  try {
    await ask("PATCH", `/api/sessions/${current}`, change);
  } catch (error) {
    problem("problem", error);
  }
}

function stopFilm() {
  clearInterval(film);
  film = null;
  byId("film").textContent = "Play all rounds";
}

function playFilm() {
  if (film) { stopFilm(); shown = null; showGallery(); return showStage(); }
  shown = 0;
  byId("film").textContent = "Stop";
  const step = () => {
    const session = sessions.get(current);
    showGallery();
    showStage();
    if (!session || shown >= newest(session)) { shown = null; stopFilm(); } else shown += 1;
  };
  step();
  film = setInterval(step, 700);
}

function compare(on) {
  const session = sessions.get(current);
  const number = shown ?? newest(session);
  if (number < 1) return;
  byId("preview").hidden = true;
  byId("picture").src = pictureOf(session, on ? number - 1 : number);
  byId("caption").textContent = on ? `round ${number - 1}` : "";
  if (!on) showStage();
}

function showOutputs() {
  byId("new-strength-out").textContent = Number(byId("new-strength").value).toFixed(2);
  byId("new-rounds-out").textContent = byId("new-rounds").value;
  byId("strength-out").textContent = Number(byId("strength").value).toFixed(2);
}

byId("new-session").onsubmit = beginSession;
byId("steer").onsubmit = (event) => {
  event.preventDefault();
  steer({ prompt: byId("prompt").value, strength: Number(byId("strength").value) });
};
byId("prompt").onkeydown = byId("new-prompt").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); event.target.form.requestSubmit(); }
};
byId("pause").onclick = () => {
  const state = sessions.get(current)?.state;
  steer({ paused: state === "drawing" || state === "waiting" });
};
byId("end").onclick = () => ask("DELETE", `/api/sessions/${current}`).catch((error) => problem("problem", error));
byId("film").onclick = playFilm;
byId("compare").onpointerdown = () => compare(true);
byId("compare").onpointerup = byId("compare").onpointerleave = () => compare(false);
for (const slider of document.querySelectorAll("input[type=range]")) slider.oninput = showOutputs;
byId("drop").onclick = (event) => { if (event.target !== byId("drop-clear")) byId("file").click(); };
byId("drop").onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") byId("file").click(); };
byId("drop").ondragover = (event) => { event.preventDefault(); byId("drop").dataset.over = ""; };
byId("drop").ondragleave = () => delete byId("drop").dataset.over;
byId("drop").ondrop = (event) => { event.preventDefault(); delete byId("drop").dataset.over; choosePicture(event.dataTransfer.files[0]); };
byId("file").onchange = () => choosePicture(byId("file").files[0]);
byId("drop-clear").onclick = () => choosePicture(null);
showOutputs();
showEverything();
listen();
