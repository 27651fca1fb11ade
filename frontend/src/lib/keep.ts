// What somebody is typing stays when the page around it is refreshed:
//
//   data-keep          as it is, until its own form is sent or given up
//   data-keep-typed    as long as the focus is in it or something was typed that is not sent

import { Idiomorph } from "idiomorph/htmx";

interface Swapped {
  xhr?: XMLHttpRequest;
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
  const fields = form.querySelectorAll<HTMLInputElement>("input:not([type=hidden])");
  return [...fields].some((field) => field.value !== field.defaultValue);
}

Object.assign(Idiomorph.defaults.callbacks, {
  beforeNodeMorphed: (node: Node) => !isKept(node),
  beforeNodeRemoved: (node: Node) => !isKept(node),
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = (event as CustomEvent<Swapped>).detail;
  asking = requestConfig?.elt ?? null;
  const row = asking?.closest("[data-keep]")?.id;
  if (xhr !== undefined && row) rows.set(xhr, row);
});

// A form that comes gets the focus; where one goes, what opened it does.
document.addEventListener("htmx:afterSwap", (event) => {
  const { xhr } = (event as CustomEvent<Swapped>).detail;
  const row = document.getElementById((xhr && rows.get(xhr)) ?? "");
  const opened = (event.target as Element).closest("[data-keep]") ?? row;
  opened?.querySelector<HTMLElement>("[autofocus], [data-edit]")?.focus();
});

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
