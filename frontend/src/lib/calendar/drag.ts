// Dragging on the calendar: on an empty place to make, at a block to move, at its edge to change its length.

import { Day, SNAP, seconds, snapped, stepOf, place, type Stretch, type Words } from "./axis";

const LONG_PRESS = 450;
const SLOP = 4;
const EDGE = 7;
const NEAR = 48;

type Kind = "make" | "move" | "start" | "end";

/** What is dragged: nothing yet there (`block` is null), or a block with its times. */
interface Grip {
  kind: Kind;
  block: HTMLElement | null;
  grabbed: number;
  was: Stretch;
}

/** The calendar as dragging needs it. */
export interface Board {
  days(): Day[];
  readonly scroller: HTMLElement;
  readonly words: Words;
  dropped(block: HTMLElement | null, times: Stretch, running: boolean): void;
}

export class Drag {
  #grip: Grip | null = null;
  #active = false;
  #times: Stretch = { start: 0, end: 0 };
  #pressed = 0;
  #from = { x: 0, y: 0 };
  #last: PointerEvent | null = null;
  #frame = 0;
  #pointer = -1;

  constructor(readonly board: Board) {
    const { scroller } = board;
    scroller.addEventListener("pointerdown", (event) => this.#down(event));
    scroller.addEventListener("pointermove", (event) => this.#move(event));
    scroller.addEventListener("pointerup", (event) => this.#up(event));
    scroller.addEventListener("pointercancel", () => this.cancel());
    scroller.addEventListener("touchmove", (event) => this.#active && event.preventDefault(), { passive: false });
    scroller.addEventListener("contextmenu", (event) => this.#active && event.preventDefault());
    scroller.addEventListener("dragstart", (event) => event.preventDefault());
    scroller.addEventListener("click", (event) => this.#click(event), { capture: true });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
  }

  get isActive(): boolean {
    return this.#active;
  }

  /** Put everything back. */
  cancel(): void {
    clearTimeout(this.#pressed);
    cancelAnimationFrame(this.#frame);
    this.#grip?.block?.classList.remove("is-dragged");
    this.board.scroller.querySelectorAll(".cal-ghost").forEach((ghost) => ghost.remove());
    this.#grip = null;
    this.#active = false;
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || this.#grip !== null) return;
    this.#grip = this.#gripAt(event);
    if (this.#grip === null) return;
    this.#from = { x: event.clientX, y: event.clientY };
    this.#last = event;
    this.#pointer = event.pointerId;
    if (event.pointerType === "touch") this.#pressed = window.setTimeout(() => this.#begin(), LONG_PRESS);
  }

  #gripAt(event: PointerEvent): Grip | null {
    const target = event.target as Element;
    const day = this.#dayOf(target);
    if (day === undefined) return null;
    const grabbed = day.at(event.clientY);
    const block = target.closest<HTMLElement>(".cal-block");
    if (block === null) {
      const start = snapped(grabbed - SNAP / 2, SNAP);
      return { kind: "make", block, grabbed: start, was: { start, end: start + SNAP } };
    }
    if (!("moves" in block.dataset)) return null;
    return { kind: kindAt(block, event.clientY), block, grabbed, was: timesOf(block) };
  }

  #dayOf(target: Element): Day | undefined {
    const track = target.closest(".cal-track");
    return this.board.days().find((day) => day.track === track);
  }

  #begin(): void {
    if (this.#grip === null || this.#last === null) return;
    this.#active = true;
    this.#grip.block?.classList.add("is-dragged");
    this.board.scroller.setPointerCapture(this.#pointer);
    this.#follow(this.#last);
    this.#frame = requestAnimationFrame(() => this.#autoscroll());
  }

  #move(event: PointerEvent): void {
    if (this.#grip === null || event.pointerId !== this.#pointer) return;
    this.#last = event;
    const far = Math.hypot(event.clientX - this.#from.x, event.clientY - this.#from.y) > SLOP;
    if (this.#active) this.#follow(event);
    else if (far && event.pointerType === "touch") this.cancel();
    else if (far) this.#begin();
  }

  #follow(event: PointerEvent): void {
    const day = this.#dayUnder(event.clientX);
    if (this.#grip === null || day === undefined) return;
    this.#times = timesAt(this.#grip, day.at(event.clientY), stepOf(event));
    showGhost(this.board, this.#times);
  }

  #dayUnder(clientX: number): Day | undefined {
    const days = this.board.days();
    const within = days.find((day) => clientX < day.element.getBoundingClientRect().right);
    return within ?? days[days.length - 1];
  }

  /** At the upper or lower edge of what is seen the days go on below the pointer. */
  #autoscroll(): void {
    if (!this.#active || this.#last === null) return;
    const { top, bottom } = this.board.scroller.getBoundingClientRect();
    const y = this.#last.clientY;
    const by = y < top + 2 * NEAR ? y - top - 2 * NEAR : y > bottom - NEAR ? y - bottom + NEAR : 0;
    if (by !== 0) {
      this.board.scroller.scrollTop += by / 4;
      this.#follow(this.#last);
    }
    this.#frame = requestAnimationFrame(() => this.#autoscroll());
  }

  #up(event: PointerEvent): void {
    if (this.#grip === null || event.pointerId !== this.#pointer) return;
    const grip = this.#grip;
    const times = this.#times;
    const dropped = this.#active;
    this.cancel();
    if (!dropped) return;
    this.#moved = true;
    setTimeout(() => (this.#moved = false));
    const running = grip.block !== null && grip.block.dataset.end === undefined;
    if (times.start !== grip.was.start || times.end !== grip.was.end || grip.block === null) {
      this.board.dropped(grip.block, times, running);
    }
  }

  #moved = false;

  /** The click that ends a drag opens nothing. */
  #click(event: Event): void {
    if (!this.#moved) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function kindAt(block: HTMLElement, clientY: number): Kind {
  const { top, bottom, height } = block.getBoundingClientRect();
  const edge = Math.min(EDGE, height * 0.3);
  if (clientY <= top + edge && !block.classList.contains("is-before")) return "start";
  if (block.dataset.end === undefined) return "start";
  if (clientY >= bottom - edge && !block.classList.contains("is-after")) return "end";
  return "move";
}

/** The whole record's times; what runs ends where it is drawn to. */
export function timesOf(block: HTMLElement): Stretch {
  const start = Date.parse(block.dataset.start ?? "");
  const end = block.dataset.end;
  return { start, end: end === undefined ? Math.max(start, Date.now()) : Date.parse(end) };
}

function timesAt({ kind, grabbed, was }: Grip, at: number, step: number): Stretch {
  switch (kind) {
    case "make": {
      const to = snapped(at, step);
      return to > grabbed ? { start: grabbed, end: to } : { start: Math.min(to, grabbed), end: grabbed + SNAP };
    }
    case "move": {
      const start = snapped(was.start + at - grabbed, step);
      return { start, end: start + was.end - was.start };
    }
    case "start":
      return { start: Math.min(snapped(at, step), was.end - step), end: was.end };
    case "end":
      return { start: was.start, end: Math.max(snapped(at, step), was.start + step) };
  }
}

/** Draw the stretch on every day that it lies on. */
function showGhost(board: Board, times: Stretch): void {
  board.scroller.querySelectorAll(".cal-ghost").forEach((ghost) => ghost.remove());
  for (const day of board.days()) {
    const start = Math.max(times.start, day.begin);
    const end = Math.min(times.end, day.end);
    if (start >= end) continue;
    const ghost = document.createElement("div");
    ghost.className = "cal-ghost";
    ghost.textContent = board.words.span(times);
    place(ghost, seconds(start - day.begin), seconds(end - day.begin));
    day.track.append(ghost);
  }
}
