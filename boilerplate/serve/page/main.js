// The page at /: a source in, coloured blocks and cleaned text out.

import { call, token } from "./api.js";
import { BlockList } from "./blocks.js";
import { Cleaned } from "./cleaned.js";
import { $, count, element, inField } from "./dom.js";
import { Inspector } from "./inspector.js";
import { LABELS } from "./labels.js";
import { Source } from "./source.js";
import { Why } from "./why.js";

let page = { blocks: [] };
const hidden = new Set();

const list = new BlockList($("blocks"));
const source = new Source(label);
const cleaned = new Cleaned(show);
const inspector = new Inspector($("blocks"), (row) => page.blocks[list.rows.indexOf(row)]?.probabilities);
const why = new Why($("blocks"), list, () => page);

async function label() {
  if (!source.value.trim()) {
    $("status").textContent = "There is no page yet: paste one, or try the example.";
    $("source").focus();
    return;
  }
  $("status").textContent = "Labelling …";
  $("label").disabled = true;
  try {
    const shown = { source: source.value, kind: $("kind").value };
    page = { ...(await call("POST", "/v1/label?probabilities=true", shown)), shown };
  } catch (problem) {
    if (problem.status === 401) askToken();
    const wait = problem.retryAfter ? ` Try again in ${problem.retryAfter} s.` : "";
    $("status").textContent = `That did not work: ${problem.message}.${wait}`;
    return;
  } finally {
    $("label").disabled = false;
  }
  $("status").textContent = `${count(page.blocks.length, "block")} labelled.`;
  list.fill(page.blocks);
  page.blocks.forEach((block, i) =>
    list.mark(i, { role: block.role, probability: block.probabilities[block.role], kept: block.main_content }));
  const kind = page.kind === "html" ? "HTML" : "plain text";
  $("summary").textContent = `${count(page.blocks.length, "block")} of ${kind}; shaded ones are the main content`;
  $("tools").hidden = $("result").hidden = false;
  $("intro").hidden = $("lede").hidden = true;
  $("source").rows = 3;
  for (const chip of $("chips").children) {
    const n = page.blocks.filter((block) => block.label === chip.dataset.label).length;
    chip.querySelector(".n").textContent = n.toLocaleString("en");
  }
  show();
  $("tools").scrollIntoView({ block: "start", behavior: "smooth" });
}

// Bring filters and slider to bear on what is there.
function show() {
  inspector.hide();
  const least = Number($("sure").value) / 100;
  $("sure-shown").textContent = `${$("sure").value} %`;
  page.blocks.forEach((block, i) => {
    list.rows[i].hidden = hidden.has(block.label);
    list.rows[i].classList.toggle("unsure", block.probability < least);
  });
  cleaned.show(page.blocks.filter((block) => block.probability >= least && cleaned.wants(block)));
}

function toggle(chip) {
  const name = chip.dataset.label;
  if (!hidden.delete(name)) hidden.add(name);
  chip.setAttribute("aria-pressed", String(!hidden.has(name)));
  show();
}

function askToken() {
  $("token-form").hidden = false;
  $("token").focus();
}

async function example() {
  source.set(await (await fetch("/page/example.txt")).text());
  await label();
}

async function nameModel() {
  try {
    $("model").textContent = `model ${(await call("GET", "/v1/model")).version}`;
  } catch (problem) {
    if (problem.status === 401) askToken();
  }
}

for (const { name, shown, key } of LABELS) {
  const chip = element("button", { type: "button", className: "chip", data: { label: name }, "aria-pressed": "true" },
    shown, " ", element("span", { className: "n" }, "0"), " ", element("kbd", {}, key));
  chip.addEventListener("click", () => toggle(chip));
  $("chips").append(chip);
}

for (const tab of document.querySelectorAll(".tabs button")) {
  tab.addEventListener("click", () => {
    $("view").dataset.tab = tab.dataset.tab;
    for (const other of document.querySelectorAll(".tabs button")) {
      other.setAttribute("aria-pressed", String(other === tab));
    }
  });
}

$("label").addEventListener("click", label);
$("example").addEventListener("click", example);
$("sure").addEventListener("input", show);
$("help-open").addEventListener("click", () => $("help").showModal());
$("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  token.set($("token").value);
  $("token-form").hidden = true;
  nameModel();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return label();
  if (inField(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = LABELS.findIndex(({ key }) => key === event.key);
  const actions = {
    c: () => cleaned.copy(),
    d: () => cleaned.download(),
    e: example,
    "/": () => $("source").focus(),
    "?": () => $("help").showModal(),
    Enter: () => why.open(list.rows.indexOf(event.target)),
  };
  if (at >= 0) toggle($("chips").children[at]);
  else if (!(event.key in actions) || (event.key === "Enter" && !event.target.closest("#blocks li"))) return;
  else actions[event.key]();
  event.preventDefault();
});

nameModel();
