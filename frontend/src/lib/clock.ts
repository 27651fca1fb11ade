// <u-clock>: a length that grows by the second, from the server's instants and never from this computer's clock.
//
// The server says which instant it was (`data-now`) and at which the length was nothing (`data-anchor`); how long ago
// that was is measured by a clock that nobody can set. It stands still while a computer sleeps, so the server is asked
// again when the page comes back. Without an anchor the figure stands. <u-dial> is a clock's face, by the same clock.

import htmx from "htmx.org";

const SECOND = 1000;
const SLEPT = 2 * SECOND;

/** Milliseconds since 1970 by the server's clock, when ours showed `measured`. */
let known: { at: number; measured: number } | null = null;
let wall = Date.now() - performance.now();

function serverNow(): number {
  return known === null ? Date.now() : known.at + performance.now() - known.measured;
}

/** The latest word of the server counts; an older page's is passed over. */
function learn(at: number): void {
  // A copy that the service worker kept says when it was made, not when it is.
  if (document.documentElement.dataset.offline !== undefined) return;
  if (Number.isNaN(at) || (known !== null && at <= known.at)) return;
  known = { at, measured: performance.now() };
}

class TickingClock extends HTMLElement {
  static readonly observedAttributes = ["data-now", "data-anchor", "data-seconds"];
  #timer = 0;
  #readAt = "";

  connectedCallback(): void {
    this.#tick();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#tick();
  }

  /** Show what it is now, and come back when it is a second more. */
  #tick(): void {
    clearTimeout(this.#timer);
    const { anchor, now = "" } = this.dataset;
    if (now !== this.#readAt) learn(Date.parse((this.#readAt = now)));
    if (anchor === undefined) {
      this.#show(Number(this.dataset.seconds));
      return;
    }
    const length = Math.max(0, serverNow() - Date.parse(anchor));
    this.#show(Math.floor(length / SECOND));
    this.#timer = window.setTimeout(() => this.#tick(), SECOND - (length % SECOND) + 5);
  }

  #show(seconds: number): void {
    const text = this.dataset.form === "hours" ? hours(seconds) : elapsed(seconds);
    const time = this.querySelector("time");
    if (time === null) return;
    if (time.textContent !== text) time.textContent = text;
    time.dateTime = `PT${seconds}S`;
    if (this.classList.contains("is-title")) {
      document.title = document.title.replace(/^(\d+:\d\d · )?/, this.dataset.anchor ? `${hours(seconds)} · ` : "");
    }
  }
}

function hours(seconds: number): string {
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}`;
}

function elapsed(seconds: number): string {
  return `${hours(seconds)}:${two(seconds % 60)}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** <u-dial>: the face of a clock. It was `data-seconds` o'clock when the server's clock showed `data-now`. */
class Dial extends HTMLElement {
  static readonly observedAttributes = ["data-now"];
  #timer = 0;

  connectedCallback(): void {
    this.#tick();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  /** After the rest of the answer is in its place: it brings hands that stand. */
  attributeChangedCallback(): void {
    queueMicrotask(() => this.isConnected && this.#tick());
  }

  #tick(): void {
    clearTimeout(this.#timer);
    const then = Date.parse(this.dataset.now ?? "");
    learn(then);
    const now = serverNow();
    turn(this, Number(this.dataset.seconds) + Math.max(0, Math.round((now - then) / SECOND)));
    this.#timer = window.setTimeout(() => this.#tick(), SECOND - (now % SECOND) + 5);
  }
}

/** The hands of the dial. Degrees only grow, so that no hand ever sweeps backwards over the whole face. */
function turn(dial: Element, seconds: number): void {
  const degrees = { hour: seconds / 120, minute: seconds / 10, second: seconds * 6 };
  for (const [name, each] of Object.entries(degrees)) {
    const hand = dial.querySelector<SVGElement>(`[data-hand="${name}"]`);
    hand?.removeAttribute("transform");
    hand?.style.setProperty("transform", `rotate(${each}deg)`);
  }
}

/** Whether this computer slept, or the page lay aside: by then its own clock is far from where it was. */
function slept(): boolean {
  const shown = Date.now() - performance.now();
  const is = Math.abs(shown - wall) > SLEPT;
  wall = shown;
  return is;
}

/** What shows a clock is asked for again: the server's instant comes with it. */
function lookAgain(): void {
  if (document.querySelector("u-clock[data-anchor], u-dial")) htmx.trigger(document.body, "live:mine");
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && slept()) lookAgain();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) lookAgain();
});

customElements.define("u-clock", TickingClock);
customElements.define("u-dial", Dial);
