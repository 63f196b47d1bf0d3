// The labelling tool: the model proposes, a person corrects with keys, every page is saved.

import { call } from "./api.js";
import { BlockList } from "./blocks.js";
import { $, count, element, inField } from "./dom.js";
import { draft } from "./draft.js";
import { Inspector } from "./inspector.js";
import { LABEL_OF, LABELS, percent, ROLES } from "./labels.js";
import { Selection } from "./selection.js";
import { Training } from "./training.js";

const UNSURE = 0.8;

let session = { pages: [] };
let page = { blocks: [] };
let roles = [];
let undo = [];
let kept = true; // whether a reload finds the corrections

const list = new BlockList($("blocks"), { onFocus: (index) => selection.followFocus(index), option: true });
const selection = new Selection(list, $("blocks"));
new Inspector($("blocks"), (row) => page.blocks[list.rows.indexOf(row)]?.probabilities);
const training = new Training(async () => {
  await refresh();
  if (!session.pages[page.number]?.done && !changed()) await open(page.number);
});

const changed = () => roles.some((role, i) => role !== page.roles[i]);

async function refresh() {
  session = await call("GET", "/v1/annotate");
  const done = session.pages.filter((each) => each.done).length;
  $("model").textContent = `model ${session.model_version}`;
  $("progress").max = session.pages.length;
  $("progress").value = done;
  $("done").textContent = `${done} of ${session.pages.length} saved`;
  training.show(session, done);
  const items = session.pages.map((each, number) => {
    const button = element("button", { type: "button", title: each.id },
      element("span", { className: "mark" }, markOf(each)),
      element("span", { className: "name" }, each.title || each.id),
      element("span", { className: "sure" }, each.done ? "" : percent(1 - each.uncertainty)));
    button.addEventListener("click", () => open(number));
    if (number === page.number) button.setAttribute("aria-current", "true");
    return element("li", {}, button);
  });
  $("pages").replaceChildren(...items);
}

const markOf = ({ id, done }) => (draft.load(session.out, id) ? "✎" : done ? "✓" : "");

async function open(number) {
  if (!session.pages[number]) return;
  page = { number, ...(await call("GET", `/v1/annotate/pages/${number}`)) };
  const corrected = draft.load(session.out, page.id);
  roles = corrected?.length === page.roles.length ? [...corrected] : [...page.roles];
  undo = [];
  $("page-title").textContent = page.title || page.id;
  const saved = session.pages[number].done ? "saved" : "not saved yet";
  $("about").textContent = `${page.id}, ${count(page.blocks.length, "block")}, ${saved}`;
  list.fill(page.blocks);
  roles.forEach((_, i) => mark(i));
  for (const [i, item] of [...$("pages").children].entries()) {
    if (i === number) item.firstChild.setAttribute("aria-current", "true");
    else item.firstChild.removeAttribute("aria-current");
  }
  $("pages").children[number].scrollIntoView({ block: "nearest" });
  list.focus(0);
  selection.to(0);
  scrollTo(0, 0);
}

function mark(i) {
  const { role, probabilities } = page.blocks[i];
  const agreed = roles[i] === role;
  list.mark(i, { role: roles[i], probability: agreed ? probabilities[role] : undefined });
  list.rows[i].classList.toggle("corrected", !agreed);
  list.rows[i].classList.toggle("unsure", agreed && probabilities[role] < UNSURE);
}

function give(roleOf) {
  undo.push([...roles]);
  for (const i of selection.indices) {
    roles[i] = roleOf(i);
    mark(i);
  }
  keep();
}

function keep() {
  kept = changed() ? draft.save(session.out, page.id, roles) : draft.drop(session.out, page.id);
  if (!kept) $("status").textContent = "This browser keeps nothing: save the page before you leave it.";
  $("pages").children[page.number].querySelector(".mark").textContent = markOf(session.pages[page.number]);
}

const giveRole = (name) => give(() => name);

// A label is given as the likeliest of its roles.
const giveLabel = (label) =>
  give((i) => ROLES.filter((role) => role.label === label)
    .reduce((best, { name }) => (page.blocks[i].probabilities[name] > page.blocks[i].probabilities[best] ? name : best),
      ROLES.find((role) => role.label === label).name));

function takeBack() {
  if (!undo.length) return;
  roles = undo.pop();
  roles.forEach((_, i) => mark(i));
  keep();
}

function nextUnsure() {
  const n = list.rows.length;
  for (let step = 1; step <= n; step++) {
    const i = (list.current + step) % n;
    if (list.rows[i].classList.contains("unsure")) return list.focus(i);
  }
  $("status").textContent = "The model is sure of every other block.";
}

async function save() {
  if ($("save").disabled) return;
  $("save").disabled = true;
  const [saved, sent] = [page, [...roles]];
  try {
    await call("PUT", `/v1/annotate/pages/${saved.number}`, { roles: sent });
  } catch (problem) {
    $("status").textContent = `Not saved: ${problem.message}. Your corrections are kept in this browser.`;
    return;
  } finally {
    $("save").disabled = false;
  }
  saved.roles = sent;
  const now = page === saved ? roles : draft.load(session.out, saved.id) ?? sent;
  if (now.every((role, i) => role === sent[i])) draft.drop(session.out, saved.id); // else changed since
  await refresh();
  const n = session.pages.length;
  const order = Array.from({ length: n }, (_, step) => (saved.number + 1 + step) % n);
  const next = order.find((number) => !session.pages[number].done);
  $("status").textContent = next === undefined ? "That was the last one: all pages are saved." : "Saved.";
  if (next !== undefined && page === saved) await open(next);
}

for (const { name, shown, key } of LABELS) {
  const label = element("button", { type: "button", className: "label" }, shown, " ", element("kbd", {}, key));
  label.addEventListener("click", () => giveLabel(name));
  const group = element("div", { role: "group", "aria-label": shown, data: { label: name } }, label);
  for (const role of ROLES.filter((each) => each.label === name)) {
    const button = element("button", { type: "button" }, role.name, " ", element("kbd", {}, role.key));
    button.addEventListener("click", () => giveRole(role.name));
    group.append(button);
  }
  $("palette").append(group);
}

$("save").addEventListener("click", save);
$("undo").addEventListener("click", takeBack);
$("unsure").addEventListener("click", nextUnsure);
$("help-open").addEventListener("click", () => $("help").showModal());

document.addEventListener("keydown", (event) => {
  if (inField(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const onButton = event.target.closest("button, a") !== null;
  const role = ROLES.find(({ key }) => key === event.key);
  const label = LABELS.find(({ key }) => key === event.key);
  const actions = {
    u: nextUnsure,
    z: takeBack,
    "[": () => open(page.number - 1),
    "]": () => open(page.number + 1),
    "?": () => $("help").showModal(),
    ...(onButton ? {} : { Enter: save }),
  };
  if (role) giveRole(role.name);
  else if (label) giveLabel(label.name);
  else if (!(event.key in actions)) return;
  else actions[event.key]();
  event.preventDefault();
});

addEventListener("beforeunload", (event) => {
  if (!kept && changed()) event.preventDefault();
});

await refresh();
const first = session.pages.findIndex((each) => !each.done);
await open(Math.max(first, 0));
await refresh();
