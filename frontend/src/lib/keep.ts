// What somebody is typing stays when the page around it is refreshed:
//
//   data-keep          as it is, until its own form is sent or given up
//   data-keep-typed    as long as the focus is in it or something was typed that is not sent

import { Idiomorph } from "idiomorph/htmx";

/** What the answer that is being put in was asked for from, and the row that it stood in. */
let asking: Element | null = null;
let row = "";

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
  asking = (event as CustomEvent<{ requestConfig?: { elt?: Element } }>).detail.requestConfig?.elt ?? null;
  row = asking?.closest("[data-keep]")?.id ?? "";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const focused = document.activeElement;
  const lost = focused === null || focused === document.body;
  if (lost && row) document.getElementById(row)?.querySelector<HTMLElement>("[data-edit]")?.focus();
  if (event.target instanceof HTMLElement) event.target.querySelector<HTMLElement>("[data-keep] [autofocus]")?.focus();
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
