// A timeline: the records of a list as handles on a strip, each as far from the one before as that one's length says.
import { control, el, hint, resolve, typeOf, words } from "./controls.js";
import { jsonFold, listEditor } from "./lists.js";

const closest = 0.01;
const keyStep = 0.1;
const fine = 0.1;
const coarse = 10;
const room = 1.08;
const mostTicks = 8;
const labelWidth = 3.2;
const forgotten = 1500;
const digits = 1e4;

const rounded = value => Math.round(value * digits) / digits;
const at = (parameters, path) => path.split("/").reduce((part, name) => part?.[name], parameters);
const text = value => String(Number(value.toFixed(2)));

/** An editor of a list whose schema calls it a timeline: { element, show(value), follow(parameters), move(position, moves) }. */
export class Timeline {
  #hint; #name; #unit; #enums; #facts; #changed; #playsSchema;
  #values = []; #selected = 0; #adds = false; #drag = null; #given = null; #later = 0;
  #closed = true; #plays = false; #speed = 1;
  #seen = { position: 0, at: 0, rate: 0 }; #frame = 0;
  #handles = []; #fields = []; #fold;
  #summary; #strip; #track; #rulers; #playhead; #end; #editor; #title; #play;

  constructor(schema, path, root, facts, changed) {
    [this.#hint, this.#facts, this.#changed] = [schema.timeline, facts, changed];
    this.#name = words(path.at(-1)).replace(/s$/, "");
    this.#playsSchema = this.#hint.plays.split("/").reduce((part, name) => resolve(part.properties[name], root), root);
    const item = resolve(schema.items, root);
    this.#unit = resolve(item.properties[this.#hint.length], root).unit ?? "";
    this.#enums = Object.entries(item.properties).filter(([, raw]) => resolve(raw, root).enum).map(([name]) => name);

    this.#summary = el("span", { className: "compact" });
    this.#play = el("button", { type: "button", className: "play", "aria-pressed": "false", onclick: () => facts.set(this.#hint.plays.split("/"), this.#plays ? this.#playsSchema.default : this.#hint.playsAs) }, "Play timeline");
    const add = el("button", { type: "button", className: "add", title: "Adds what is shown: where the timeline stands while it plays, else at its end (K)", onclick: () => { this.#adds = true; facts.act(this.#hint.add); } }, `Add ${this.#name.toLowerCase()}`);
    this.#playhead = el("div", { className: "playhead", hidden: true });
    this.#rulers = el("div", { className: "rulers", ariaHidden: "true" });
    this.#end = el("div", { className: "end", tabIndex: 0, role: "slider", ariaLabel: "End of the timeline", title: "End of the timeline: drag, or use the arrow keys" });
    this.#track = el("div", { className: "track" }, this.#rulers, this.#playhead, this.#end);
    this.#listen(this.#end, () => this.#values.length);

    this.#title = el("strong", {});
    const step = (by, label, sign) => el("button", { type: "button", title: label, ariaLabel: label, onclick: () => this.#select(this.#selected + by) }, sign);
    const remove = el("button", { type: "button", className: "remove", title: "Takes the keyframe out; those after it stay where they are (Delete)", onclick: () => this.#delete(this.#selected) }, "Delete");
    this.#editor = el("fieldset", { className: "key-editor" },
      el("div", { className: "chips" }, this.#title, step(-1, "The one before", "‹"), step(1, "The next one", "›"), remove), ...this.#members(item, root));
    this.#fold = jsonFold(path.at(-1), value => changed(value));
    this.element = el("div", { className: "list timeline", role: "group", ariaLabel: words(path.at(-1)) },
      el("div", { className: "chips" }, el("span", { title: schema.description ?? "" }, words(path.at(-1))), this.#summary), hint(schema),
      el("div", { className: "chips" }, add, this.#play),
      this.#strip = el("div", { className: "strip" }, this.#track),
      this.#editor, this.#fold.element);
    // In the next frame: what is drawn may change the size again, which an observer must not do at once.
    new ResizeObserver(() => requestAnimationFrame(() => this.#draw())).observe(this.#track);
  }

  /** Shows the list; what is being dragged stays under the finger, and what was just let go does not jump back to what the server said before it heard of it. */
  show(value, force = false) {
    const next = value ?? [];
    const written = JSON.stringify(next);
    this.#fold.show(next);
    clearTimeout(this.#later);
    if (written === this.#given || force) this.#given = null;
    if (this.#drag || written === JSON.stringify(this.#values)) return;
    if (this.#given) {
      this.#later = setTimeout(() => this.show(next, true), forgotten);
      return;
    }
    if (this.#adds && next.length > this.#values.length) {
      // A new one within the timeline follows the one whose way it shortened.
      const first = next.findIndex((one, i) => JSON.stringify(one) !== JSON.stringify(this.#values[i]));
      this.#selected = this.#values[first] === undefined ? first : first + 1;
      this.#adds = false;
    }
    this.#values = next;
    this.#draw();
  }

  /** Follows the other parameters that belong to the timeline. */
  follow(parameters) {
    const now = [Boolean(at(parameters, this.#hint.closed)), at(parameters, this.#hint.plays) === this.#hint.playsAs, at(parameters, this.#hint.speed) ?? 1];
    if (now.every((value, i) => value === [this.#closed, this.#plays, this.#speed][i])) return;
    [this.#closed, this.#plays, this.#speed] = now;
    this.#draw();
  }

  /** Where the session stands on its path, and whether it moves. */
  move(position, moves) {
    const now = performance.now();
    const { position: before, at: last, rate } = this.#seen;
    const seconds = (now - last) / 1000;
    const measured = position >= before && now - last < forgotten ? (position - before) / seconds : rate;
    this.#seen = { position, at: now, rate: moves ? measured : 0 };
    this.#follow();
  }

  get #starts() {
    let time = 0;
    return this.#values.map(value => { const start = time; time += value[this.#hint.length]; return start; });
  }

  get #total() {
    const last = this.#values.length - 1;
    return last < 0 ? 0 : this.#starts[last] + (this.#closed ? this.#values[last][this.#hint.length] : 0);
  }

  #members(item, root) {
    const parts = Object.entries(item.properties).map(([name, raw]) => [name, resolve(raw, root)]);
    const isList = ([, part]) => typeOf(part) === "array";
    return [...parts.filter(part => !isList(part)), ...parts.filter(isList)].map(([name, part]) => {
      const give = value => this.#give(this.#values.with(this.#selected, { ...this.#values[this.#selected], [name]: value }));
      const made = typeOf(part) === "object" ? this.#held(part, name, give) : isList([name, part]) ? listEditor(part, [name], root, this.#facts, give) : control(part, name, give);
      made.element.dataset.member = name;
      this.#fields.push([name, made.show]);
      return made.element;
    });
  }

  // A record of its own is made elsewhere: here it is named and can be taken out.
  #held(schema, name, give) {
    const label = el("span", { className: "compact held" });
    const remove = el("button", { type: "button", className: "remove", title: `Takes the ${name} out`, onclick: () => give(null) }, "Take out");
    const element = el("div", { className: "row", hidden: true }, el("span", { title: schema.description ?? "" }, words(name)), label, remove);
    return { element, show: value => { element.hidden = !value; label.title = label.textContent = value ? Object.values(value)[0] : ""; } };
  }

  #give(values) {
    this.#values = values;
    this.#given = JSON.stringify(values);
    this.#draw();
    this.#changed(values);
  }

  #select(index) {
    this.#selected = Math.max(0, Math.min(this.#values.length - 1, index));
    this.#draw();
  }

  // Those after it stay where they are: its length goes to the one before.
  #delete(index) {
    const length = this.#hint.length;
    const rest = this.#values.toSpliced(index, 1);
    const heir = index > 0 ? index - 1 : this.#closed ? rest.length - 1 : -1;
    if (rest[heir] && (this.#closed || index < rest.length)) rest[heir] = { ...rest[heir], [length]: rounded(rest[heir][length] + this.#values[index][length]) };
    this.#selected = Math.max(0, index - 1);
    this.#give(rest);
    this.#handles[this.#selected]?.focus();
  }

  // Moves one of them in time, past others where it must; the first is the start, and the end comes after the last.
  #moveTo(index, time, base, starts, total) {
    const length = this.#hint.length;
    const last = base.length - 1;
    if (index > last) {
      const requested = rounded(Math.max(closest, time - starts[last]));
      this.#give(base.with(last, { ...base[last], [length]: requested }));
      return index;
    }
    if (index === 0) return 0;
    const place = Math.max(closest, this.#closed ? Math.min(total - closest, time) : time);
    const order = base.map((value, i) => ({ value, time: i === index ? place : starts[i], moved: i === index })).sort((a, b) => a.time - b.time);
    const lengths = order.map(({ value, time: start }, i) => i < last ? order[i + 1].time - start : this.#closed ? total - start : value[length]);
    if (lengths.some(value => value < closest - 1 / digits)) return index;
    const now = order.findIndex(({ moved }) => moved);
    const from = this.#selected;
    if (now !== from) this.#handles.splice(now, 0, ...this.#handles.splice(from, 1));
    this.#selected = now;
    this.#give(order.map(({ value }, i) => ({ ...value, [length]: rounded(lengths[i]) })));
    return now;
  }

  #listen(handle, indexOf) {
    handle.addEventListener("focus", () => { if (!this.#drag && indexOf() < this.#values.length) this.#select(indexOf()); });
    handle.addEventListener("pointerdown", event => {
      if (event.button > 0) return;
      event.preventDefault();
      handle.focus({ preventScroll: true });
      handle.setPointerCapture(event.pointerId);
      const starts = this.#starts;
      const index = indexOf();
      this.#drag = { index, from: event.clientX, time: starts[index] ?? this.#total, base: this.#values, starts, total: this.#total, span: this.#span, moved: false };
    });
    handle.addEventListener("pointermove", event => {
      const drag = this.#drag;
      if (!drag || !handle.hasPointerCapture(event.pointerId)) return;
      const moved = (event.clientX - drag.from) / this.#track.clientWidth * drag.span;
      if (!drag.moved && Math.abs(event.clientX - drag.from) < 3) return;
      drag.moved = true;
      this.#moveTo(drag.index, drag.time + moved, drag.base, drag.starts, drag.total);
    });
    for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, () => {
      if (!this.#drag) return;
      this.#drag = null;
      this.#sort(handle);
      this.#draw();
    });
    handle.addEventListener("keydown", event => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      const index = indexOf();
      if ((event.key === "Delete" || event.key === "Backspace") && index < this.#values.length) this.#delete(index);
      else if (way && !event.altKey) {
        const step = way * keyStep * (event.shiftKey ? fine : event.ctrlKey || event.metaKey ? coarse : 1);
        this.#moveTo(index, (this.#starts[index] ?? this.#total) + step, this.#values, this.#starts, this.#total);
        this.#sort(handle);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  // The order of the Tab key is that of time; an element that changes its place loses the focus.
  #sort(focused) {
    this.#track.append(...this.#handles, this.#end);
    focused.focus({ preventScroll: true });
  }

  // What the strip shows; while something is dragged the scale stays.
  get #span() { return this.#drag?.span ?? Math.max(this.#total * room, closest); }

  #draw() {
    const [starts, total, span, count] = [this.#starts, this.#total, this.#span, this.#values.length];
    this.#selected = Math.max(0, Math.min(count - 1, this.#selected));
    while (this.#handles.length > count) this.#handles.pop().remove();
    while (this.#handles.length < count) {
      const handle = el("div", { className: "key", tabIndex: 0, role: "slider" });
      this.#listen(handle, () => this.#handles.indexOf(handle));
      this.#handles.push(handle);
      this.#end.before(handle);
    }
    const place = (handle, time, label) => {
      handle.style.left = `${Math.min(100, time / span * 100)}%`;
      for (const [name, value] of Object.entries({ valuemin: 0, valuemax: rounded(total), valuenow: rounded(time), valuetext: `at ${text(time)}` })) handle.setAttribute(`aria-${name}`, value);
      if (label) handle.setAttribute("aria-label", label);
    };
    this.#handles.forEach((handle, i) => {
      place(handle, starts[i], `${this.#name} ${i + 1}`);
      handle.textContent = i + 1;
      handle.title = `${this.#name} ${i + 1}, at ${text(starts[i])}${i === 0 ? ": the start" : ": drag, or use the arrow keys"}`;
      handle.classList.toggle("selected", i === this.#selected);
      handle.setAttribute("aria-readonly", String(i === 0));
    });
    this.#end.hidden = !this.#closed || count === 0;
    place(this.#end, total);
    this.#rule(span, total, starts);
    this.#write(count, total, starts);
    this.#follow();
  }

  #rule(span, total, starts) {
    const nice = 10 ** Math.floor(Math.log10(span / mostTicks));
    const step = [1, 2, 5, 10].map(factor => factor * nice).find(size => span / size <= mostTicks);
    const ticks = Array.from({ length: Math.floor(span / step) + 1 }, (_, i) => el("span", { className: "tick", style: `left: ${i * step / span * 100}%` }, text(i * step)));
    const width = this.#track.clientWidth / parseFloat(getComputedStyle(document.documentElement).fontSize);
    const ways = this.#values.map((value, i) => [value, starts[i], starts[i + 1] ?? total]).filter(([, from, to]) => (to - from) / span * width > labelWidth)
      .map(([value, from, to]) => el("span", { className: "way", style: `left: ${from / span * 100}%; width: ${(to - from) / span * 100}%` }, this.#enums.map(name => value[name]).join(" ")));
    this.#rulers.replaceChildren(el("div", { className: "whole", style: `width: ${total / span * 100}%` }), ...(total > 0 ? ticks : []), ...ways);
  }

  #write(count, total, starts) {
    const seconds = this.#speed > 0 ? `, ${text(total / this.#speed)} s at this speed` : "";
    this.#summary.textContent = count === 0 ? "none yet: add what is shown" : count === 1 ? "one: add another to play them" : `${count} over ${text(total)} ${this.#unit}${seconds}`;
    this.#play.disabled = count < 2 && !this.#plays;
    this.#play.setAttribute("aria-pressed", String(this.#plays));
    this.#editor.hidden = this.#strip.hidden = count === 0;
    if (count === 0) return;
    this.#title.textContent = `${this.#name} ${this.#selected + 1} of ${count}, at ${text(starts[this.#selected])}`;
    for (const [name, show] of this.#fields) show(this.#values[this.#selected][name]);
  }

  #follow() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#step());
  }

  #step() {
    this.#frame = 0;
    const total = this.#total;
    this.#playhead.hidden = !this.#plays || total <= 0;
    if (this.#playhead.hidden) return;
    const passed = performance.now() - this.#seen.at;
    const position = this.#seen.position + this.#seen.rate * Math.min(passed, forgotten) / 1000;
    this.#playhead.style.left = `${(this.#closed ? position % total : Math.min(position, total)) / this.#span * 100}%`;
    if (this.#seen.rate > 0 && passed < forgotten && this.element.offsetParent) this.#follow();
  }
}
