// Between instants and places: a day is as long as it is, and everything on it is counted in seconds from its start.

export const MINUTE = 60_000;
export const SNAP = 15 * MINUTE;

/** A stretch of time in milliseconds since 1970. */
export interface Stretch {
  start: number;
  end: number;
}

/** A day's column: its bounds in milliseconds, and the element on which blocks lie. */
export class Day {
  readonly begin: number;
  readonly end: number;
  readonly track: HTMLElement;

  constructor(readonly element: HTMLElement) {
    this.begin = Date.parse(element.dataset.begin ?? "");
    this.end = Date.parse(element.dataset.end ?? "");
    this.track = element.querySelector<HTMLElement>(".cal-track")!;
  }

  /** The instant at that height of the window, within the day. */
  at(clientY: number): number {
    const { top, height } = this.track.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (clientY - top) / height));
    return this.begin + share * (this.end - this.begin);
  }

  has(instant: number): boolean {
    return this.begin <= instant && instant < this.end;
  }

  /** The same time of the day on this one, as far as it has it: counted from the day's start. */
  moved(instant: number, from: Day): number {
    return this.begin + (instant - from.begin);
  }
}

/** Set an element where its data say that it lies. */
export function place(element: HTMLElement, from: number, to?: number): void {
  element.style.setProperty("--from", String(from));
  if (to !== undefined) element.style.setProperty("--to", String(to));
}

export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** The nearest multiple of the step; offsets of zones are multiples of a quarter, so the wall's clock is snapped too. */
export function snapped(instant: number, step: number): number {
  return Math.round(instant / step) * step;
}

/** How finely is snapped: by Shift to five minutes, by Alt to one. */
export function stepOf(event: { shiftKey: boolean; altKey: boolean }): number {
  if (event.altKey) return MINUTE;
  return event.shiftKey ? 5 * MINUTE : SNAP;
}

/** What is said of times: in the person's zone, not the browser's. */
export class Words {
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;

  constructor(language: string, timeZone: string, hour12: boolean) {
    this.#time = new Intl.DateTimeFormat(language, { timeZone, hour12, hour: "2-digit", minute: "2-digit" });
    this.#day = new Intl.DateTimeFormat(language, { timeZone, weekday: "long", day: "numeric" });
  }

  time(instant: number): string {
    return this.#time.format(instant);
  }

  span({ start, end }: Stretch): string {
    return `${this.time(start)}–${this.time(end)}`;
  }

  whole(instant: number): string {
    return `${this.#day.format(instant)}, ${this.time(instant)}`;
  }
}
