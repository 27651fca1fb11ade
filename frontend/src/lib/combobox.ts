// A text field with a list of suggestions that the server renders (ARIA's combobox with a listbox): keyboard and touch.

const WAIT = 80;

/** Inside: an input with role combobox, an element with role listbox, maybe one with data-status for screen readers. */
export abstract class Combobox extends HTMLElement {
  #active: HTMLElement | null = null;
  #asking: AbortController | null = null;
  #timer = 0;
  /** The list that an arrow key has asked for. */
  #opening: Promise<void> | null = null;

  constructor() {
    super();
    this.addEventListener("input", (event) => {
      if (event.target === this.input) this.#askSoon();
    });
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.left();
    });
    // The field keeps the focus while an option is touched.
    this.addEventListener("mousedown", (event) => {
      if (this.list.contains(event.target as Node)) event.preventDefault();
    });
    this.addEventListener("click", (event) => this.#click(event.target as Element));
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  /** Somebody chose an option. */
  protected abstract picked(option: HTMLElement): void;

  /** Enter was pressed while no option was marked; true: nothing more shall come of it. */
  protected abstract entered(isOpen: boolean): boolean;

  /** The focus went elsewhere. */
  protected left(): void {
    this.close();
  }

  protected get input(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>('[role="combobox"]')!;
  }

  protected get list(): HTMLElement {
    return this.querySelector<HTMLElement>('[role="listbox"]')!;
  }

  protected get options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role="option"]:not([aria-disabled])')];
  }

  protected get isOpen(): boolean {
    return !this.list.hidden;
  }

  protected close(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#mark(null);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  #askSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(this.input.value), WAIT);
  }

  async #ask(text: string): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const address = new URL(this.dataset.src!, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.#show(await answer.text());
    } catch {
      // Asked anew meanwhile, or offline: what is typed stays.
    }
  }

  #show(html: string): void {
    const { list, input } = this;
    list.innerHTML = html;
    this.options.forEach((option, index) => (option.id = `${list.id}-${index}`));
    this.#active = null;
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
    const status = this.querySelector("[data-status]");
    if (status) status.textContent = (this.dataset.told ?? "").replace("#", String(this.options.length));
  }

  #mark(option: HTMLElement | null): void {
    this.#active?.setAttribute("aria-selected", "false");
    this.#active = option;
    if (option === null) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  async #step(by: 1 | -1): Promise<void> {
    if (!this.isOpen) {
      this.#opening = this.#ask(this.input.dataset.chosen === this.input.value ? "" : this.input.value);
      await this.#opening;
      this.#opening = null;
    }
    const { options } = this;
    const at = this.#active === null ? (by === 1 ? 0 : options.length - 1) : options.indexOf(this.#active) + by;
    this.#mark(options[(at + options.length) % options.length] ?? null);
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.input || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      void this.#step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.#opening !== null) {
      // Who types faster than the list comes means its first option.
      event.preventDefault();
      void this.#opening.then(() => this.#active !== null && this.#pick(this.#active));
    } else if (event.key === "Enter") {
      if (this.#active !== null) {
        event.preventDefault();
        this.#pick(this.#active);
      } else if (this.entered(this.isOpen)) event.preventDefault();
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.left();
    } else if (event.key === "Tab" && this.#active !== null) this.#pick(this.#active);
  }

  #click(target: Element): void {
    const option = target.closest<HTMLElement>('[role="option"]:not([aria-disabled])');
    if (option !== null) this.#pick(option);
    else if (target === this.input && !this.isOpen) void this.#ask("");
  }

  #pick(option: HTMLElement): void {
    this.close();
    this.picked(option);
  }
}
