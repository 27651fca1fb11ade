// What somebody is typing stays when the page around it is refreshed:
//
//   data-keep          as it is, until its own form is sent or given up
//   data-keep-typed    as long as the focus is in it or something was typed that is not sent

import { Idiomorph } from "idiomorph/htmx";

interface Swapped {
  xhr?: XMLHttpRequest;
  target?: Element;
  requestConfig?: { elt?: Element };
}

/** What the answer that is being put in was asked for from, and the rows that answers were asked for from. */
let asking: Element | null = null;
const rows = new WeakMap<XMLHttpRequest, string>();

function isKept(node: Node): boolean {
  if (!(node instanceof HTMLElement) || node.contains(asking)) return false;
  return "keep" in node.dataset || ("keepTyped" in node.dataset && (node.matches(":focus-within") || isTyped(node)));
}

function isTyped(form: HTMLElement): boolean {
  const fields = form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]), textarea");
  return [...fields].some(
    (field) => field.value !== field.defaultValue || ("checked" in field && field.checked !== field.defaultChecked),
  );
}

Object.assign(Idiomorph.defaults.callbacks, {
  beforeNodeMorphed: (node: Node) => !isKept(node),
  beforeNodeRemoved: (node: Node) => !isKept(node),
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, requestConfig } = (event as CustomEvent<Swapped>).detail;
  asking = requestConfig?.elt ?? null;
  const row = asking?.closest("[data-keep]") ?? (asking?.matches("[data-edit]") ? target : null);
  if (xhr !== undefined && row?.id) rows.set(xhr, row.id);
});

// A row that becomes a form gives its first field the focus; one that is a row again, what opened it.
document.addEventListener("htmx:afterSwap", (event) => {
  const { xhr } = (event as CustomEvent<Swapped>).detail;
  const row = document.getElementById((xhr && rows.get(xhr)) ?? "");
  row?.querySelector<HTMLElement>("[data-first], [data-edit]")?.focus();
});

// Who works by keyboard goes on where they are: what they pressed could not be pressed while it was asking, or it went
// away with the answer, and either takes the focus. It is given back, or to the first thing beside it that can have it.
const PRESSABLE = "button:enabled, input:enabled:not([type=hidden]), a[href]";

document.addEventListener("htmx:beforeRequest", (event) => {
  const focused = document.activeElement;
  if (focused === null || !focused.matches(":focus-visible")) return;
  const around = [...withParents(focused)];
  // Asked of the element itself: nothing is heard above it where it has left the page before its answer came.
  // Where the server was not reached, a button can be pressed again only after this event.
  const over = (): void => queueMicrotask(() => giveFocus(around));
  (event as CustomEvent<Swapped>).detail.requestConfig?.elt?.addEventListener("htmx:afterRequest", over, { once: true });
});

/** The element and what it is in, inside out, without the body. */
function* withParents(element: Element): Iterable<Element> {
  for (let each: Element | null = element; each !== null && each !== document.body; each = each.parentElement) yield each;
}

function giveFocus(around: Element[]): void {
  const isLost = (): boolean => document.activeElement === document.body;
  for (const each of around.filter((element) => element.isConnected)) {
    for (const one of [each, ...each.querySelectorAll(PRESSABLE)]) {
      if (isLost() && one instanceof HTMLElement) one.focus();
    }
  }
}

// Escape gives up what is edited, as its button does; Enter opens a row.
document.addEventListener("keydown", (event) => {
  const row = (event.target as Element).closest("[data-keep]");
  if (event.key === "Escape" && row !== null && !event.defaultPrevented) {
    row.querySelector<HTMLElement>("[data-cancel]")?.click();
  }
});

document.addEventListener("change", (event) => {
  const field = event.target as HTMLInputElement;
  if (field.dataset.submits !== undefined) field.form?.requestSubmit();
});
