// What time is for: `purpose-picker` chooses a project or a task, `note-picker` is a note's field that suggests them.

import { Combobox } from "./combobox";

/** Of templates/picker.html: what is chosen stands in the hidden field `purpose`, its name in the text field. */
export class PurposePicker extends Combobox {
  /** Choose by the value and the name of an option; `type` is a type of work's id, if the option has one. */
  choose(value: string, text: string, type = ""): void {
    this.#field.value = value;
    this.input.value = text;
    this.input.dataset.chosen = text;
    this.querySelector<HTMLElement>(".picker-clear")!.hidden = value === "" || value === "/";
    const types = document.getElementById(this.dataset.typeField ?? "") as HTMLSelectElement | null;
    if (types !== null) types.value = type;
    this.#field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  constructor() {
    super();
    this.addEventListener("focusin", () => (this.input.dataset.chosen ??= this.input.defaultValue));
    this.addEventListener("click", (event) => {
      if (!(event.target as Element).closest(".picker-clear")) return;
      this.choose("/", "");
      this.input.focus();
    });
  }

  protected picked(option: HTMLElement): void {
    this.choose(option.dataset.value ?? "/", option.dataset.text ?? "", option.dataset.type);
  }

  /** Enter takes the first of what was found; without anything typed it is the form's. */
  protected entered(isOpen: boolean): boolean {
    const first = this.options[0];
    if (!isOpen || first === undefined || this.input.value === this.input.dataset.chosen) return false;
    this.close();
    this.picked(first);
    return true;
  }

  /** Half a name chooses nothing: what was chosen comes back; an empty field is no project. */
  protected override left(): void {
    this.close();
    const chosen = this.input.dataset.chosen ?? this.input.defaultValue;
    if (this.input.value.trim() === "" && chosen !== "") this.choose("/", "");
    else this.input.value = chosen;
  }

  get #field(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>('input[type="hidden"]')!;
  }
}

/** A note of one's own, or what one worked on before: then everything is chosen along, and the form is sent. */
export class NotePicker extends Combobox {
  protected picked(option: HTMLElement): void {
    const { value = "/", text = "", type = "", note = "" } = option.dataset;
    this.closest("form")?.querySelector<PurposePicker>("purpose-picker")?.choose(value, text, type);
    // What was typed to find a project is no note.
    this.input.value = note;
    if ("recent" in option.dataset) this.closest("form")?.requestSubmit();
  }

  protected entered(): boolean {
    this.close();
    return false;
  }
}

customElements.define("purpose-picker", PurposePicker);
customElements.define("note-picker", NotePicker);
