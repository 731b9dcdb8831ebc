// The way to the server: one socket for frames, parameters and changes, with single requests beside it.
const token = new URLSearchParams(location.search).get("token");
const longestPause = 5000;

// The server says something twice a second: one that is silent for so long is gone, whatever the system says.
const longestSilence = 6000;
const watchPeriod = 1000;

// A page whose clock tick comes so late was asleep.
const slept = 3000;
const clockPeriod = 10000;

// Of a message's letters: what is longer would end the socket.
const longestMessage = 1 << 20;

/** The address of a request, relative to the page, with the token where there is one. */
export const address = path => {
  const url = new URL(path, new URL(".", location.href));
  if (token) url.searchParams.set("token", token);
  return url;
};

// Seeds go up to 2^64, beyond the whole numbers that JavaScript keeps: those are BigInt here, and written as they are. A browser that does not tell a number's text rounds them.
BigInt.prototype.toJSON = function () { return JSON.rawJSON?.(this.toString()) ?? Number(this); };
const isBeyond = text => /^-?\d+$/.test(text ?? "") && !Number.isSafeInteger(Number(text));

/** The number that a text is. */
export const number = text => isBeyond(text) ? BigInt(text) : Number(text);

/** Reads JSON. */
export const parse = text => JSON.parse(text, (_, value, from) => typeof value === "number" && isBeyond(from?.source) ? BigInt(from.source) : value);

/** Sends a request, with a file or else a value as JSON; gives its JSON, or throws what the server says. */
export async function ask(method, path, body) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const file = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = file ? body.type : "application/json";
  const reply = await fetch(new URL(path, new URL(".", location.href)), { method, headers, body: body === undefined || file ? body : JSON.stringify(body) });
  const text = await reply.text();
  let value = null;
  try { value = parse(text); } catch { /* Not every answer is JSON. */ }
  if (!reply.ok) throw new Error(value?.error ?? `${reply.status} ${reply.statusText}`);
  return value;
}

/** Merges b into a, objects entered, everything else replaced. */
export function merge(a, b) {
  for (const [name, value] of Object.entries(b)) {
    const inner = value !== null && typeof value === "object" && !Array.isArray(value) && a[name] !== null && typeof a[name] === "object" && !Array.isArray(a[name]);
    if (inner) merge(a[name], value); else a[name] = value;
  }
  return a;
}

/** A socket that opens again when it is lost. Changes are gathered and sent once a display frame: a slider in motion never queues. What came is acknowledged, so that the server never sends ahead. */
export class Link {
  #socket = null;
  #pending = null;
  #pause = 250;
  #on;
  #again = 0;
  #taken = 0;
  #frame = null;
  #heard = 0;
  #ticked = performance.now();
  #clock = null;
  #asked = 0;

  constructor(on) {
    this.#on = on;
    this.#open();
    document.addEventListener("visibilitychange", () => { this.send({ watch: !document.hidden }); if (!document.hidden) this.#check(); });
    addEventListener("online", () => this.#reopen());
    addEventListener("pageshow", event => { if (event.persisted) this.#reopen(); });
    document.addEventListener("resume", () => this.#check());
    setInterval(() => this.#check(), watchPeriod);
  }

  get isOpen() { return this.#socket?.readyState === WebSocket.OPEN; }

  /** What to add to performance.now() for the server's milliseconds, by which frames are dated; null while it is not known. */
  get offset() { return this.#clock?.offset ?? null; }

  /** When the server was heard last, as performance.now() tells it. */
  get heard() { return this.#heard; }

  /** Sends a message now; false where there is no connection. */
  send(message) {
    if (!this.isOpen) return false;
    const text = JSON.stringify(message);
    if (text.length > longestMessage) this.#on.refused("That is too much for one change. Take some of the list out.");
    else this.#socket.send(text);
    return true;
  }

  /** Changes parameters: path is a list of names. */
  set(path, value) {
    const part = path.reduceRight((inner, name) => ({ [name]: inner }), value);
    if (this.#pending) { merge(this.#pending, part); return; }
    this.#pending = part;
    requestAnimationFrame(() => {
      const requested = this.#pending;
      this.#pending = null;
      if (!this.send({ set: requested })) ask("POST", "api/v1/session/parameters", requested).catch(failure => this.#on.refused(failure.message));
    });
  }

  #open() {
    const url = address("api/v1/session/socket");
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("acks", "1");
    const socket = this.#socket = new WebSocket(url);
    socket.binaryType = "blob";
    [this.#taken, this.#frame, this.#heard] = [0, null, performance.now()];
    socket.onopen = () => { [this.#pause, this.#clock] = [250, null]; this.#on.opened(); this.#askTime(); if (document.hidden) this.send({ watch: false }); };
    socket.onclose = () => this.#lost();
    socket.onmessage = event => {
      this.#heard = performance.now();
      this.#taken++;
      if (typeof event.data !== "string") {
        this.send({ ack: this.#taken });
        this.#on.frame(event.data, this.#frame);
        return;
      }
      const message = parse(event.data);
      // Acknowledged with the picture that follows.
      if (message.type === "frame") { this.#frame = { number: message.number, made: message.made }; return; }
      this.send({ ack: this.#taken });
      if (message.type === "parameters") this.#on.parameters(message.parameters);
      else if (message.type === "status") this.#on.status(message.status);
      else if (message.type === "error") this.#on.refused(message.message);
      else if (message.type === "clock") this.#setTime(message);
    };
  }

  #lost() {
    this.#on.closed();
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }

  // Now, where the socket is not open, or not to be trusted any more.
  #reopen() {
    clearTimeout(this.#again);
    const old = this.#socket;
    old.onopen = old.onclose = old.onmessage = null;
    old.close();
    this.#on.closed();
    this.#open();
  }

  #check() {
    const now = performance.now();
    if (now - this.#ticked > slept) {
      // What waited meanwhile comes in the next moments, or the connection is gone; the clocks may have stood.
      this.#heard = Math.max(this.#heard, now - longestSilence / 2);
      this.#clock = null;
      this.#askTime();
    }
    this.#ticked = now;
    if (this.isOpen && now - this.#asked > clockPeriod) this.#askTime();
    if (this.#socket.readyState <= WebSocket.OPEN && now - this.#heard > longestSilence) this.#reopen();
  }

  #askTime() {
    this.#asked = performance.now();
    this.send({ clock: this.#asked });
  }

  // The answer that took least was the least delayed on its way; an old one counts less from time to time, because clocks drift.
  #setTime({ clock, now }) {
    const round = performance.now() - clock;
    if (this.#clock && round > this.#clock.round) { this.#clock.round *= 1.2; return; }
    this.#clock = { round, offset: now + round / 2 - performance.now() };
  }
}
