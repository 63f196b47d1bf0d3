// What a block may be and how likely: a small card beside the row that is pointed at or focused.

import { $, element } from "./dom.js";
import { LABEL_OF, percent } from "./labels.js";

const MOST = 4;
const GAP = 6;

export class Inspector {
  #card = $("inspector");

  constructor(list, probabilitiesOf) {
    const show = (event) => {
      const row = event.target.closest("li");
      const found = row && probabilitiesOf(row);
      if (found) this.#show(row, found);
    };
    list.addEventListener("pointerover", show);
    list.addEventListener("focusin", show);
    list.addEventListener("pointerleave", () => this.hide());
    list.addEventListener("focusout", () => this.hide());
    document.addEventListener("scroll", () => this.hide(), { passive: true, capture: true });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  hide() {
    this.#card.hidden = true;
  }

  #show(row, probabilities) {
    const likely = Object.entries(probabilities).sort((a, b) => b[1] - a[1]).slice(0, MOST);
    this.#card.replaceChildren(...likely.map(([role, p]) => {
      const bar = element("span", { className: "bar-of" });
      bar.style.width = `${Math.max(p * 100, 1)}%`;
      return element("div", { data: { label: LABEL_OF[role] } },
        element("span", { className: "name" }, role), element("span", { className: "track" }, bar),
        element("span", { className: "value" }, percent(p)));
    }));
    this.#card.hidden = false;
    const at = row.getBoundingClientRect();
    const { width, height } = this.#card.getBoundingClientRect();
    const below = at.bottom + GAP + height < innerHeight;
    this.#card.style.top = `${Math.max(GAP, below ? at.bottom + GAP : at.top - height - GAP)}px`;
    this.#card.style.left = `${Math.max(GAP, at.right - width - GAP)}px`; // rows end early, mostly
  }
}
