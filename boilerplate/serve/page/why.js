// Why a block has its label: what spoke for it and what against, in a dialog.

import { call } from "./api.js";
import { $, element } from "./dom.js";
import { LABELS, LABEL_OF, percent } from "./labels.js";

const TOP = 10;

export class Why {
  #asked = 0; // what is answered last need not be what was asked last
  #block = 0;
  #page;

  constructor(element, list, page) {
    this.#page = page;
    $("why-of").append(...[...LABELS, { name: "main_content", shown: "main content" }].map(
      ({ name, shown }) => new Option(shown, name)));
    $("why-of").addEventListener("change", () => this.#ask());
    element.addEventListener("click", (event) => {
      const index = list.rows.indexOf(event.target.closest("li"));
      if (index >= 0 && getSelection().isCollapsed) this.open(index); // words can be selected
    });
  }

  open(index) {
    const block = this.#page().blocks[index];
    this.#block = index;
    $("why-text").textContent = block.text.slice(0, 300);
    $("why-of").value = LABEL_OF[block.role];
    $("why").showModal();
    this.#ask();
  }

  async #ask() {
    const asked = ++this.#asked;
    $("why-told").textContent = "Looking …";
    $("why-reasons").replaceChildren();
    const question = { ...this.#page().shown, block: this.#block, of: $("why-of").value, top: TOP };
    try {
      const found = await call("POST", "/v1/explain", question);
      if (asked === this.#asked) this.#show(found);
    } catch (problem) {
      if (asked === this.#asked) $("why-told").textContent = `That did not work: ${problem.message}.`;
    }
  }

  #show({ probability, families, reasons }) {
    $("why-told").textContent = `${percent(probability)} likely with everything in place`;
    const most = Math.max(...[...families, ...reasons].map(({ effect }) => Math.abs(effect)));
    $("why-reasons").replaceChildren(
      heading("All of a kind"), ...families.map((reason) => row(reason, most)),
      heading("Single parts"), ...reasons.map((reason) => row(reason, most)));
  }
}

const heading = (text) => element("tr", {}, element("th", { scope: "rowgroup", colSpan: 4 }, text));

function row({ name, value, effect, without }, most) {
  const bar = element("span", { className: "bar-of" });
  bar.style.width = `${(100 * Math.abs(effect)) / (most || 1)}%`;
  const shown = value === null ? name : `${name}: ${Number(value.toPrecision(3))}`;
  return element("tr", { className: effect < 0 ? "against" : "for" },
    element("th", { scope: "row", dir: "auto" }, shown),
    element("td", {}, (effect < 0 ? "−" : "+") + Math.abs(effect).toFixed(2)),
    element("td", { className: "track" }, bar),
    element("td", {}, percent(without)));
}
