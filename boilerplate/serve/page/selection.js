// Which blocks are taken: one, or a range from where it was begun.

export class Selection {
  #anchor = 0;
  #end = 0;
  #list;

  constructor(list, element) {
    this.#list = list;
    let extend = false;
    element.addEventListener("keydown", (event) => (extend = event.shiftKey), true);
    element.addEventListener("pointerdown", (event) => (extend = event.shiftKey), true);
    element.addEventListener("click", (event) => {
      const index = list.rows.indexOf(event.target.closest("li"));
      if (index >= 0) this.to(index, event.shiftKey);
    });
    this.followFocus = (index) => this.to(index, extend);
  }

  get indices() {
    const from = Math.min(this.#anchor, this.#end);
    const length = Math.abs(this.#anchor - this.#end) + 1;
    return Array.from({ length }, (_, i) => from + i).filter((i) => i < this.#list.rows.length);
  }

  to(index, extend = false) {
    if (!extend) this.#anchor = index;
    this.#end = index;
    const taken = new Set(this.indices);
    this.#list.rows.forEach((row, i) => row.setAttribute("aria-selected", String(taken.has(i))));
  }
}
