// The networks and the walk through their latents, away from the page's own thread.
// A blend is at most so much shorter than its ends before it is stretched no more.
const mostGain = Math.SQRT2;
const readyBy = 0.8;
const settings = { speed: 0.5, steps: 0, paused: false, prompt: "", seed: 0 };
const say = (kind, value = {}, transfer = []) => self.postMessage({ kind, ...value }, transfer);

let ort, gpu, model, sessions, phrases = new Map();
let path = null;
let turn = Promise.resolve();

async function bytes(file, part) {
  const reply = await fetch(file);
  if (!reply.ok) throw new Error(`${file}: ${reply.status} ${reply.statusText}`);
  const all = Number(reply.headers.get("Content-Length")) || 0;
  const [reader, pieces] = [reply.body.getReader(), []];
  for (let read = 0, next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
    read += next.value.length;
    if (all) say("loading", { part, done: Math.min(1, read / all) });
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

// Half precision to a number; phrases may be stored so.
function half(bits) {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  return sign * (exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? (fraction ? NaN : Infinity) : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

// The phrases of a model: safetensors, vectors as float16, or as bytes with a scale each.
function readPhrases(file) {
  const view = new DataView(file.buffer);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const at = name => header[name] && { ...header[name], start: 8 + length + header[name].data_offsets[0] };
  const [vectors, scales, counts] = [at("vectors"), at("vectors.row_scale"), at("tokens")];
  const width = vectors.shape[1];
  const row = i => Float32Array.from({ length: width }, (_, j) => vectors.dtype === "I8"
    ? view.getInt8(vectors.start + i * width + j) * view.getFloat32(scales.start + 4 * i, true)
    : half(view.getUint16(vectors.start + 2 * (i * width + j), true)));
  let first = 0;
  JSON.parse(header.__metadata__.phrases).forEach((phrase, i) => {
    const count = counts ? view.getFloat32(counts.start + 4 * i, true) : 1;
    const from = first;
    phrases.set(phrase, () => Array.from({ length: count }, (_, k) => row(from + k)));
    first += count;
  });
}

async function load() {
  gpu = "gpu" in navigator && await navigator.gpu.requestAdapter().catch(() => null);
  ort = await import(gpu ? "./runtime/ort.webgpu.min.mjs" : "./runtime/ort.wasm.min.mjs");
  ort.env.wasm.wasmPaths = new URL("runtime/", import.meta.url).href;
  ort.env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
  ort.env.logLevel = "error";
  model = await (await fetch("model.json")).json();
  settings.steps = model.steps;
  const providers = gpu ? ["webgpu", "wasm"] : ["wasm"];
  sessions = {};
  for (const [part, file] of Object.entries(model.graphs)) {
    sessions[part] = await ort.InferenceSession.create(await bytes(file, part), { executionProviders: providers });
  }
  if (model.words) readPhrases(await bytes(model.words.file, "words"));
  say("ready", { model, backend: gpu ? "WebGPU" : `WASM, ${ort.env.wasm.numThreads} thread${ort.env.wasm.numThreads === 1 ? "" : "s"}`, phrases: [...phrases.keys()] });
}

// mulberry32 and Box-Muller: the same seed gives the same picture in every browser, but not that of the program.
function noiseOf(seed, count) {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const [radius, angle] = [Math.sqrt(-2 * Math.log(1 - next())), 2 * Math.PI * next()];
    [values[i], values[i + 1]] = [radius * Math.cos(angle), radius * Math.sin(angle)];
  }
  return values;
}

/** The words of a prompt as the network reads them; throws where a phrase is not known. */
function words(prompt) {
  const { tokens, width } = model.words;
  const rows = new Float32Array(tokens * width);
  let at = 0;
  for (const part of prompt.split(",").map(one => one.trim()).filter(Boolean)) {
    const [, phrase, weight] = /^(.*?)(?::\s*(-?[\d.]+))?$/.exec(part);
    const states = phrases.get(phrase.trim()) ?? phrases.get(phrase.trim().toLowerCase());
    if (!states) throw new Error(`The model does not know «${phrase.trim()}»; the field offers what it knows.`);
    for (const state of states()) {
      if (at === tokens) throw new Error(`The prompt has more than ${tokens} words; leave some out.`);
      rows.set(state.map(value => value * (weight === undefined ? 1 : Number(weight))), at++ * width);
    }
  }
  return rows;
}

// A session computes one thing at a time.
function compute(part, feeds) {
  const result = turn.then(() => sessions[part].run(feeds));
  turn = result.catch(() => { /* Told where it was asked for. */ });
  return result;
}

const shape = () => [1, model.channels, model.grid, model.grid];
const scalar = value => new ort.Tensor("float32", Float32Array.of(value), [1]);

function wanted(prompt, index) {
  const given = {};
  if (model.classes.length > 0) given.class = new ort.Tensor("int64", BigInt64Array.of(BigInt(index)), [1]);
  if (model.words) given.words = new ort.Tensor("float32", words(prompt), [1, model.words.tokens, model.words.width]);
  return given;
}

/** A latent in the making, a step of the sampler at a time. */
class Making {
  constructor(noise, prompt, index) {
    [this.latent, this.done, this.given] = [Float32Array.from(noise), 0, wanted(prompt, index)];
    this.times = model.times[model.student ? settings.steps : model.steps];
    if (!model.student) this.none = wanted("", model.classes.length);
  }

  get isReady() { return this.done === this.times.length - 1; }

  async step() {
    const [t, r, scale] = [this.times[this.done], this.times[this.done + 1], model.student ? 1 : model.scales[this.done]];
    const feeds = { x: new ort.Tensor("float32", this.latent, shape()), t: scalar(t), ...(model.student ? { r: scalar(r) } : {}) };
    const velocity = (await compute("generator", { ...feeds, ...this.given })).velocity.data;
    const without = scale === 1 ? velocity : (await compute("generator", { ...feeds, ...this.none })).velocity.data;
    this.latent = this.latent.map((value, i) => value - (t - r) * (without[i] + scale * (velocity[i] - without[i])));
    this.done++;
  }
}

async function decode(latent) {
  const { features } = await compute("feature-decoder", { latent: new ort.Tensor("float32", latent, shape()) });
  const { rgb } = await compute("pixel-decoder", { features });
  const pixels = model.side * model.side;
  const rgba = new Uint8ClampedArray(4 * pixels);
  for (let i = 0; i < pixels; i++) {
    rgba[4 * i] = rgb.data[i] * 255;
    rgba[4 * i + 1] = rgb.data[pixels + i] * 255;
    rgba[4 * i + 2] = rgb.data[2 * pixels + i] * 255;
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}

/** The blend of two latents; at every place its length is between theirs. */
function blend(from, to, t) {
  const [places, result] = [model.grid * model.grid, new Float32Array(from.length)];
  for (let place = 0; place < places; place++) {
    let [a, b, mixed] = [0, 0, 0];
    for (let i = place; i < from.length; i += places) {
      const value = result[i] = (1 - t) * from[i] + t * to[i];
      a += from[i] ** 2; b += to[i] ** 2; mixed += value ** 2;
    }
    const [target, length] = [(1 - t) * Math.sqrt(a) + t * Math.sqrt(b), Math.sqrt(mixed)];
    const gain = target <= 0 ? 1 : length <= target / mostGain ? mostGain : target / length;
    for (let i = place; i < from.length; i += places) result[i] *= gain;
  }
  return result;
}

// Where nothing is asked for, each key shows the caption of one of the model's samples, as in training.
function key(number) {
  const seed = settings.seed + number;
  const drawn = model.captions.length ? model.captions[(Math.imul(seed, 2654435761) >>> 0) % model.captions.length] : { text: "", class: model.classes.length ? seed % model.classes.length : 0 };
  const given = settings.prompt ? { text: settings.prompt, class: model.classes.length } : drawn;
  return new Making(noiseOf(seed, model.channels * model.grid * model.grid), given.text, given.class);
}

async function whole(making) {
  while (!making.isReady) await making.step();
  return making.latent;
}

async function run() {
  let [before, fps, decodeTime, stepTime, shown] = [performance.now(), 0, 0, 0, null];
  for (;;) {
    if (path === null) {
      path = { number: 0, progress: 0, from: shown ?? await whole(key(0)), next: key(1) };
      path.to = await whole(path.next);
      path.next = key(2);
    }
    const own = path;
    const now = performance.now();
    own.progress += settings.paused ? 0 : Math.min(0.5, (now - before) / 1000) * settings.speed;
    fps = fps ? 0.9 * fps + 0.1 * 1000 / Math.max(1, now - before) : 1;
    before = now;
    const due = Math.min(1, own.progress / readyBy) * (own.next.times.length - 1);
    if (own.next.done < due && !own.next.isReady) {
      const started = performance.now();
      await own.next.step();
      stepTime = performance.now() - started;
    }
    if (own.progress >= 1) {
      await whole(own.next);
      [own.from, own.to, own.number, own.progress] = [own.to, own.next.latent, own.number + 1, 0];
      own.next = key(own.number + 2);
    }
    const eased = own.progress ** 2 * (3 - 2 * own.progress);
    shown = blend(own.from, own.to, eased);
    const started = performance.now();
    const rgba = await decode(shown);
    decodeTime = performance.now() - started;
    say("frame", { rgba, side: model.side, fps, decode: decodeTime, step: stepTime }, [rgba.buffer]);

    // Messages of the page come in between.
    await new Promise(done => setTimeout(done, settings.paused ? 100 : 0));
  }
}

const answers = {
  decode: ({ latent }) => decode(Float32Array.from(latent)),
  sample: ({ noise, prompt, index }) => whole(new Making(noise, prompt, index ?? model.classes.length)),
};

self.onmessage = async ({ data }) => {
  try {
    await loaded;
    if (data.kind === "ask") { say("answer", { id: data.id, value: await answers[data.what](data) }); return; }
    if (data.change.prompt) words(data.change.prompt);
    Object.assign(settings, data.change);
    if ("prompt" in data.change || "seed" in data.change || "steps" in data.change) path = null;
  } catch (failure) {
    say("refused", { text: failure.message });
  }
};

// Messages wait until then.
const loaded = load();
loaded.then(run).catch(failure => say("refused", { text: `The model cannot run here: ${failure.message}` }));
