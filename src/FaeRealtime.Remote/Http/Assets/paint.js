// The brush: marks places of the picture that are made anew while the rest stays.
const radius = 0.09;
const full = 15;

// In pixels of the drawing.
const placeSize = 64;

// Of a change while a stroke goes on, in milliseconds: every one makes a new path.
const period = 150;

// A change comes back within this time.
const settled = 400;

/** Marks are a digit 0 to f for each place of a square grid, as the parameter source/paint has them; the text is empty where nothing stays. */
export class Brush {
  #canvas;
  #parts;
  #changed;
  #side = 0;
  #marks = [];
  #stroke = false;
  #last = null;
  #sent = -settled;
  #timer = 0;
  #acting = "";
  #later = 0;

  /**
   * canvas: lies over the picture. parts: paint, erase and clear, buttons.
   * changed(text) takes the marks.
   */
  constructor(canvas, parts, changed) {
    [this.#canvas, this.#parts, this.#changed] = [canvas, parts, changed];
    parts.paint.addEventListener("click", () => this.#toggle(parts.paint, canvas.hidden));
    parts.erase.addEventListener("click", () => this.#press(parts.erase, parts.erase.getAttribute("aria-pressed") !== "true"));
    parts.clear.addEventListener("click", () => { this.#set(""); this.#send(); });
    canvas.addEventListener("contextmenu", event => event.preventDefault());
    canvas.addEventListener("pointerdown", event => {
      if (this.side === 0) return;
      canvas.setPointerCapture(event.pointerId);
      [this.#stroke, this.#last] = [true, null];
      this.#draw(event);
    });
    canvas.addEventListener("pointermove", event => { if (this.#stroke) for (const one of event.getCoalescedEvents?.() ?? [event]) this.#draw(one, event); });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { if (this.#stroke) { this.#stroke = false; this.#send(); } });
  }

  /** Places along a side of the model's latent. */
  side = 0;

  /** Shows the marks that act, but not while a stroke goes on or has just ended: what comes then may be older. */
  show(text) {
    this.#acting = text;
    const wait = this.#stroke ? settled : settled - (performance.now() - this.#sent);
    clearTimeout(this.#later);
    if (wait > 0) this.#later = setTimeout(() => this.show(this.#acting), wait);
    else if (text !== this.#text()) this.#set(text);
  }

  #toggle(button, on) {
    this.#press(button, on);
    this.#canvas.hidden = this.#parts.erase.hidden = !on;
    this.#press(this.#parts.erase, false);
    this.#paint();
  }

  #press(button, on) { button.setAttribute("aria-pressed", String(on)); }

  #text() { return this.#marks.map(mark => mark.toString(16)).join(""); }

  #set(text) {
    this.#side = Math.round(Math.sqrt(text.length));
    this.#marks = [...text].map(digit => parseInt(digit, 16));
    this.#paint();
  }

  // Along the line from where the pointer was, a quarter of the brush at a time.
  #draw(at, event = at) {
    if (this.#side === 0) this.#set("0".repeat(this.side ** 2));
    const box = this.#canvas.getBoundingClientRect();
    const length = Math.min(box.width, box.height);
    const to = [(at.clientX - box.left - (box.width - length) / 2) / length, (at.clientY - box.top - (box.height - length) / 2) / length];
    const from = this.#last ?? to;
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / (radius / 4)));
    const erase = event.shiftKey || event.buttons === 2 || this.#parts.erase.getAttribute("aria-pressed") === "true";
    for (let i = 1; i <= steps; i++) this.#dab(from[0] + (to[0] - from[0]) * i / steps, from[1] + (to[1] - from[1]) * i / steps, erase ? 0 : full);
    this.#last = to;
    this.#paint();
    clearTimeout(this.#timer);
    const wait = period - (performance.now() - this.#sent);
    if (wait <= 0) this.#send(); else this.#timer = setTimeout(() => this.#send(), wait);
  }

  // A place is reached where its middle is, or where the brush is inside of it.
  #dab(x, y, mark) {
    const side = this.#side;
    for (let i = 0; i < this.#marks.length; i++) {
      const [column, row] = [i % side, Math.floor(i / side)];
      const inside = Math.floor(x * side) === column && Math.floor(y * side) === row;
      if (inside || Math.hypot((column + 0.5) / side - x, (row + 0.5) / side - y) <= radius) this.#marks[i] = mark;
    }
  }

  #send() {
    clearTimeout(this.#timer);
    this.#sent = performance.now();
    this.#changed(this.#text());
  }

  #paint() {
    this.#parts.clear.hidden = this.#side === 0;
    const size = this.#canvas.width = this.#canvas.height = Math.max(1, this.#side) * placeSize;
    const drawing = this.#canvas.getContext("2d");
    drawing.clearRect(0, 0, size, size);
    drawing.strokeStyle = "rgb(255 255 255 / 0.2)";
    for (let i = 0; i < this.#marks.length; i++) {
      const [x, y] = [i % this.#side * placeSize, Math.floor(i / this.#side) * placeSize];
      drawing.fillStyle = `rgb(108 182 255 / ${0.35 * this.#marks[i] / full})`;
      drawing.fillRect(x, y, placeSize, placeSize);
      drawing.strokeRect(x + 0.5, y + 0.5, placeSize - 1, placeSize - 1);
    }
  }
}
