// What one does on the page, sent to the server. Nothing is drawn here: the answer comes as changed fragments.

import { passing, play, turn } from "./clock.js";
import { asked, post, say } from "./asking.js";

const { as, at, remove } = document.body.dataset;
const KEYED_WAIT = 250; // milliseconds of typing after which an external menu or a dispatching field asks the app

const act = (name, body, button) => post(`/do/${name}`, body, button);

// -- where, and with what

function where(node) {
  const { view, channel, ts } = node.closest("[data-place]").dataset;
  return view ? { view } : { channel, ts };
}

function read(field) {
  switch (field.dataset.field) {
    case "many":
      return [...field.querySelectorAll("input:checked")].map((each) => each.value);
    case "radio":
      return field.querySelector("input:checked")?.value || null;
    case "external": {
      const chosen = [...field.querySelectorAll("[data-value].chip")].map((each) => each.dataset.value);
      return field.dataset.many ? chosen : chosen[0] || null;
    }
    default:
      return field.value || null;
  }
}

function filled(node) {
  const values = {};
  for (const field of node.closest("[data-place]").querySelectorAll("[data-field][data-mode=fill]")) {
    (values[field.dataset.block] ||= {})[field.dataset.action] = read(field);
  }
  return values;
}

// -- confirmation

function confirmed(node) {
  if (!node.dataset.confirm) return Promise.resolve(true);
  const asked = JSON.parse(node.dataset.confirm);
  const dialog = document.getElementById("confirm");
  const yes = dialog.querySelector("[data-confirmed]");
  const no = dialog.querySelector("[data-deny]");
  dialog.querySelector("h2").textContent = asked.title;
  dialog.querySelector("p").textContent = asked.text;
  yes.textContent = asked.confirm;
  yes.className = `button ${asked.style}`;
  no.textContent = asked.deny;
  dialog.returnValue = "";
  dialog.showModal();
  no.focus();
  return new Promise((resolve) => {
    yes.onclick = () => dialog.close("yes");
    no.onclick = () => dialog.close("");
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
  });
}

// -- buttons and menus

async function press(button) {
  if (!(await confirmed(button))) return;
  const { block, action, value } = button.dataset;
  await act("press", { ...where(button), block, action, value, values: filled(button) }, button);
}

async function choose(node, value) {
  const field = node.closest("[data-block]");
  if (!(await confirmed(field))) return false;
  if (node.dataset.url) window.open(node.dataset.url, "_blank", "noopener,noreferrer");
  const { block, action } = field.dataset;
  node.closest("details[data-menu]")?.removeAttribute("open");
  await act("choose", { ...where(node), block, action, value, values: filled(node) }, node);
  return true;
}

async function fill(field) {
  const { block, action } = field.dataset;
  await act("fill", { ...where(field), block, action, value: read(field) });
}

async function upload(input) {
  const ids = [];
  for (const file of [...input.files].slice(0, Number(input.dataset.upload))) {
    const query = new URLSearchParams({ as, name: file.name });
    const said = await asked(`/upload?${query}`, { body: file });
    if (said.refused) return say(`${file.name}: ${said.refused}`);
    ids.push(said.answer);
  }
  const { block, action } = input.dataset;
  return act("fill", { ...where(input), block, action, value: ids });
}

// A closed native menu changes with each arrow key. In a message that would act at once, so what was chosen with keys
// waits for Enter or for leaving the menu.
const waiting = new WeakSet();

function changed(field, event) {
  if (field.dataset.mode === "act") {
    if (field.closest("[data-many]")) return;
    if ("keyed" in field.dataset) waiting.add(field);
    else settle(field);
    return;
  }
  if (event.target.id) event.target.dataset.dirty = "";
  const home = !field.closest("form.view");
  const typed = event.target.matches("textarea, input:not([type=checkbox]):not([type=radio])");
  if (home || (field.dataset.dispatch && !typed)) fill(field);
}

async function settle(field) {
  waiting.delete(field);
  const value = read(field);
  if (value === null) return;
  const before = field.querySelector?.("option[selected]")?.value ?? "";
  if (!(await choose(field, value)) && field.matches("select")) field.value = before;
}

let typing = 0;

function soon(work) {
  clearTimeout(typing);
  typing = setTimeout(work, KEYED_WAIT);
}

// -- external menus

async function search(box, input) {
  const { block, action } = box.dataset;
  if (input.value.length < Number(box.dataset.least)) return show(box, []);
  const said = await act("suggest", { ...where(box), block, action, query: input.value });
  return show(box, said.answer || []);
}

function show(box, offered) {
  const list = box.querySelector("[role=listbox]");
  const input = box.querySelector("input");
  list.replaceChildren(...offered.map(({ value, text }, index) => {
    const option = document.createElement("span");
    option.setAttribute("role", "option");
    option.id = `${list.id}-${index}`;
    option.dataset.value = value;
    option.textContent = text;
    return option;
  }));
  list.hidden = offered.length === 0;
  input.setAttribute("aria-expanded", String(offered.length > 0));
  mark(input, list, 0);
}

export function mark(input, list, index) {
  const shown = [...list.children].filter((each) => !each.hidden);
  const at = shown.length ? (index + shown.length) % shown.length : -1;
  for (const each of list.children) each.setAttribute("aria-selected", String(each === shown[at]));
  if (at < 0) return input.removeAttribute("aria-activedescendant");
  shown[at].scrollIntoView({ block: "nearest" });
  return input.setAttribute("aria-activedescendant", shown[at].id);
}

export function marked(list) {
  const shown = [...list.children].filter((each) => !each.hidden);
  return shown.findIndex((each) => each.getAttribute("aria-selected") === "true");
}

function pick(box, option) {
  const chips = box.querySelector(".chips");
  const chip = document.createElement("span");
  chip.className = "chip";
  chip.dataset.value = option.dataset.value;
  chip.textContent = `${option.textContent} `;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.dataset.drop = "";
  drop.textContent = "×";
  drop.setAttribute("aria-label", `${remove}: ${option.textContent}`);
  chip.append(drop);
  if (!box.dataset.many) chips.replaceChildren();
  if (![...chips.children].some((each) => each.dataset.value === chip.dataset.value)) chips.append(chip);
  box.querySelector("input").value = "";
  show(box, []);
  picked(box);
}

function picked(box) {
  if (box.dataset.mode === "act") settle(box);
  else fill(box);
}

function searching(event, box, input) {
  const list = box.querySelector("[role=listbox]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !list.hidden) mark(input, list, marked(list) + step);
  else if (event.key === "Enter" && !list.hidden) pick(box, list.children[marked(list)]);
  else if (event.key === "Escape" && !list.hidden) show(box, []);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// -- folding

function fold(button) {
  const open = document.getElementById(button.getAttribute("aria-controls")).classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
}

// -- listening

const CLICKS = [
  ["[data-act=press]", press],
  ["[data-act=choose]", (node) => choose(node, node.dataset.value)],
  ["[data-close]", (node) => act("close", { all: node.dataset.close === "all" }, node)],
  ["[data-shortcut]", (node) => { shut(); act("shortcut", { callback: node.dataset.shortcut }, node); }],
  ["[data-message-shortcut]", (node) => { shut(); act("message_shortcut", { ...where(node), callback: node.dataset.messageShortcut }, node); }],
  ["[data-join]", async (node) => { await act("join", { channel: at }, node); location.reload(); }],
  ["[data-turn]", (node) => turn(node.dataset.turn, node)],
  ["[data-stop]", (node) => post(node.dataset.stop, { stop: true }, node)],
  ["[data-known]", (node) => post("/clock", { known: true }, node)],
  ["[data-fold]", fold],
  ["[data-done]", (node) => node.closest("details").removeAttribute("open")],
  ["[data-drop]", (node) => { const box = node.closest(".external"); node.parentElement.remove(); picked(box); }],
  [".external [role=option]", (node) => pick(node.closest(".external"), node)],
  ["[data-drawer]", (node) => drawer(node)],
];

function drawer(button) {
  const open = document.body.classList.toggle("drawer-open");
  button.setAttribute("aria-expanded", String(open));
  (open ? document.querySelector(".sidebar a") : button)?.focus();
}

function shut(except) {
  for (const each of document.querySelectorAll("details[data-menu][open]")) if (!each.contains(except)) each.removeAttribute("open");
}

function clicked(event) {
  shut(event.target);
  for (const [which, does] of CLICKS) {
    const node = event.target.closest(which);
    if (node) return does(node);
  }
  return undefined;
}

function submitted(event) {
  const form = event.target;
  if (form.matches("form.view")) {
    event.preventDefault();
    document.body.dataset.sent = "";
    act("submit", { ...where(form), values: filled(form) }, form.querySelector("[type=submit]"));
  } else if (form.matches("[data-turn-to]")) {
    event.preventDefault();
    turn(form.elements.to.value, form.querySelector("button"));
  } else if (form.matches("[data-rehearse]")) {
    event.preventDefault();
    play(form.elements.channel.value, form.querySelector("button"));
  }
}

function keyed(event) {
  const box = event.target.closest(".external");
  if (box && event.target.matches("input")) return searching(event, box, event.target);
  const field = event.target.closest("[data-field]");
  if (field && event.key !== "Tab" && event.key !== "Enter") field.dataset.keyed = "";
  if (field && event.key === "Enter") {
    if (waiting.has(field)) settle(field);
    if (field.dataset.dispatch?.includes("on_enter_pressed") && !field.matches("textarea")) {
      event.preventDefault();
      fill(field);
    }
  }
  if (event.key === "Escape") escape(event);
  return undefined;
}

function escape(event) {
  const menu = event.target.closest("details[data-menu][open]");
  if (menu) {
    event.preventDefault();
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  } else if (document.body.classList.contains("drawer-open")) {
    drawer(document.querySelector("[data-drawer]"));
  } else if (!event.target.closest("dialog")) {
    document.querySelector("[data-close-thread]")?.click();
  }
}

function typed(event) {
  const box = event.target.closest(".external");
  if (box) return soon(() => search(box, event.target));
  const field = event.target.closest("[data-field][data-mode=fill]");
  if (!field) return undefined;
  if (event.target.id) event.target.dataset.dirty = "";
  if (field.dataset.dispatch?.includes("on_character_entered")) soon(() => fill(field));
  return undefined;
}

function toggled(event) {
  const menu = event.target;
  const boxes = menu.matches?.("details[data-many]") && menu.querySelector("[data-field]");
  if (!boxes) return;
  const now = JSON.stringify(read(boxes));
  if (menu.open) menu.dataset.before = now;
  else if (menu.dataset.before !== undefined && menu.dataset.before !== now) settle(boxes);
}

export function listen() {
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  document.addEventListener("keydown", keyed);
  document.addEventListener("input", typed);
  document.addEventListener("toggle", toggled, true);
  document.addEventListener("pointerdown", (event) => { delete event.target.closest?.("[data-field]")?.dataset.keyed; });
  document.addEventListener("focusin", (event) => passing(event.target));
  document.addEventListener("focusout", (event) => { if (waiting.has(event.target)) settle(event.target); });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-upload]")) return upload(event.target);
    const field = event.target.closest("[data-field]");
    return field && !field.matches(".external") ? changed(field, event) : undefined;
  });
  document.getElementById("modal").addEventListener("cancel", (event) => {
    event.preventDefault(); // the server closes it: it is part of the workspace
    act("close", {});
  });
  if (at === "home") act("home", {});
}
