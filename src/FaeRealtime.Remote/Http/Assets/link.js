// The way to the server: one socket for frames, parameters and changes, with single requests beside it.
const token = new URLSearchParams(location.search).get("token");
const longestPause = 5000;

// Of a message's letters: what is longer would end the socket.
const longestMessage = 1 << 20;

/** The address of a request, relative to the page, with the token where there is one. */
export const address = path => {
  const url = new URL(path, new URL(".", location.href));
  if (token) url.searchParams.set("token", token);
  return url;
};

/** Sends a request; gives its JSON, or throws what the server says. */
export async function ask(method, path, body) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const reply = await fetch(new URL(path, new URL(".", location.href)), { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await reply.text();
  let value = null;
  try { value = JSON.parse(text); } catch { /* Not every answer is JSON. */ }
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

/** A socket that opens again when it is lost. Changes are gathered and sent once a display frame: a slider in motion never queues. */
export class Link {
  #socket = null;
  #pending = null;
  #pause = 250;
  #on;

  constructor(on) {
    this.#on = on;
    this.#open();
    document.addEventListener("visibilitychange", () => this.send({ watch: !document.hidden }));
  }

  get isOpen() { return this.#socket?.readyState === WebSocket.OPEN; }

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
      const wished = this.#pending;
      this.#pending = null;
      if (!this.send({ set: wished })) ask("POST", "api/v1/session/parameters", wished).catch(failure => this.#on.refused(failure.message));
    });
  }

  #open() {
    const url = address("api/v1/session/socket");
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = this.#socket = new WebSocket(url);
    socket.binaryType = "blob";
    socket.onopen = () => { this.#pause = 250; this.#on.opened(); if (document.hidden) this.send({ watch: false }); };
    socket.onclose = () => {
      this.#on.closed();
      setTimeout(() => this.#open(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, longestPause);
    };
    socket.onmessage = event => {
      if (typeof event.data !== "string") { this.#on.frame(event.data); return; }
      const message = JSON.parse(event.data);
      if (message.type === "parameters") this.#on.parameters(message.parameters);
      else if (message.type === "status") this.#on.status(message.status);
      else if (message.type === "error") this.#on.refused(message.message);
    };
  }
}
