// The administration: questions over the page, secrets to copy, long lists to narrow, colours to pick.
// Without all of it every page works: questions are pages of their own, and secrets can be marked by hand.

/** Lays the answer of a link with `data-ask` over the page; what cannot be shown so is gone to. */
async function ask(link: HTMLAnchorElement): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>("#ask");
  const answer = await fetch(link.href, { headers: { Accept: "text/html", "HX-Request": "true" } }).catch(() => null);
  if (dialog === null || answer?.status !== 200) {
    location.assign(link.href);
    return;
  }
  dialog.innerHTML = await answer.text();
  dialog.addEventListener("close", () => link.focus(), { once: true });
  dialog.showModal();
  dialog.querySelector<HTMLElement>("input:not([type=hidden]), button")?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const asking = target.closest<HTMLAnchorElement>("a[data-ask]");
  if (asking && !event.ctrlKey && !event.metaKey && event.button === 0) {
    event.preventDefault();
    void ask(asking);
  }
  const dialog = target.closest<HTMLDialogElement>("dialog#ask");
  if (dialog && (target.closest("[data-close]") || target === dialog)) {
    event.preventDefault();
    dialog.close();
  }
});

/** `<copy-button for="id">`: copies the text of that element. Its button is hidden until it can do something. */
class CopyButton extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (button === null) return;
    button.hidden = false;
    button.addEventListener("click", () => void this.copy(button));
  }

  private async copy(button: HTMLButtonElement): Promise<void> {
    const source = document.getElementById(this.getAttribute("for") ?? "");
    const label = button.querySelector("span");
    if (source === null || label === null) return;
    try {
      await navigator.clipboard.writeText(source.textContent ?? "");
      const before = label.textContent;
      label.textContent = this.dataset.copied ?? "";
      button.setAttribute("aria-live", "polite");
      setTimeout(() => (label.textContent = before), 2000);
    } catch {
      // No clipboard without https: the text is marked, ready for the keyboard.
      getSelection()?.selectAllChildren(source);
    }
  }
}

/** `<narrow-list>`: a field above a long list of boxes hides those whose text does not hold what is typed. */
class NarrowList extends HTMLElement {
  private static readonly LONG = 8;

  connectedCallback(): void {
    const rows = [...this.querySelectorAll("li")];
    if (rows.length <= NarrowList.LONG || this.querySelector("input[type=search]")) return;
    const field = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off" });
    field.placeholder = this.dataset.label ?? "";
    field.setAttribute("aria-label", this.dataset.label ?? "");
    field.addEventListener("input", () => {
      const sought = field.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent?.toLowerCase().includes(sought);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    this.prepend(field);
  }
}

/** "#ffa500" for "orange": all that a picker takes. Nothing for what is no colour. */
function sixDigits(colour: string): string | null {
  const canvas = document.createElement("canvas").getContext("2d");
  if (canvas === null || !CSS.supports("color", colour)) return null;
  canvas.fillStyle = colour;
  return /^#[0-9a-f]{6}$/.exec(canvas.fillStyle)?.[0] ?? null;
}

/** `<colour-field>`: a picker beside the field that one types a colour into. */
class ColourField extends HTMLElement {
  connectedCallback(): void {
    const typed = this.querySelector("input");
    if (typed === null || this.querySelector(".with-pick")) return;
    const picker = Object.assign(document.createElement("input"), { type: "color" });
    picker.setAttribute("aria-label", typed.dataset.pick ?? "");
    picker.disabled = typed.matches(":disabled");
    const show = (): void => {
      picker.value = sixDigits(typed.value) ?? picker.value;
    };
    picker.addEventListener("input", () => (typed.value = picker.value));
    typed.addEventListener("input", show);
    const row = document.createElement("div");
    row.className = "with-pick";
    typed.replaceWith(row);
    row.append(picker, typed);
    show();
  }
}

customElements.define("copy-button", CopyButton);
customElements.define("narrow-list", NarrowList);
customElements.define("colour-field", ColourField);
