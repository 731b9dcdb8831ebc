// Pictures that come into the session from this browser: its camera, and photos that are dropped, pasted or chosen.
import { ask } from "./link.js";

const path = "api/v1/session/input";

// What is sent is cut to its middle and made this large: more than any encoder reads, little on the way.
const side = 256;
const quality = 0.85;

// In milliseconds: 20 pictures of a camera a second, and a rest after a refusal.
const period = 50;
const rest = 1000;

const reasons = {
  NotAllowedError: "The browser may not use the camera. Allow it for this page beside the address, then try again.",
  NotFoundError: "This device has no camera.",
  NotReadableError: "The camera is in use by another program, or does not answer.",
};

/** One picture at a time comes in: the camera's newest, or a photo. */
export class Input {
  #canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  #parts;
  #on;
  #stream = null;
  #photo = null;
  #sent = null;

  /**
   * parts: camera, choose and clear (buttons), file (its input), view (takes dropped photos), seen (a video that shows the camera while it is on), state.
   * on: refused(text), said(text), and began(), after the first picture came in.
   */
  constructor(parts, on) {
    [this.#parts, this.#on] = [parts, on];
    parts.camera.addEventListener("click", () => this.#stream ? this.#end() : this.#begin());
    parts.choose.addEventListener("click", () => parts.file.click());
    parts.file.addEventListener("change", () => { this.#photos(parts.file.files); parts.file.value = ""; });
    parts.clear.addEventListener("click", () => this.#clear());
    parts.view.addEventListener("dragover", event => { if (event.dataTransfer.types.includes("Files")) { event.preventDefault(); parts.view.classList.add("dropping"); } });
    for (const end of ["dragleave", "drop"]) parts.view.addEventListener(end, () => parts.view.classList.remove("dropping"));
    parts.view.addEventListener("drop", event => { event.preventDefault(); this.#photos(event.dataTransfer.files); });
    document.addEventListener("paste", event => { if (event.clipboardData.files.length > 0) { event.preventDefault(); this.#photos(event.clipboardData.files); } });
  }

  /** Why no picture can come in; null where it can. */
  missing = null;

  async #begin() {
    const devices = navigator.mediaDevices;
    const why = this.missing ?? (devices ? null : "Browsers give their camera only to pages that come over https, or from this machine.");
    if (why) return this.#on.refused(why);
    this.#parts.camera.disabled = true;
    try {
      this.#stream = await devices.getUserMedia({ video: { width: { ideal: 2 * side }, height: { ideal: 2 * side }, facingMode: "user" } });
    } catch (failure) {
      return this.#on.refused(reasons[failure.name] ?? `The camera cannot be used: ${failure.message}`);
    } finally {
      this.#parts.camera.disabled = false;
    }
    const [stream, seen] = [this.#stream, this.#parts.seen];
    this.#photo = null;
    stream.getVideoTracks()[0].addEventListener("ended", () => { this.#end(); this.#on.refused("The camera is gone; the picture goes on without it."); });
    this.#show();
    seen.srcObject = stream;
    await seen.play().catch(() => { /* Ended before it began. */ });
    this.#sent = this.#send(stream);
  }

  // The next picture is taken after the last one was received, so that a slow way drops pictures and queues none.
  async #send(stream) {
    for (let first = true, said = ""; stream === this.#stream;) {
      const started = performance.now();
      let pause = period;
      try {
        const jpeg = await this.#jpeg(this.#parts.seen, this.#parts.seen.videoWidth, this.#parts.seen.videoHeight);
        if (stream !== this.#stream) break;
        await ask("POST", path, jpeg);
        if (first) this.#on.began();
        [first, said] = [false, ""];
      } catch (failure) {
        if (failure.message !== said) this.#on.refused(said = failure.message);
        pause = rest;
      }
      await new Promise(done => setTimeout(done, Math.max(0, pause - (performance.now() - started))));
    }
    // Only now: a picture was on its way when the camera was switched off.
    if (!this.#stream && !this.#photo) await this.#takeAway();
  }

  #end(photo = null) {
    this.#photo = photo;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#parts.seen.srcObject = null;
    this.#show();
  }

  async #photos(files) {
    if (files.length === 0) return;
    if (this.missing) return this.#on.refused(this.missing);
    const name = files[0].name;
    let picture;
    try { picture = await createImageBitmap(files[0]); } catch { return this.#on.refused(`${name} is no picture that this browser reads.`); }
    this.#end(name);
    try {
      await this.#sent;
      await ask("POST", path, await this.#jpeg(picture, picture.width, picture.height));
      this.#on.began();
      this.#on.said(files.length === 1 ? `${name} comes in.` : `${name} comes in; of ${files.length} photos the first is taken.`);
    } catch (failure) {
      this.#end();
      this.#on.refused(failure.message);
    } finally {
      picture.close();
    }
  }

  #clear() {
    // A camera takes its last picture away by itself.
    if (!this.#stream) this.#takeAway();
    this.#end();
  }

  async #takeAway() {
    try { await ask("DELETE", path); } catch (failure) { this.#on.refused(failure.message); }
  }

  #jpeg(source, width, height) {
    const cut = Math.min(width, height);
    this.#canvas.getContext("2d").drawImage(source, (width - cut) / 2, (height - cut) / 2, cut, cut, 0, 0, side, side);
    return new Promise(done => this.#canvas.toBlob(done, "image/jpeg", quality));
  }

  #show() {
    const on = this.#stream !== null;
    this.#parts.camera.setAttribute("aria-pressed", String(on));
    this.#parts.seen.hidden = !on;
    this.#parts.clear.hidden = !on && !this.#photo;
    this.#parts.state.textContent = on ? "the camera is on" : this.#photo ?? "";
  }
}
