// The page: what an artist sees of a session, and everything that can be done with it.
import { Controls, el, resolve, typeOf, words } from "./controls.js";
import { Input } from "./input.js";
import { Link, address, ask } from "./link.js";
import { Brush } from "./paint.js";
import { Stage } from "./stage.js";

const get = id => document.getElementById(id);
const toastTime = 6000;
const goodToastTime = 2500;
const walkLimit = 1e6;
const factor = 1.25;

// In milliseconds: a status comes twice a second, and a picture older than this is not what is shown.
const silence = 1500;
const oldAge = 1000;
const agePeriod = 250;

// Buttons in this order; actions that the server knows beside these come after them.
const order = ["pause", "blackout", "newSeed", "snap", "previousClass", "nextClass", "loop", "addKeyframe", "tap", "reset"];
const elsewhere = ["undo", "redo"];
const meanings = {
  pause: "Rests, or goes on", blackout: "Makes the picture black, or not", newSeed: "Goes to other pictures", snap: "Stands still at the nearest seed",
  previousClass: "Shows the class before", nextClass: "Shows the next class; after the last, all mixed", loop: "Closes the path so that it comes back, or opens it",
  addKeyframe: "Adds what is shown to the timeline", tap: "Tap it to the music: sets the tempo", reset: "Back to how the session started",
};
const labels = { snap: "Snap to seed", tap: "Tap tempo" };
const isOn = { pause: p => p.paused, blackout: p => p.blackout, loop: p => p.source.mode === "loop" };
const keys = [
  ["Space", "pause"], ["n", "newSeed"], ["s", "snap"], ["c", "nextClass"], ["C", "previousClass"], ["l", "loop"], ["k", "addKeyframe"],
  ["t", "tap"], ["b", "blackout"], ["Home", "reset"], ["Ctrl+z", "undo"], ["Ctrl+Z", "redo"],
];

// As a reader says a key; in the list above a capital is one with Shift.
const spelled = key => key.replace(/(^|\+)([A-Z])$/, "$1Shift+$2").replace(/(^|\+)([a-z])$/, (_, before, letter) => before + letter.toUpperCase());

let parameters = null;
let newest = 0;
let recording = { state: "Idle" };
let controls = null;
let toastTimer = 0;

function toast(text, good = false) {
  get("toast").textContent = text;
  get("toast").classList.toggle("good", good);
  get("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { get("toast").hidden = true; }, good ? goodToastTime : toastTime);
}

/** Does something that may be refused, and says so. */
async function attempt(work, done) {
  try { const value = await work(); if (done) toast(done(value), true); return value; }
  catch (failure) { toast(failure.message); return null; }
}

const link = new Link({
  opened: () => { [newest, stage.shown] = [0, null]; load(); },
  closed: () => state("offline", "no connection; trying again"),
  frame: (jpeg, about) => stage.show(jpeg, about && { ...about, at: performance.now() }),
  parameters: show,
  status: showStatus,
  refused: text => { toast(text); if (parameters) controls?.show(parameters, true); },
});

const stage = new Stage(get("picture"), (dx, dy) => {
  if (!parameters) return;
  const clamp = value => Math.min(walkLimit, Math.max(-walkLimit, Number(value.toFixed(5))));
  parameters.source.x = clamp(parameters.source.x + dx);
  parameters.source.y = clamp(parameters.source.y + dy);
  link.set(["source", "x"], parameters.source.x);
  link.set(["source", "y"], parameters.source.y);
});

const brush = new Brush(get("marks"), { paint: get("paint"), erase: get("paint-erase"), clear: get("paint-clear") }, text => { if (parameters) change(["source", "paint"], text); });

const usualShare = 0.5;
const input = new Input(
  { camera: get("camera"), choose: get("photo"), clear: get("input-clear"), file: get("photo-file"), view: get("view"), seen: get("camera-seen"), state: get("input-state") },
  {
    refused: toast,
    said: text => toast(text, true),
    // What comes in shall be seen: half of it, where nobody chose how much.
    began: () => { if (parameters?.source.input === 0 && parameters.coherence.renoise === 1) change(["source", "input"], usualShare); },
  });

// How old the shown picture is, in milliseconds: what its way took while it is the newest; the time since it was made where a newer one is on its way; null while nobody knows.
function age() {
  const [shown, now] = [stage.shown, performance.now()];
  if (!shown || link.offset === null) return null;
  if (shown.number < newest) return now + link.offset - shown.made;
  const silent = now - link.heard;
  return shown.at + link.offset - shown.made + (silent > silence ? silent : 0);
}

function showAge() {
  const old = age();
  const text = old === null ? "" : old < 1000 ? `${Math.max(0, Math.round(old))} ms` : `${(old / 1000).toFixed(1)} s`;
  get("age").textContent = text === "" ? "" : `This picture is ${text} old.`;
  get("age").hidden = old === null || old < oldAge;
  const figure = get("picture-age");
  if (figure) figure.textContent = text;
}

function act(action) {
  if (!link.send({ action })) attempt(() => ask("POST", `api/v1/session/actions/${action}`));
}

function state(name, text) {
  get("state").dataset.state = name;
  get("state").textContent = text;
}

// Numbers that a modulation can move.
function targets(schema, root, path = []) {
  return Object.entries(schema.properties).flatMap(([name, raw]) => {
    const part = resolve(raw, root);
    const inner = [...path, name];
    if (typeOf(part) === "object") return targets(part, root, inner);
    return ["number", "integer"].includes(typeOf(part)) ? [inner.join("/")] : [];
  });
}

function tip(action) {
  const key = keys.find(([, name]) => name === action)?.[0];
  return [meanings[action] ?? words(action), key && `(${spelled(key)})`].filter(Boolean).join(" ");
}

let known = "";
let hash;
async function load() {
  const [info, schema] = await attempt(() => Promise.all([ask("GET", "api/v1/session/info"), ask("GET", "api/v1/schema")])) ?? [];
  if (!info) return;
  hash = info.modelHash;
  brush.side = info.latentSide;
  input.missing = info.takesImages ? null : "No picture can come in: the session was started without the weights of the model's frozen encoder.";
  get("model").textContent = info.model ?? "";
  get("model").title = [info.modelHash, info.device, info.engineReason, `version ${info.version}`].filter(Boolean).join(" · ");
  const now = JSON.stringify([info.generator, info.classes, info.phrases, info.directions, info.models, info.actions, schema]);
  if (now === known) return;
  known = now;
  const facts = { classes: info.classes, phrases: info.phrases, directions: info.directions, models: info.models, leadAway: info.generator === "Teacher", targets: [...targets(schema, schema), ...(info.directions ?? []).map(({ name }) => `condition/directions/${name}`)], act };
  controls = new Controls(get("groups"), schema, facts, (path, value) => link.set(path, value));
  const names = [...order.filter(name => info.actions.includes(name)), ...info.actions.filter(name => ![...order, ...elsewhere].includes(name))];
  get("transport").replaceChildren(...names.map(name => el("button", { type: "button", "data-action": name, title: tip(name) }, labels[name] ?? words(name))));
  if (parameters) show(parameters);
}

function show(next) {
  parameters = next;
  controls?.show(next);
  brush.show(next.source.paint);
  for (const [name, test] of Object.entries(isOn)) {
    document.querySelector(`#transport [data-action="${name}"]`)?.setAttribute("aria-pressed", String(Boolean(test(next))));
  }
}

function showStatus(status) {
  const opening = status.opening === undefined ? "" : `, opening ${status.opening || "the first model"}`;
  state(status.state, status.failure ?? status.state + opening);
  if (status.modelHash !== hash) load();
  get("notice").textContent = status.failure ?? "";
  const figure = (value, digits = 1) => value.toFixed(digits);
  const metrics = [
    ["fps", figure(status.fps)], ["latency", `${figure(status.latencyMs)} ms`], ["generate", `${figure(status.generateMs)} ms`], ["decode", `${figure(status.decodeMs)} ms`],
    ["share", `${figure(status.shareUs, 0)} µs`], ["present", `${figure(status.presentMs, 2)} ms`], ["dropped", status.dropped], ["watching", status.watchers],
  ];
  newest = status.frame;
  get("metrics").replaceChildren(...metrics.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value)))),
    el("div", { title: "How old the picture is that you see: what its way to this browser takes" }, el("dt", {}, "picture age"), el("dd", { id: "picture-age" })));
  showAge();
  controls?.move(status.position, status.state === "running" && !parameters?.paused);
  showPresets(status.presets);
  showRecording(status.recording);
  showSet(status.recordsSet);
  showFiles(status.files);
}

let made = null;
function showFiles(names) {
  if (JSON.stringify(names) === made) return;
  made = JSON.stringify(names);
  get("files").hidden = names.length === 0;
  get("files").replaceChildren("Files", ...names.map(name => el("a", { href: address(`api/v1/files/${encodeURIComponent(name)}`).href, download: name, title: "Download" }, name)));
}

function showRecording(next) {
  if (next.state === "Failed" && recording.state !== "Failed") toast(next.failure ?? "The recording failed.");
  if (next.ended && !recording.ended) toast(next.ended);
  recording = next;
  const on = next.state === "Recording";
  get("record").setAttribute("aria-pressed", String(on));
  get("record").textContent = on ? "Stop" : "Record";
  get("record").disabled = next.state === "Finishing";
  const dropped = next.dropped > 0 ? `, ${next.dropped} dropped` : "";
  const size = next.width > 0 ? `, ${next.width} × ${next.height}` : "";
  get("record-state").textContent = next.file ? `${next.state.toLowerCase()}${size}, ${next.seconds.toFixed(1)} s${dropped}: ${next.file.replace(/^.*[\\/]/, "")}` : "";
  get("record-state").title = next.file ?? "";
}

let recordsSet = false;
function showSet(on) {
  recordsSet = on;
  get("set").setAttribute("aria-pressed", String(on));
  get("set").textContent = on ? "Save set" : "Record set";
}

let presetNames = null;
function showPresets(names) {
  if (JSON.stringify(names) === presetNames) return;
  presetNames = JSON.stringify(names);
  get("preset-list").replaceChildren(...names.map((name, i) => el("span", { className: "preset" },
    el("button", { type: "button", "data-preset": name, title: i < 9 ? `Recall (${i + 1})` : "Recall", onclick: () => recall(name) }, name),
    el("button", { type: "button", "aria-label": `Delete ${name}`, title: "Delete", onclick: () => { if (confirm(`Delete the preset ${name}?`)) attempt(() => ask("DELETE", `api/v1/presets/${encodeURIComponent(name)}`)); } }, "×"))));
}

function recall(name) {
  if (!link.send({ recall: name })) attempt(() => ask("POST", `api/v1/presets/${encodeURIComponent(name)}/recall`));
}

function store(name) {
  return attempt(() => ask("PUT", `api/v1/presets/${encodeURIComponent(name)}`), () => `Stored ${name}.`);
}

const fileName = path => path.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");

const timeName = before => `${before}-${new Date().toISOString().replace(/[-:]|\..*/g, "").replace("T", "-")}`;

function toggleSet() {
  const [name, on] = [timeName("set"), recordsSet];
  attempt(async () => {
    const reply = await ask("POST", `api/v1/sets/${name}/${on ? "stop" : "start"}`);
    showSet(!on);
    return reply;
  }, reply => on ? `Saved ${reply.file}: fae render plays it.` : "Every change is recorded.");
}

function toggleRecording() {
  if (recording.state === "Recording") attempt(async () => showRecording(await ask("POST", `api/v1/recordings/${fileName(recording.file)}/stop`)));
  else {
    attempt(async () => showRecording(await ask("POST", `api/v1/recordings/${timeName("record")}/start?format=${get("record-format").value}`)));
  }
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else attempt(() => get("view").requestFullscreen());
}

function hints(on) {
  document.documentElement.classList.toggle("hints", on);
  get("hints-button").setAttribute("aria-pressed", String(on));
  localStorage.setItem("fae.hints", on);
}

const capture = () => attempt(() => ask("POST", "api/v1/session/capture"), reply => `Saved ${reply.file}.`);

function change(path, value) {
  path.slice(0, -1).reduce((part, name) => part[name], parameters)[path.at(-1)] = value;
  link.set(path, value);
}

const rounded = value => Number(value.toPrecision(3));
const more = {
  "[": () => change(["source", "speed"], rounded(parameters.source.speed / factor)),
  "]": () => change(["source", "speed"], Math.min(8, rounded(parameters.source.speed * factor))),
  "-": () => change(["sampler", "steps"], Math.max(1, parameters.sampler.steps - 1)),
  "=": () => change(["sampler", "steps"], parameters.sampler.steps + 1),
  ",": () => change(["sampler", "guidance"], Math.max(0, rounded(parameters.sampler.guidance - 0.1))),
  ".": () => change(["sampler", "guidance"], rounded(parameters.sampler.guidance + 0.1)),
  "f": full, "F12": capture, "Ctrl+r": toggleRecording, "?": () => get("help").showModal(),
};
const explained = [
  ...keys.map(([key, action]) => [spelled(key), labels[action] ?? words(action)]),
  ["[ ]", "Speed"], ["- =", "Steps"], [", .", "Guidance"], ["1–9", "Recall a preset; with Ctrl, store it"], ["Arrows, drag", "Walk; Shift fine, Ctrl coarse (with the picture focused)"],
  ["Shift while painting", "Take marks away"], ["F", "Full screen"], ["F12", "Save the picture"], ["Ctrl+R", "Record"], ["Arrows, Delete", "Move or take out a keyframe (with its handle focused)"], ["double click", "A slider back to its default"],
];

document.addEventListener("keydown", event => {
  if (event.target.matches("input:not([type=range]):not([type=checkbox]), textarea, select, dialog *") || !parameters || event.altKey) return;
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.key === " " && event.target.matches("button, summary, input")) return;
  if (event.key === "Home" && event.target.matches("input, [role=slider]")) return;
  const key = (ctrl ? "Ctrl+" : "") + (event.key === " " ? "Space" : event.key);
  const digit = /^(Ctrl\+)?([1-9])$/.exec(key);
  const action = keys.find(([name]) => name === key)?.[1];
  if (digit) {
    const name = JSON.parse(presetNames ?? "[]")[digit[2] - 1] ?? (digit[1] ? digit[2] : null);
    if (name) digit[1] ? store(name) : recall(name);
  } else if (action) act(action);
  else if (more[key]) more[key]();
  else return;
  event.preventDefault();
});

document.addEventListener("click", event => { const action = event.target.closest("[data-action]")?.dataset.action; if (action) act(action); });
get("record").addEventListener("click", toggleRecording);
get("set").addEventListener("click", toggleSet);
get("capture").addEventListener("click", capture);
get("full").hidden = !document.fullscreenEnabled;
get("full").addEventListener("click", full);
get("picture").addEventListener("dblclick", full);
get("hints-button").addEventListener("click", () => hints(!document.documentElement.classList.contains("hints")));
hints(localStorage.getItem("fae.hints") === "true");
get("addresses").addEventListener("toggle", async () => {
  if (!get("addresses").open || get("address-table").childElementCount > 0) return;
  const [osc, http] = await attempt(() => Promise.all([ask("GET", "api/v1/osc/paths"), ask("GET", "api/v1")])) ?? [[], []];
  const cells = (tag, ...texts) => el("tr", {}, ...texts.map(text => el(tag, {}, text)));
  const range = target => target.choices?.join(", ") ?? (target.minimum === undefined ? "" : `${target.minimum} to ${target.maximum} ${target.unit ?? ""}`);
  const table = (name, heads, rows) => el("table", {}, el("caption", {}, name), el("thead", {}, cells("th", ...heads)), el("tbody", {}, ...rows));
  get("address-table").replaceChildren(
    table("OSC, and HTTP by the same names", ["address", "types", "range", "does"], osc.map(target => cells("td", target.address, target.types, range(target), target.description))),
    table("HTTP", ["method", "path", "does"], http.map(route => cells("td", route.method, route.path, route.summary))));
});
setInterval(showAge, agePeriod);
get("help-button").addEventListener("click", () => get("help").showModal());
get("welcome").hidden = localStorage.getItem("fae.welcomed") === "true";
get("welcome-close").addEventListener("click", () => { get("welcome").hidden = true; localStorage.setItem("fae.welcomed", "true"); });
get("preset-form").addEventListener("submit", event => { event.preventDefault(); store(get("preset-name").value.trim()).then(done => { if (done) get("preset-form").reset(); }); });
get("keys").append(...explained.flatMap(([key, text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, text)]));
