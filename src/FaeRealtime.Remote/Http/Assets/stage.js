// The live picture: draws the newest frame, and turns dragging and arrow keys into a walk on the grid of seeds.
const seedsAPicture = 2;
const keyStep = 0.1;
const fine = 0.1;
const coarse = 10;

const factor = event => event.shiftKey ? fine : event.ctrlKey || event.metaKey ? coarse : 1;

export class Stage {
  #canvas;
  #context;
  #busy = false;
  #waiting = null;
  #from = null;

  /** walk(dx, dy) moves by so many seeds and rows. */
  constructor(canvas, walk) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
    canvas.addEventListener("pointerdown", event => {
      this.#from = [event.clientX, event.clientY];
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", event => {
      if (!this.#from) return;
      const scale = seedsAPicture / canvas.clientWidth * factor(event);
      walk((this.#from[0] - event.clientX) * scale, (this.#from[1] - event.clientY) * scale);
      this.#from = [event.clientX, event.clientY];
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { this.#from = null; });
    canvas.addEventListener("keydown", event => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way || event.altKey) return;
      event.preventDefault();
      walk(way[0] * keyStep * factor(event), way[1] * keyStep * factor(event));
    });
  }

  /** What was said of the picture that is shown; null before the first. */
  shown = null;

  /** Shows a JPEG, and remembers what is said of it. While one is being decoded, only the newest of those that follow is kept. */
  async show(jpeg, about) {
    if (this.#busy) { this.#waiting = [jpeg, about]; return; }
    this.#busy = true;
    try {
      const picture = await createImageBitmap(jpeg);
      if (this.#canvas.width !== picture.width || this.#canvas.height !== picture.height) {
        this.#canvas.width = picture.width;
        this.#canvas.height = picture.height;
        this.#canvas.style.aspectRatio = `${picture.width} / ${picture.height}`;
      }
      this.#context.drawImage(picture, 0, 0);
      picture.close();
      this.shown = about;
    } finally {
      this.#busy = false;
    }
    const next = this.#waiting;
    this.#waiting = null;
    if (next) this.show(...next);
  }
}
