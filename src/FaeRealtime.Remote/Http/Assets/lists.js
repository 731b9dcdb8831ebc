// Editors of lists: numbers as text, flat records as rows, timelines as handles on a strip, anything else as JSON.
import { el, hint, nextId, resolve, shown, typeOf, words } from "./controls.js";
import { number, parse } from "./link.js";
import { Timeline } from "./timeline.js";

const flat = (schema, root) => Object.values(schema.properties ?? {}).every(part => !["object", "array"].includes(typeOf(resolve(part, root))));

/** An editor for a list: { element, show(value) }. */
export function listEditor(schema, path, root, facts, changed) {
  const item = resolve(schema.items, root);
  if (schema.timeline) return new Timeline(schema, path, root, facts, changed);
  if (typeOf(item) === "number" || typeOf(item) === "integer") return numbersEditor(schema, path, changed);
  return typeOf(item) === "object" && flat(item, root) ? rowsEditor(schema, item, path, root, facts, changed) : jsonEditor(path, changed);
}

function numbersEditor(schema, path, changed) {
  const [name, id] = [path.at(-1), nextId()];
  const field = el("input", { type: "text", id, className: "wide", placeholder: "as the model recommends", title: schema.description ?? "", autocomplete: "off", inputMode: "decimal" });
  const read = () => field.value.split(/[\s,;]+/).filter(text => text !== "").map(Number);
  field.addEventListener("input", () => field.classList.toggle("invalid", read().some(Number.isNaN)));
  field.addEventListener("change", () => { if (!read().some(Number.isNaN)) changed(read()); });
  return {
    element: el("div", { className: "row" }, el("label", { for: id }, words(name)), field, hint(schema)),
    show: value => { field.value = (value ?? []).join(", "); field.classList.remove("invalid"); },
  };
}

function rowsEditor(schema, item, path, root, facts, changed) {
  const name = path.at(-1);
  const rows = el("div", { className: "list" });
  const pads = name === "classes" && facts.classes.length > 0 ? el("div", { className: "chips", role: "group", "aria-label": "Classes" }) : null;
  let values = [];
  const give = next => { values = next; draw(); changed(next); };
  const add = el("button", { type: "button", onclick: () => give([...values, fresh(item, root, values, facts)]) }, `Add to ${words(name).toLowerCase()}`);

  function draw() {
    rows.replaceChildren(...values.map((value, i) => row(item, root, facts, value,
      next => { values = values.with(i, next); changed(values); },
      () => give(values.toSpliced(i, 1)))));
    pads?.replaceChildren(...facts.classes.map((label, index) => el("button", {
      type: "button",
      title: "This class alone; with Shift, in or out of the blend",
      "aria-pressed": String(values.some(value => value.class === index)),
      onclick: event => give(!event.shiftKey ? [{ class: index, weight: 1 }]
        : values.some(value => value.class === index) ? values.filter(value => value.class !== index) : [...values, { class: index, weight: 1 }]),
    }, label)));
  }

  const head = el("div", { className: "row" }, el("span", { title: schema.description ?? "" }, words(name)), el("span"), add);
  draw();
  return {
    element: el("div", { className: "list", role: "group", "aria-label": words(name) }, head, hint(schema), ...(pads ? [pads] : []), rows),
    show: value => {
      const same = JSON.stringify(value) === JSON.stringify(values);
      values = value ?? [];
      if (!same || rows.childElementCount !== values.length) draw();
    },
  };
}

const following = value => typeof value === "bigint" ? value + 1n : (value ?? -1) + 1;

function fresh(item, root, values, facts) {
  const made = {};
  for (const [name, raw] of Object.entries(item.properties)) {
    const part = resolve(raw, root);
    if (name === "class") made.class = Math.max(0, facts.classes.findIndex((_, index) => !values.some(value => value.class === index)));
    else if (name === "target") made.target = facts.targets.includes("source/speed") ? "source/speed" : facts.targets[0];
    else if (part.examples) made[name] = part.examples[0];
    else if (name === "weight") made.weight = 1;
    else if (typeOf(part) === "integer") made[name] = following(values.at(-1)?.[name]);
  }
  return made;
}

function row(item, root, facts, value, changed, removed) {
  const fields = Object.entries(item.properties).map(([name, raw]) => {
    const part = resolve(raw, root);
    const give = next => { value = { ...value, [name]: next }; changed(value); };
    return el("label", { title: part.description ?? "" }, words(name), ...field(part, name, value[name], facts, give));
  });
  const remove = el("button", { type: "button", className: "remove", title: "Take out", "aria-label": "Take out", onclick: removed }, "×");
  return el("div", { className: "item" }, ...fields, remove);
}

function field(schema, name, value, facts, give) {
  const choices = schema.enum?.map(choice => [choice, words(choice)])
    ?? (name === "class" && facts.classes.length > 0 ? facts.classes.map((label, index) => [index, label]) : null)
    ?? (name === "target" ? facts.targets.map(target => [target, target]) : null);
  if (choices) {
    const select = el("select", {}, ...choices.map(([key, label]) => el("option", { value: key }, label)));
    select.value = String(value ?? choices[0][0]);
    select.addEventListener("change", () => give(name === "class" ? Number(select.value) : select.value));
    return [select];
  }
  if (typeOf(schema) === "boolean") {
    const box = el("input", { type: "checkbox", role: "switch", checked: value ?? false });
    box.addEventListener("change", () => give(box.checked));
    return [box];
  }
  if (typeOf(schema) === "string") {
    const text = el("input", { type: "text", value: value ?? "" });
    text.addEventListener("change", () => give(text.value));
    return [text];
  }
  const optional = Array.isArray(schema.type);
  const input = el("input", { type: "number", step: typeOf(schema) === "integer" ? 1 : "any", min: schema.minimum ?? "", max: schema.maximum ?? "", value: typeof value === "number" || typeof value === "bigint" ? shown(value) : "", placeholder: optional ? "as set" : "" });
  input.addEventListener("change", () => {
    if (input.value === "" && optional) give(null);
    else if (input.value !== "" && input.checkValidity()) give(number(input.value));
  });
  if (name !== "weight") return [input];
  const slider = el("input", { type: "range", min: 0.01, max: 1, step: 0.01, value: value ?? 1, "aria-label": "Weight" });
  slider.addEventListener("input", () => { input.value = slider.value; give(Number(slider.value)); });
  input.addEventListener("change", () => { slider.value = input.value; });
  return [slider, input];
}

function jsonEditor(path, changed) {
  const count = el("span", { className: "compact" });
  const fold = jsonFold(path.at(-1), changed);
  return {
    element: el("div", { className: "list" }, el("div", { className: "row" }, el("span", {}, words(path.at(-1))), count, el("span")), fold.element),
    show: value => {
      count.textContent = value?.length > 0 ? `${value.length} set` : "none";
      fold.show(value);
    },
  };
}

/** A list as JSON, folded away: { element, show(value) }. */
export function jsonFold(name, changed) {
  const field = el("textarea", { value: "[]", spellcheck: false, autocomplete: "off", "aria-label": `${words(name)} as JSON` });
  let shownText = "[]";
  const read = () => { try { const value = parse(field.value); return Array.isArray(value) ? value : null; } catch { return null; } };
  const apply = el("button", { type: "button", disabled: true, onclick: () => changed(read()) }, "Apply");
  const revert = el("button", { type: "button", disabled: true, onclick: () => { field.value = shownText; check(); } }, "Revert");
  const clear = el("button", { type: "button", onclick: () => changed([]) }, "Clear");
  function check() {
    const value = read();
    field.classList.toggle("invalid", value === null);
    apply.disabled = value === null || field.value === shownText;
    revert.disabled = field.value === shownText;
  }
  field.addEventListener("input", check);
  return {
    element: el("details", {}, el("summary", {}, "Edit as JSON"), field, el("div", { className: "chips" }, apply, revert, clear)),
    show: value => {
      const next = JSON.stringify(value ?? [], null, 2);
      if (next === shownText) return;
      const edited = field.value !== shownText && document.activeElement === field;
      shownText = next;
      if (!edited) field.value = shownText;
      check();
    },
  };
}
