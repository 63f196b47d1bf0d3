// Where a page comes from: typed, pasted, dropped or opened. Large ones stay out of the field,
// which would be slow to show them.

import { $, count } from "./dom.js";

const LARGE = 300_000;

export class Source {
  #large = null;

  constructor(onPage) {
    const field = $("source");
    const read = async (file) => {
      this.set(await file.text());
      onPage();
    };
    field.addEventListener("input", () => this.#drop());
    $("file").addEventListener("change", (event) => {
      if (event.target.files[0]) read(event.target.files[0]);
      event.target.value = "";
    });
    document.addEventListener("paste", (event) => {
      if (event.target !== field && event.target.closest("input, textarea")) return;
      const pasted = event.clipboardData.getData("text/plain");
      if (event.target === field && pasted.length <= LARGE) return;
      if (!pasted) return;
      event.preventDefault();
      this.set(pasted);
      onPage();
    });
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
      document.body.classList.add("dragging");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dragging");
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("dragging");
      const [file] = event.dataTransfer.files;
      if (file) return read(file);
      const text = event.dataTransfer.getData("text/plain");
      if (text) {
        this.set(text);
        onPage();
      }
    });
  }

  get value() {
    return this.#large ?? $("source").value;
  }

  set(page) {
    this.#drop();
    $("source").value = page.length > LARGE ? "" : page;
    if (page.length > LARGE) {
      this.#large = page;
      $("large").textContent = `A page of ${count(page.length, "character")} is held; type or paste to replace it.`;
      $("large").hidden = false;
    }
  }

  #drop() {
    this.#large = null;
    $("large").hidden = true;
  }
}
