// Controls made from the JSON schema: a parameter that the server learns appears here by itself.
import { listEditor } from "./lists.js";

const sliderSteps = 1000;
const linearSpan = 25;
const widest = 1e5;
const mostOffered = 12;
const leastPhrase = 0.05;
const mostPhrase = 3;
const openAtFirst = ["sampler", "source", "condition"];

let lastId = 0;
export const nextId = () => `c${++lastId}`;

/** Makes an element: el("p", { className: "x" }, child, "text"). */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "for" || name === "list") element.setAttribute(name, value); else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** warmStart → Warm start */
export const words = name => name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/^./, first => first.toUpperCase()).replace(/ ([A-Z])/g, (_, letter) => ` ${letter.toLowerCase()}`);

/** Follows "#/properties/…" references. */
export function resolve(schema, root) {
  return schema.$ref ? schema.$ref.slice(2).split("/").reduce((part, name) => part[name], root) : schema;
}

export const typeOf = schema => schema.enum ? "enum" : Array.isArray(schema.type) ? schema.type.find(type => type !== "null") : schema.type;

export const shown = value => typeof value === "bigint" || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));

// Even steps of a slider are even steps of the ear and eye: by factors where the range spans them.
function scaleOf(lowest, highest) {
  const span = highest - lowest;
  if (span <= linearSpan || (lowest > 0 && highest / lowest <= linearSpan)) return { to: t => lowest + span * t, from: v => (v - lowest) / span };
  if (lowest > 0) return { to: t => lowest * (highest / lowest) ** t, from: v => Math.log(v / lowest) / Math.log(highest / lowest) };
  return { to: t => lowest + span * t ** 3, from: v => Math.cbrt((v - lowest) / span) };
}

/** A number with a slider where its range has a size to slide over, else with buttons. */
function numberControl(schema, name, id, changed) {
  const whole = typeOf(schema) === "integer";
  const above = schema.exclusiveMinimum !== undefined;
  const lowest = schema.minimum ?? schema.exclusiveMinimum ?? -Infinity;
  const highest = schema.maximum ?? Infinity;
  const field = el("input", { type: "number", id, step: whole ? 1 : "any", value: 0 });
  if (Number.isFinite(lowest)) field.min = lowest;
  if (Number.isFinite(highest)) field.max = highest;
  const range = Number.isFinite(lowest) && Number.isFinite(highest) ? `, ${above ? "above " : ""}${lowest} to ${highest}` : "";
  field.title = `${schema.description ?? words(name)}${range}${schema.unit ? ` ${schema.unit}` : ""}`;
  const unit = el("span", { className: "field" }, field, el("span", { className: "unit" }, schema.unit ?? ""));
  const give = value => changed(whole ? Math.round(value) : value);
  field.addEventListener("change", () => { if (field.value !== "" && field.checkValidity()) give(Number(field.value)); });

  if (highest - lowest > widest) {
    const nudge = by => el("button", { type: "button", title: `${by > 0 ? "+" : "−"}1`, "aria-label": `${words(name)} ${by > 0 ? "plus" : "minus"} one`, onclick: () => { field.value = shown(Number(field.value) + by); give(Number(field.value)); } }, by > 0 ? "+" : "−");
    return { parts: [el("span", { className: "nudge" }, nudge(-1), nudge(1)), unit], show: value => { field.value = shown(value); } };
  }

  const scale = scaleOf(above ? Math.max(lowest, 1e-3) : lowest, highest);
  const slider = el("input", { type: "range", min: 0, max: sliderSteps, step: 1, title: field.title, "aria-label": words(name) });
  slider.addEventListener("input", () => {
    const value = scale.to(slider.value / sliderSteps);
    const kept = whole ? Math.round(value) : Number(value.toPrecision(4));
    field.value = shown(kept);
    slider.setAttribute("aria-valuetext", field.value);
    give(kept);
  });
  // A whole number moves by one with the keys, however fine the slider is.
  if (whole) slider.addEventListener("keydown", event => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const value = Math.min(highest, Math.max(lowest, Number(field.value) + by));
    field.value = shown(value);
    slider.value = scale.from(value) * sliderSteps;
    give(value);
  });
  slider.addEventListener("dblclick", () => { if (schema.default !== undefined) give(schema.default); });
  return {
    parts: [slider, unit],
    show: value => { field.value = shown(value); slider.value = Math.round(scale.from(value) * sliderSteps); slider.setAttribute("aria-valuetext", field.value); },
  };
}

function choiceControl(schema, name, id, changed) {
  const select = el("select", { id, className: "wide", title: schema.description ?? words(name) }, ...schema.enum.map(value => el("option", { value }, words(value))));
  select.addEventListener("change", () => changed(select.value));
  return { parts: [select], show: value => { select.value = value; } };
}

function switchControl(schema, name, id, changed) {
  const box = el("input", { type: "checkbox", id, className: "wide", role: "switch", title: schema.description ?? words(name) });
  box.addEventListener("change", () => changed(box.checked));
  return { parts: [box], show: value => { box.checked = value; } };
}

function textControl(schema, name, id, changed, names, phrases) {
  const known = names?.() ?? [];
  if (known.length > 0) {
    const select = el("select", { id, className: "wide" }, el("option", { value: "" }, "as started"), ...known.map(value => el("option", { value }, value)));
    select.addEventListener("change", () => changed(select.value));
    return { parts: [select], show: value => { select.value = value; } };
  }
  const field = el("input", { type: "text", id, className: "wide", title: schema.description ?? words(name) });
  field.addEventListener("change", () => changed(field.value));
  if (!phrases) return { parts: [field], show: value => { field.value = value; } };
  const weights = phraseSliders(phrases.leadAway ? -mostPhrase : leastPhrase, value => { field.value = value; changed(value); });
  field.addEventListener("change", () => weights.show(field.value));
  const list = el("datalist", { id: `${id}-phrases` });
  field.setAttribute("list", list.id);
  // What is offered goes on where the phrase that is being written begins.
  field.addEventListener("input", () => {
    const begun = field.value.slice(0, field.value.lastIndexOf(",") + 1);
    const written = field.value.slice(begun.length).trim().toLowerCase();
    const fitting = written === "" ? [] : phrases.known.filter(phrase => phrase.includes(written)).slice(0, mostOffered);
    list.replaceChildren(...fitting.map(phrase => el("option", { value: `${begun}${begun && " "}${phrase}` })));
  });
  return { parts: [field, list, weights.element], show: value => { field.value = value; weights.show(value); } };
}

/** Names and weights of a text such as "red hair:1.5, glasses". */
function readWeights(text) {
  return text.split(",").map(part => part.trim()).filter(part => part !== "").map(part => {
    const colon = part.lastIndexOf(":");
    return colon < 0 ? { name: part, weight: 1 } : { name: part.slice(0, colon).trim(), weight: Number(part.slice(colon + 1)) };
  });
}

const writeWeights = entries => entries.map(({ name, weight }) => weight === 1 ? name : `${name}:${weight}`).join(", ");

/** A slider for the weight of each phrase of a prompt, below 0 where guidance can lead away from it, and a button that takes it out. */
function phraseSliders(least, changed) {
  const element = el("div", { className: "phrases wide" });
  let rows = [];
  const draw = () => element.replaceChildren(...rows.map(one => one.element));
  const give = () => changed(writeWeights(rows));
  const row = ({ name, weight }) => {
    const slider = el("input", { type: "range", min: least, max: mostPhrase, step: leastPhrase, value: weight, title: `How much of «${name}»`, "aria-label": `Weight of ${name}` });
    const one = { name, weight, slider };
    // A prompt holds no weight 0.
    const set = value => { one.weight = value || leastPhrase; slider.value = value; give(); };
    slider.addEventListener("input", () => set(Number(slider.value)));
    slider.addEventListener("dblclick", () => set(1));
    const out = el("button", { type: "button", title: "Takes it out", "aria-label": `Take out ${name}`, onclick: () => { rows = rows.filter(other => other !== one); draw(); give(); } }, "×");
    one.element = el("div", {}, el("span", {}, name), slider, out);
    return one;
  };
  return {
    element,
    show: value => {
      const read = readWeights(value);
      if (read.map(one => one.name).join() !== rows.map(one => one.name).join()) {
        rows = read.map(row);
        draw();
      }
      rows.forEach((one, i) => { one.weight = read[i].weight; one.slider.value = one.weight; });
    },
  };
}

/** A slider for each of the model's directions, over the one text that says which act: "smile:1.5, component 2:-1". */
function directionSliders(schema, directions, changed) {
  const weights = new Map();
  const text = () => [...weights].filter(([, weight]) => weight !== 0).map(([name, weight]) => `${name}:${weight}`).join(", ");
  const sliders = directions.map(({ name, minimum, maximum, origin }) => [name, control({ type: "number", title: name, description: origin, minimum, maximum, default: 0 }, name, weight => {
    weights.set(name, weight);
    changed(text());
  })]);
  return {
    element: el("fieldset", {}, el("legend", { title: schema.description ?? "" }, "Directions"), ...sliders.map(([, slider]) => slider.element)),
    show: value => {
      weights.clear();
      for (const { name, weight } of readWeights(value)) weights.set(name, weight);
      for (const [name, slider] of sliders) slider.show(weights.get(name) ?? 0);
    },
  };
}

/** A single value with its label: { element, show(value) }. */
export function control(schema, name, changed, names, phrases) {
  const id = nextId();
  const make = { enum: choiceControl, boolean: switchControl, number: numberControl, integer: numberControl, string: textControl }[typeOf(schema)];
  const label = schema.title ?? words(name);
  const { parts, show } = make(schema, label, id, changed, names, phrases);
  return { element: el("div", { className: "row" }, el("label", { for: id, title: schema.description ?? "" }, label), ...parts, hint(schema)), show };
}

// What a change does, as the schema says: at once needs no words.
const effects = { newKeys: " At once in space noise, else a fade to new keys.", newPath: " Fades to another path." };

/** What a value does and which ones are allowed, for those who want to read it beside the control. */
export function hint(schema) {
  const [lowest, highest] = [schema.minimum ?? schema.exclusiveMinimum, schema.maximum];
  const range = lowest === undefined || highest === undefined ? "" : ` ${schema.exclusiveMinimum === undefined ? "From" : "Above"} ${lowest.toLocaleString("en")} to ${highest.toLocaleString("en")}${schema.unit ? ` ${schema.unit}` : ""}.`;
  const acts = schema.acts ? ` Acts while ${words(schema.acts.path.split("/").at(-1)).toLowerCase()} is ${words(schema.acts.value).toLowerCase()}.` : "";
  const effect = effects[schema.effect] ?? "";
  return el("small", { className: "hint" }, `${schema.description ?? ""}${effect}${range}${acts}`);
}

/** All controls of a schema. changed(path, value) hears of every change; show(parameters) follows the server. */
export class Controls {
  #shows = [];
  #changed;
  #root;
  #facts;

  constructor(place, schema, facts, changed) {
    [this.#root, this.#facts, this.#changed] = [schema, { ...facts, set: changed }, changed];
    const top = Object.entries(schema.properties).map(([name, part]) => [name, resolve(part, schema)]);
    const groups = top.filter(([, part]) => typeOf(part) === "object").map(([name, part]) => this.#group(name, this.#members(part, [name])));
    const lists = top.filter(([, part]) => typeOf(part) === "array").map(([name, part]) => this.#group(name, [this.#list(part, [name])]));
    const rest = top.filter(([, part]) => !["object", "array"].includes(typeOf(part)));
    const session = this.#group("session", rest.map(([name, part]) => this.#control(part, [name])));
    place.replaceChildren(...groups, ...lists, session);
  }

  /** Shows the parameters; what the user holds stays as it is, or all of it where forced. */
  show(parameters, force = false) {
    for (const { path, element, editor, acts } of this.#shows) {
      editor.follow?.(parameters);
      if (acts) element.classList.toggle("idle", acts.path.split("/").reduce((part, name) => part?.[name], parameters) !== acts.value);
      if (!force && this.#isHeld(element)) continue;
      editor.show(path.reduce((part, name) => part?.[name], parameters), force);
    }
  }

  /** Shows on every timeline where the session stands, and whether it moves. */
  move(position, moves) {
    for (const { editor } of this.#shows) editor.move?.(position, moves);
  }

  #isHeld(element) {
    const active = document.activeElement;
    return element.contains(active) && (active.type === "range" ? active.matches(":active") : ["number", "text", "textarea"].includes(active.type));
  }

  #group(name, rows) {
    const details = el("details", { open: (localStorage.getItem(`fae.open.${name}`) ?? String(openAtFirst.includes(name))) === "true" }, el("summary", {}, words(name)), el("fieldset", { "aria-label": words(name) }, ...rows));
    details.addEventListener("toggle", () => localStorage.setItem(`fae.open.${name}`, details.open));
    return details;
  }

  #members(schema, path) {
    const members = Object.entries(schema.properties).filter(([name]) => (name !== "prompt" || this.#facts.phrases) && (name !== "directions" || this.#facts.directions?.length));
    return members.map(([name, raw]) => {
      const part = resolve(raw, this.#root);
      const inner = [...path, name];
      if (typeOf(part) === "object") return el("fieldset", {}, el("legend", {}, words(name)), ...this.#members(part, inner));
      return typeOf(part) === "array" ? this.#list(part, inner) : this.#control(part, inner);
    });
  }

  #control(schema, path) {
    if (path.join("/") === "condition/directions") return this.#keep(schema, path, directionSliders(schema, this.#facts.directions, value => this.#changed(path, value)));
    return this.#keep(schema, path, control(schema, path.at(-1), value => this.#changed(path, value), path.length === 1 && path[0] === "model" ? () => this.#facts.models : null, path.at(-1) === "prompt" ? { known: this.#facts.phrases, leadAway: this.#facts.leadAway } : null));
  }

  #list(schema, path) {
    return this.#keep(schema, path, listEditor(schema, path, this.#root, this.#facts, value => this.#changed(path, value)));
  }

  #keep(schema, path, editor) {
    editor.element.dataset.path = path.join("/");
    this.#shows.push({ path, element: editor.element, editor, acts: schema.acts });
    return editor.element;
  }
}
