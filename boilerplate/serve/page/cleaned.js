// The text that is left: what of the page is kept, shown, copied and saved.

import { $, count, element } from "./dom.js";
import { LABELS, ROLES } from "./labels.js";

const SHOWN = 200_000; // characters that are laid out

export class Cleaned {
  #text = "";

  constructor(onChange) {
    const group = (label, names) =>
      element("optgroup", { label }, ...names.map(({ name, shown }) =>
        element("option", { value: `${label}:${name}` }, shown ?? name)));
    $("keep").append(
      element("option", { value: "main" }, "main content"),
      group("label", LABELS),
      group("role", ROLES),
      element("option", { value: "all" }, "everything"),
    );
    $("keep").addEventListener("change", onChange);
    $("copy").addEventListener("click", () => this.copy());
    $("download").addEventListener("click", () => this.download());
  }

  get text() {
    return this.#text;
  }

  // Whether a block is kept, leaving aside how sure the model is of it.
  wants(block) {
    const [kind, name] = $("keep").value.split(":");
    if (kind === "main") return block.main_content;
    return kind === "all" || block[kind] === name;
  }

  show(blocks) {
    this.#text = blocks.map((block) => block.text).join("\n");
    const shown = this.#text.slice(0, SHOWN);
    const lines = shown ? shown.split("\n").map((line) => element("p", { dir: "auto" }, line)) : [];
    if (!lines.length) lines.push(element("p", { className: "quiet" }, "Nothing of this page is kept."));
    if (shown.length < this.#text.length) {
      lines.push(element("p", { className: "quiet" }, "… copy or download it to have the rest"));
    }
    $("cleaned").replaceChildren(...lines);
    const words = this.#text.match(/\S+/g)?.length ?? 0;
    $("counts").textContent = `${count(blocks.length, "block")}, ${count(words, "word")}`;
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.#text);
      $("status").textContent = `Copied ${count(this.#text.length, "character")}.`;
    } catch {
      $("status").textContent = "The browser does not let this page copy.";
    }
  }

  download() {
    const url = URL.createObjectURL(new Blob([this.#text, "\n"], { type: "text/plain" }));
    element("a", { href: url, download: "cleaned.txt" }).click();
    URL.revokeObjectURL(url);
  }
}
