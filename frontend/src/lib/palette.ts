// The command palette (Ctrl+K, or a button with data-palette): whatever can be gone to or done, found by typing.

import { Combobox } from "./combobox";

class CommandPalette extends Combobox {
  /** Empty, with everything in it. */
  open(): void {
    this.#dialog.showModal();
    this.input.value = "";
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  protected picked(option: HTMLElement): void {
    this.#dialog.close();
    const { href, presses, purpose } = option.dataset;
    if (href !== undefined) location.assign(href);
    else if (presses !== undefined) document.querySelector<HTMLElement>(presses)?.click();
    else if (purpose !== undefined) this.#start(purpose, option.dataset.type ?? "", option.dataset.note ?? "");
  }

  /** Enter takes the first. */
  protected entered(): boolean {
    const first = this.options[0];
    if (first !== undefined) this.picked(first);
    return true;
  }

  /** The list is the palette's body: it stays. */
  protected override close(): void {}

  /** Escape is the dialog's. */
  protected override left(): void {
    this.#dialog.close();
  }

  #start(purpose: string, type: string, note: string): void {
    const form = this.querySelector("form")!;
    for (const [name, value] of Object.entries({ purpose, type_of_work_id: type, note })) {
      form.querySelector<HTMLInputElement>(`[name="${name}"]`)!.value = value;
    }
    form.submit();
  }

  get #dialog(): HTMLDialogElement {
    return this.closest("dialog")!;
  }
}

customElements.define("command-palette", CommandPalette);

function open(): void {
  if (document.querySelector("dialog[open]") === null) document.querySelector<CommandPalette>("command-palette")?.open();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  }
});

document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-palette]")) open();
});
