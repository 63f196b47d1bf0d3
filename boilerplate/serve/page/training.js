// The way from saved pages to a model: the command, or a button that runs it.

import { call } from "./api.js";
import { $, element } from "./dom.js";

const LOOK = 1000; // ms between looks at a training that runs

export class Training {
  #onModel;

  constructor(onModel) {
    this.#onModel = onModel;
    $("train").addEventListener("click", () => this.#start());
    $("copy-command").addEventListener("click", () => navigator.clipboard.writeText($("command").textContent));
  }

  show(session, done) {
    const words = session.command.split(" ").map((word) => element("span", {}, word));
    $("command").replaceChildren(...words.flatMap((word) => [" ", word]).slice(1));
    $("train").disabled = done === 0 || session.training.state === "running";
    if (session.training.state === "running") this.#watch();
  }

  async #start() {
    $("train").disabled = true;
    try {
      await call("POST", "/v1/annotate/train");
      this.#watch();
    } catch (problem) {
      $("trained").textContent = `Not started: ${problem.message}.`;
      $("train").disabled = false;
    }
  }

  #watching = false;

  async #watch() {
    if (this.#watching) return;
    this.#watching = true;
    let training;
    do {
      training = (await call("GET", "/v1/annotate")).training;
      $("trained").textContent = training.message;
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    } while (training.state === "running");
    this.#watching = false;
    $("train").disabled = false;
    if (training.state === "done") {
      $("trained").textContent = `${training.message}: it proposes from now on.`;
      await this.#onModel();
    }
  }
}
