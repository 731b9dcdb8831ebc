// The page: what a visitor sees and changes. The networks run in worker.js.
const get = id => document.getElementById(id);
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
const canvas = get("picture").getContext("2d");
const waiting = new Map();
let asked = 0;

function fail(text) {
  get("error").textContent = text;
  get("error").hidden = !text;
}

function draw(rgba, side) {
  if (get("picture").width !== side) get("picture").width = get("picture").height = side;
  canvas.putImageData(new ImageData(rgba, side, side), 0, 0);
}

const handlers = {
  loading: ({ part, done }) => { get("state").textContent = `Loading ${part}: ${Math.round(done * 100)} %`; },
  ready({ model, backend, phrases }) {
    document.title = `${model.name} in this browser`;
    get("about").textContent = `${model.name} (${model.hash.slice(0, 16)}), ${model.side} × ${model.side}, ${backend}. Nothing leaves this browser. Made by FaeRealtime.`;
    get("steps").value = model.steps;
    get("steps-label").hidden = !model.student;
    get("words").hidden = phrases.length === 0;
    get("phrases").append(...phrases.map(phrase => Object.assign(document.createElement("option"), { value: phrase })));
  },
  frame({ rgba, side, fps, decode, step }) {
    draw(rgba, side);
    get("state").textContent = `${fps.toFixed(1)} fps, ${decode.toFixed(0)} ms a picture, ${step.toFixed(0)} ms a step`;
  },
  refused: ({ text }) => fail(text),
  answer({ id, value }) { waiting.get(id)?.(value); waiting.delete(id); },
};

worker.onmessage = ({ data }) => handlers[data.kind](data);
worker.onerror = event => fail(`The networks cannot run here: ${event.message ?? "the worker did not start"}. A page opened from a file cannot start them: serve the folder, such as with «python3 -m http.server».`);

const set = change => { fail(""); worker.postMessage({ kind: "set", change }); };
get("speed").addEventListener("input", () => set({ speed: Number(get("speed").value) }));
get("steps").addEventListener("change", () => set({ steps: Number(get("steps").value) }));
get("prompt").addEventListener("change", () => set({ prompt: get("prompt").value.trim() }));
get("controls").addEventListener("submit", event => { event.preventDefault(); set({ prompt: get("prompt").value.trim() }); });
get("pause").addEventListener("click", () => {
  const on = get("pause").getAttribute("aria-pressed") !== "true";
  get("pause").setAttribute("aria-pressed", String(on));
  set({ paused: on });
});
get("seed").addEventListener("click", () => set({ seed: Math.floor(Math.random() * 2 ** 31) }));
get("save").addEventListener("click", () => get("picture").toBlob(blob => {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: "fae.png" });
  link.click();
  URL.revokeObjectURL(link.href);
}));

const ask = (what, values) => new Promise(done => { waiting.set(++asked, done); worker.postMessage({ kind: "ask", id: asked, what, ...values }); });

/** For programs: a latent's picture (RGBA, row by row), and a latent from noise. */
window.fae = {
  decode: latent => ask("decode", { latent }),
  sample: (noise, prompt = "", index = null) => ask("sample", { noise, prompt, index }),
};
