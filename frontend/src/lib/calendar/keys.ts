// The calendar by keyboard: from block to block, moving and lengthening them, and a cursor on empty time.

import { Day, SNAP, place, seconds, type Stretch, type Words } from "./axis";
import { timesOf } from "./drag";

const HOUR = 4 * SNAP;

/** The calendar as the keyboard needs it. */
export interface Desk {
  days(): Day[];
  readonly scroller: HTMLElement;
  readonly words: Words;
  dropped(block: HTMLElement | null, times: Stretch, running: boolean): void;
  tell(text: string): void;
}

export class Keys {
  #cursor: number | null = null;

  constructor(readonly desk: Desk) {
    desk.scroller.addEventListener("keydown", (event) => this.#key(event));
    // The mouse needs no cursor, and would see the days scroll away to it.
    desk.scroller.addEventListener("focus", () => desk.scroller.matches(":focus-visible") && this.#showCursor());
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const block = (event.target as Element).closest<HTMLElement>(".cal-block");
    const taken = event.key.startsWith("Arrow") ? this.#arrow(event, block) : this.#letter(event, block);
    if (taken) event.preventDefault();
  }

  #arrow(event: KeyboardEvent, block: HTMLElement | null): boolean {
    if (block === null) return event.target === this.desk.scroller && !event.altKey && this.#moveCursor(event.key);
    if (event.altKey) return this.#change(event, block);
    return this.#focusFrom(block, event.key);
  }

  #letter(event: KeyboardEvent, block: HTMLElement | null): boolean {
    const onEmpty = event.target === this.desk.scroller;
    if (event.key === "n" || (event.key === "Enter" && onEmpty)) {
      const start = block === null ? this.#at() : timesOf(block).end;
      this.desk.dropped(null, { start, end: start + HOUR }, false);
      return true;
    }
    return false;
  }

  /** Alt and an arrow move the block; with Shift its end moves. What runs has no end yet: its start moves. */
  #change(event: KeyboardEvent, block: HTMLElement): boolean {
    if (!("moves" in block.dataset)) return true;
    const was = timesOf(block);
    const running = block.dataset.end === undefined;
    const by = this.#stepFor(event, was.start);
    if (by === null) return true;
    const times = { start: was.start + by, end: was.end + by };
    if (event.shiftKey && !running) times.start = was.start;
    if (times.end <= times.start) return true;
    this.desk.dropped(block, times, running);
    this.desk.tell(this.desk.words.span(times));
    return true;
  }

  #stepFor({ key, shiftKey }: KeyboardEvent, start: number): number | null {
    if (key === "ArrowUp" || key === "ArrowDown") return key === "ArrowUp" ? -SNAP : SNAP;
    if (shiftKey) return null;
    const days = this.desk.days();
    const index = days.findIndex((day) => day.has(start));
    const from = days[index];
    const to = days[index + (key === "ArrowLeft" ? -1 : 1)];
    return from === undefined || to === undefined ? null : to.moved(start, from) - start;
  }

  #focusFrom(block: HTMLElement, key: string): boolean {
    const days = this.desk.days().filter((day) => day.element.checkVisibility());
    const index = days.findIndex((day) => day.element.contains(block));
    const here = blocksOf(days[index]);
    if (key === "ArrowUp" || key === "ArrowDown") {
      focusOn(here[here.indexOf(block) + (key === "ArrowUp" ? -1 : 1)]);
      return true;
    }
    const step = key === "ArrowLeft" ? -1 : 1;
    for (let next = index + step; next >= 0 && next < days.length; next += step) {
      const there = blocksOf(days[next]);
      if (there.length > 0) {
        focusOn(nearest(there, Number(block.dataset.from)));
        break;
      }
    }
    return true;
  }

  #at(): number {
    return (this.#cursor ??= this.#firstCursor());
  }

  /** Nine o'clock or so, of today if it is shown. */
  #firstCursor(): number {
    const days = this.desk.days().filter((day) => day.element.checkVisibility());
    const day = days.find((each) => each.element.classList.contains("is-today")) ?? days[0]!;
    return day.begin + 9 * HOUR;
  }

  #moveCursor(key: string): boolean {
    const days = this.desk.days().filter((day) => day.element.checkVisibility());
    const at = this.#at();
    const index = days.findIndex((day) => day.has(at));
    const day = days[index] ?? days[0]!;
    const beside = days[index + (key === "ArrowLeft" ? -1 : 1)];
    if (key === "ArrowUp" || key === "ArrowDown") {
      const wanted = at + (key === "ArrowUp" ? -SNAP : SNAP);
      if (day.has(wanted)) this.#cursor = wanted;
    } else if (beside !== undefined) {
      this.#cursor = Math.min(beside.moved(at, day), beside.end - SNAP);
    }
    this.#showCursor();
    this.desk.tell(this.desk.words.whole(this.#at()));
    return true;
  }

  #showCursor(): void {
    this.desk.scroller.querySelectorAll(".cal-cursor").forEach((cursor) => cursor.remove());
    const at = this.#at();
    const day = this.desk.days().find((each) => each.has(at));
    if (day === undefined) return;
    const cursor = document.createElement("div");
    cursor.className = "cal-cursor";
    cursor.textContent = this.desk.words.time(at);
    place(cursor, seconds(at - day.begin), seconds(Math.min(at + HOUR, day.end) - day.begin));
    day.track.append(cursor);
    cursor.scrollIntoView({ block: "nearest" });
  }
}

function blocksOf(day: Day | undefined): HTMLElement[] {
  return day === undefined ? [] : [...day.element.querySelectorAll<HTMLElement>(".cal-block")];
}

function nearest(blocks: HTMLElement[], from: number): HTMLElement | undefined {
  const far = (block: HTMLElement) => Math.abs(Number(block.dataset.from) - from);
  return blocks.reduce((best, each) => (far(each) < far(best) ? each : best));
}

function focusOn(block: HTMLElement | undefined): void {
  block?.querySelector<HTMLElement>(".cal-open")?.focus();
}
