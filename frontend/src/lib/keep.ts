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
