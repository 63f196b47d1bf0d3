// The list of blocks: one row each, coloured by its label, walked with the arrow keys.

import { element } from "./dom.js";
import { LABEL_OF, percent } from "./labels.js";

const SHOWN = 3000; // characters of a block that are laid out

export class BlockList {
  #list;
  #rows = [];
  #current = 0;

  constructor(list, { onFocus = () => {}, option = false } = {}) {
    this.#list = list;
    this.option = option;
    list.addEventListener("keydown", (event) => this.#walk(event));
    list.addEventListener("focusin", (event) => {
      const index = this.#rows.indexOf(event.target);
      if (index < 0) return;
      this.#setCurrent(index);
      onFocus(index);
    });
  }

  get rows() {
    return this.#rows;
  }

  get current() {
    return this.#current;
  }

  fill(blocks) {
    this.#rows = blocks.map((block) => this.#row(block));
    this.#current = 0;
    this.#list.replaceChildren(...this.#rows);
    if (this.#rows.length) this.#rows[0].tabIndex = 0;
  }

  // What a row says of its block; called again when the block changes.
  mark(index, { role, probability, kept }) {
    const row = this.#rows[index];
    row.dataset.label = LABEL_OF[role];
    row.classList.toggle("kept", kept ?? false);
    row.firstChild.replaceChildren(
      element("b", {}, role), " ", element("span", {}, probability === undefined ? "" : percent(probability)),
    );
  }

  focus(index) {
    const row = this.#rows[index];
    if (!row || row.hidden) return;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  #row(block) {
    const long = block.text.length > SHOWN;
    const text = element("span", { className: "words", dir: "auto" }, block.text.slice(0, SHOWN));
    if (long) {
      text.append(element("i", {}, ` … and ${(block.text.length - SHOWN).toLocaleString("en")} characters more`));
    }
    const row = element("li", { tabIndex: -1 }, element("span", { className: "role" }), text);
    if (this.option) row.setAttribute("role", "option");
    return row;
  }

  #setCurrent(index) {
    if (this.#rows[this.#current]) this.#rows[this.#current].tabIndex = -1;
    this.#rows[index].tabIndex = 0;
    this.#current = index;
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    let to;
    if (step) {
      to = this.#current + step;
      while (this.#rows[to]?.hidden) to += step;
    } else if (event.key === "Home" || event.key === "End") {
      const seen = this.#rows.map((row, i) => (row.hidden ? -1 : i)).filter((i) => i >= 0);
      to = event.key === "Home" ? seen[0] : seen.at(-1);
    }
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.focus(to);
  }
}
