// <chart-tips>: what a column of a chart says of itself, shown while it is pointed at or focused; the arrow keys go
// from column to column, so that a chart is one stop of the tab key.

class ChartTips extends HTMLElement {
  #tip = document.createElement("div");

  connectedCallback(): void {
    this.#tip.className = "chart-tip";
    this.#tip.hidden = true;
    this.#tip.setAttribute("aria-hidden", "true"); // The columns' own labels say the same.
    this.append(this.#tip);
    for (const chart of this.querySelectorAll("svg")) this.#oneStop(columnsOf(chart));
    this.addEventListener("pointerover", (event) => this.#show(columnAt(event)));
    this.addEventListener("pointerleave", () => this.#show(null));
    this.addEventListener("focusin", (event) => this.#show(columnAt(event)));
    this.addEventListener("focusout", () => this.#show(null));
    this.addEventListener("keydown", (event) => this.#move(event));
  }

  #oneStop(columns: SVGAElement[]): void {
    columns.forEach((column, index) => column.setAttribute("tabindex", index === 0 ? "0" : "-1"));
  }

  #move(event: KeyboardEvent): void {
    if (event.key === "Escape") return this.#show(null);
    const column = columnAt(event);
    const columns = column?.ownerSVGElement ? columnsOf(column.ownerSVGElement) : [];
    const here = column ? columns.indexOf(column) : -1;
    const there = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: columns.length - 1 }[event.key];
    const next = there === undefined ? undefined : columns[there];
    if (!column || !next) return;
    event.preventDefault();
    column.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }

  #show(column: SVGAElement | null): void {
    this.#tip.hidden = column === null;
    if (column === null) return;
    this.#tip.textContent = column.dataset.tip ?? "";
    const frame = this.getBoundingClientRect();
    const place = column.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#tip;
    const left = place.left - frame.left + (place.width - width) / 2;
    this.#tip.style.left = `${Math.max(0, Math.min(left, frame.width - width))}px`;
    this.#tip.style.top = `${Math.max(0, place.top - frame.top - height - 8)}px`;
  }
}

function columnsOf(chart: SVGElement): SVGAElement[] {
  return [...chart.querySelectorAll<SVGAElement>("a.chart-column")];
}

function columnAt(event: Event): SVGAElement | null {
  return (event.target as Element).closest<SVGAElement>("a.chart-column");
}

customElements.define("chart-tips", ChartTips);
