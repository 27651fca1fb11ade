// Keys that do what a button or link on the page does. The page itself says which:
//
//   <button data-key="p">Pause</button>      typed anywhere but in a field: as if it were clicked
//   <input data-key="s" data-key-text="…">   typed: the field is focused
//   <a data-key="g w" href="/week">          one after the other
//
// `?` shows all of them, and there single keys can be switched off for good: who speaks to their computer needs that
// (WCAG 2.1.4).

const OFF = "uhrwerk-keys-off";
const PATIENCE = 1500;
const FIELDS = "input, textarea, select, [contenteditable], [role=application]";

let before = "";
let forgetting = 0;

/** Whether the key belongs to what is focused: a field, or a dialog that lies over the page. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as Element;
  const field = target.closest(FIELDS);
  const ticks = field?.matches("[type=checkbox], [type=radio], [type=submit], [type=button]");
  return (field !== null && !ticks) || document.querySelector("dialog[open]") !== null;
}

function elementFor(keys: string): HTMLElement | null {
  const found = document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(keys)}"]`);
  return [...found].find((each) => each.checkVisibility()) ?? found.item(0);
}

function act(element: HTMLElement): void {
  if (element.matches("input:not([type=checkbox]), textarea, select")) element.focus();
  else element.click();
}

// A key that is held acts once: the focus may stand on the button that undoes what it did.
document.addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && (event.target as Element).closest("button")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTaken(event)) return;
  if (event.key === "?") {
    event.preventDefault();
    showHelp();
    return;
  }
  if (localStorage.getItem(OFF) !== null || event.key.length !== 1) return;
  const element = elementFor(`${before}${event.key}`) ?? (before ? elementFor(event.key) : null);
  clearTimeout(forgetting);
  if (element === null) {
    const begins = document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`) !== null;
    before = begins ? `${event.key} ` : "";
    forgetting = window.setTimeout(() => (before = ""), PATIENCE);
    return;
  }
  before = "";
  event.preventDefault();
  act(element);
});

/** The dialog of the frame, filled with what this page has. */
function showHelp(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#keys");
  const list = dialog?.querySelector("dl");
  if (!dialog || !list) return;
  const known = new Map<string, string>();
  for (const each of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const text = each.dataset.keyText ?? each.getAttribute("aria-label") ?? each.textContent ?? "";
    if (!known.has(each.dataset.key!)) known.set(each.dataset.key!, text.trim().replace(/\s+/g, " "));
  }
  list.replaceChildren(...[...known].flatMap(([keys, text]) => [term(keys), description(text)]));
  dialog.querySelector<HTMLInputElement>("[data-keys-off]")!.checked = localStorage.getItem(OFF) !== null;
  dialog.showModal();
}

function term(keys: string): HTMLElement {
  const dt = document.createElement("dt");
  const caps = keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key }));
  dt.append(...caps.flatMap((cap, at) => (at ? [" ", cap] : [cap])));
  return dt;
}

function description(text: string): HTMLElement {
  return Object.assign(document.createElement("dd"), { textContent: text });
}

document.addEventListener("change", (event) => {
  const box = event.target as HTMLInputElement;
  if (!box.matches("[data-keys-off]")) return;
  if (box.checked) localStorage.setItem(OFF, "yes");
  else localStorage.removeItem(OFF);
});

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (target.closest("[data-show-keys]")) showHelp();
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  // A click beside a dialog's content lands on the dialog itself.
  if (target instanceof HTMLDialogElement && target.dataset.light !== undefined) target.close();
});
