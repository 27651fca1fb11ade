// The calendar: draws what the server has written down, lets it be dragged, and asks anew when something changes.

import htmx from "htmx.org";
import { Day, MINUTE, Words, place, seconds, type Stretch } from "./lib/calendar/axis";
import { Drag } from "./lib/calendar/drag";
import { Keys } from "./lib/calendar/keys";

const MORNING = 7 * 3600;

class Calendar extends HTMLElement {
  readonly scroller = this.querySelector<HTMLElement>(".cal-scroll")!;
  readonly words = new Words(this.dataset.language ?? "en", this.dataset.zone ?? "UTC", this.dataset.hour12 === "true");
  readonly #drag = new Drag(this);
  #tick = 0;
  #wanted = false;
  #focused: string | undefined;

  connectedCallback(): void {
    new Keys(this);
    this.#draw();
    this.classList.add("is-drawn");
    this.#scrollToMorning();
    this.#tick = window.setInterval(() => this.#grow(), MINUTE / 4);
    for (const name of ["live:mine", "calendar-changed"]) document.body.addEventListener(name, this.#refresh);
    editor()?.addEventListener("close", this.#late);
    for (const name of ["htmx:afterSwap", "htmx:afterSettle"]) this.addEventListener(name, this.#swapped);
    this.addEventListener("click", (event) => this.#open(event));
  }

  disconnectedCallback(): void {
    clearInterval(this.#tick);
    for (const name of ["live:mine", "calendar-changed"]) document.body.removeEventListener(name, this.#refresh);
    editor()?.removeEventListener("close", this.#late);
  }

  days(): Day[] {
    return [...this.querySelectorAll<HTMLElement>(".cal-day")].map((element) => new Day(element));
  }

  tell(text: string): void {
    this.querySelector("[data-told]")!.textContent = text;
  }

  /** Something was drawn (the editor opens) or moved: the server says whether it may lie there. */
  dropped(block: HTMLElement | null, times: Stretch, running: boolean): void {
    const start = new Date(times.start).toISOString();
    const end = new Date(times.end).toISOString();
    if (block === null) {
      const query = new URLSearchParams({ from: start, to: end });
      openEditor(`${this.dataset.new}&${query}`);
      return;
    }
    const values: Record<string, string> = { started_at: start, version: block.dataset.version ?? "" };
    if (!running) values.ended_at = end;
    const path = `${this.dataset.entries}/${block.dataset.id}/times`;
    // Taken, the answer says that the days have changed; refused, it is a notice, and the block lies where it lay.
    // Not sent by this element: htmx lets its refreshes wait for one another, and the last one alone would go out.
    void htmx.ajax("post", path, { source: this.scroller, swap: "none", values });
  }

  /** Draw the days as they are now, unless something is in hand; then later. */
  readonly #refresh = async (): Promise<void> => {
    if (this.#drag.isActive || editor()?.open) {
      this.#wanted = true;
      return;
    }
    this.#wanted = false;
    this.#focused = document.activeElement?.closest<HTMLElement>(".cal-block")?.dataset.id ?? this.#focused;
    await htmx.ajax("get", this.dataset.days!, { source: this, target: this.scroller, swap: "morph:innerHTML" });
  };

  /** The new days are there: they are drawn at once, and a block that moved to another day keeps the focus. */
  readonly #swapped = (): void => {
    this.#draw();
    if (this.#focused === undefined || document.activeElement !== document.body) return;
    this.querySelector<HTMLElement>(`[data-id="${this.#focused}"] .cal-open`)?.focus({ preventScroll: true });
    this.#focused = undefined;
  };

  readonly #late = (): void => {
    if (this.#wanted) void this.#refresh();
  };

  #draw(): void {
    const grid = this.querySelector<HTMLElement>(".cal-grid")!;
    grid.style.setProperty("--count", grid.dataset.count ?? "7");
    for (const each of this.querySelectorAll<HTMLElement>("[data-length]")) {
      each.style.setProperty("--length", each.dataset.length ?? "86400");
    }
    for (const each of this.querySelectorAll<HTMLElement>("[data-from]")) {
      place(each, Number(each.dataset.from), each.dataset.to === undefined ? undefined : Number(each.dataset.to));
    }
    for (const each of this.querySelectorAll<HTMLElement>("[data-lane]")) {
      each.style.setProperty("--lane", each.dataset.lane ?? "0");
      each.style.setProperty("--lanes", each.dataset.lanes ?? "1");
    }
    this.#grow();
  }

  /** What runs grows with the clock, and a line says how late it is. */
  #grow(): void {
    const now = Date.now();
    this.querySelectorAll(".cal-now").forEach((line) => line.remove());
    for (const day of this.days().filter((each) => each.has(now))) {
      const at = seconds(now - day.begin);
      for (const each of day.element.querySelectorAll<HTMLElement>("[data-grows]")) {
        const outer = each.parentElement?.closest<HTMLElement>("[data-from]");
        each.style.setProperty("--to", String(Math.max(at - Number(outer?.dataset.from ?? 0), Number(each.dataset.to))));
      }
      const line = Object.assign(document.createElement("div"), { className: "cal-now" });
      place(line, at);
      day.track.append(line);
    }
  }

  /** To where the first block is, seven o'clock at the latest; further down where now would not be seen. */
  #scrollToMorning(): void {
    const day = this.days().find((each) => each.element.checkVisibility());
    if (day === undefined) return;
    const first = [...this.querySelectorAll<HTMLElement>(".cal-block, .cal-present")].map((each) => Number(each.dataset.from));
    const from = Math.min(MORNING, ...first.filter((each) => each > 0));
    const height = day.track.getBoundingClientRect().height;
    const morning = (from / seconds(day.end - day.begin)) * height - 12;
    const now = this.querySelector<HTMLElement>(".cal-now")?.offsetTop ?? 0;
    this.scroller.scrollTop = Math.max(0, morning, now - this.scroller.clientHeight / 2);
  }

  #open(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".cal-open, .cal-chip a");
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openEditor(link.href);
  }
}

function editor(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("#editor");
}

function openEditor(address: string): void {
  const { pathname, search } = new URL(address, location.href);
  void htmx.ajax("get", pathname + search, { target: "#editor-body", swap: "innerHTML" }).then(() => {
    if (!editor()?.open) editor()?.showModal();
    document.querySelector<HTMLElement>("#editor [autofocus]")?.focus();
  });
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const link = target.closest<HTMLAnchorElement>("a[data-editor]");
  if (link !== null && !event.defaultPrevented && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    openEditor(link.href);
  }
  if (target.closest("#editor [data-close]")) {
    event.preventDefault();
    editor()?.close();
  }
});
// The entry was saved or deleted: the editor is done.
document.addEventListener("calendar-changed", () => editor()?.close());

customElements.define("u-calendar", Calendar);
