// The week sheet: moving from cell to cell as in a spreadsheet. What is typed is saved by the field itself (htmx).

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

class WeekSheet extends HTMLElement {
  /** Left and right move within the text once somebody types in it. */
  #typing = false;

  constructor() {
    super();
    this.addEventListener("focusin", ({ target }) => {
      this.#typing = false;
      if (target instanceof HTMLInputElement) target.select();
    });
    this.addEventListener("beforeinput", () => (this.#typing = true));
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event: KeyboardEvent): void {
    const cell = (event.target as Element).closest<HTMLTableCellElement>("td.cell");
    if (cell === null || event.isComposing || event.altKey || event.metaKey) return;
    const input = event.target instanceof HTMLInputElement ? event.target : null;
    const step = event.key === "Enter" && input !== null ? ([event.shiftKey ? -1 : 1, 0] as const) : STEPS[event.key];
    if (event.key === "Enter" && event.ctrlKey) cell.querySelector<HTMLElement>("button")?.click();
    else if (event.key === "F2" && input !== null) this.#edit(input);
    else if (event.key === "Escape" && input !== null) this.#restore(input);
    else if (step === undefined || event.ctrlKey || (this.#typing && step[1] !== 0)) return;
    else this.#move(cell, step, event.key === "Enter");
    event.preventDefault();
  }

  #edit(input: HTMLInputElement): void {
    this.#typing = true;
    input.setSelectionRange(input.value.length, input.value.length);
  }

  #restore(input: HTMLInputElement): void {
    this.#typing = false;
    input.value = input.defaultValue;
    input.select();
  }

  /** To the next cell in that direction that takes the focus; the last one stays, and is saved by Enter all the same. */
  #move(from: HTMLTableCellElement, [down, right]: readonly [number, number], enters: boolean): void {
    const row = from.parentElement as HTMLTableRowElement;
    const rows = [...(row.parentElement as HTMLTableSectionElement).rows];
    for (let y = rows.indexOf(row) + down, x = from.cellIndex + right; ; y += down, x += right) {
      const cell = rows[y]?.cells[x];
      if (cell === undefined || !cell.classList.contains("cell")) break;
      const target = cell.querySelector<HTMLElement>(".cell-input, .cell-sum");
      if (target === null || !target.checkVisibility()) continue;
      target.focus();
      return;
    }
    if (!enters) return;
    const input = from.querySelector("input");
    input?.blur();
    input?.focus();
  }
}

customElements.define("week-sheet", WeekSheet);

// The list of a cell's entries opens once it has come, and gives the focus back to its cell.

let opener = "";

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = (event as CustomEvent<{ elt: Element; target: Element }>).detail;
  if (target.id === "cell-details") opener = elt.closest("td")?.id ?? opener;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if ((event.target as Element).id !== "cell-details") return;
  const dialog = document.querySelector<HTMLDialogElement>("#cell-dialog");
  if (dialog !== null && !dialog.open) dialog.showModal();
});

document.querySelector("#cell-dialog")?.addEventListener("close", () => {
  document.getElementById(opener)?.querySelector<HTMLElement>(".cell-input, .cell-sum")?.focus();
});

export {};
