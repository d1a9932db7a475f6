// Where one writes: sending with Enter, completion of commands and names, and a draft that survives a visit elsewhere.

import { mark, marked } from "./acting.js";
import { post } from "./asking.js";

const { as, at } = document.body.dataset;
const TALLEST = 160;

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
}

// What is being completed: a command at the very beginning, or the last word after an @.
function begun(field) {
  const upto = field.value.slice(0, field.selectionStart);
  const command = /^\/\S*$/.exec(upto);
  const name = /(?:^|\s)(@[^\s@]*)$/.exec(upto);
  return command ? command[0] : name ? name[1] : "";
}

function complete(field, list) {
  const start = begun(field).toLowerCase();
  let shown = 0;
  for (const each of list.children) {
    each.hidden = !start || !each.dataset.complete.toLowerCase().startsWith(start);
    if (!each.hidden) shown += 1;
  }
  list.hidden = shown === 0;
  field.setAttribute("aria-expanded", String(shown > 0));
  mark(field, list, 0);
}

function take(field, list, option) {
  const start = begun(field);
  const from = field.selectionStart - start.length;
  field.setRangeText(`${option.dataset.complete} `, from, field.selectionStart, "end");
  shut(field, list);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function shut(field, list) {
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function completing(event, field, list) {
  const shown = [...list.children].filter((each) => !each.hidden);
  const chosen = shown[marked(list)];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark(field, list, marked(list) + step);
  else if (event.key === "Escape") shut(field, list);
  else if (event.key === "Tab" && chosen) take(field, list, chosen);
  else if (event.key === "Enter" && chosen && chosen.dataset.complete !== field.value.trim()) take(field, list, chosen);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

async function send(form, field, draft) {
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  sessionStorage.removeItem(draft);
  grow(field);
  const said = await post("/do/say", { text, channel: at, thread: form.dataset.thread }, form.querySelector("button.primary"));
  if (said.refused && !field.value) field.value = text; // what was typed is not lost
  const log = form.closest("main, aside").querySelector("[role=log]");
  if (log) log.scrollTop = log.scrollHeight;
}

function composer(form) {
  const field = form.querySelector("textarea");
  const list = form.querySelector("[role=listbox]");
  const draft = `draft ${as} ${at} ${form.dataset.thread}`;
  field.value = sessionStorage.getItem(draft) || "";
  grow(field);
  field.addEventListener("input", () => {
    sessionStorage.setItem(draft, field.value);
    grow(field);
    if (list) complete(field, list);
  });
  field.addEventListener("keydown", (event) => {
    if (list && !list.hidden && completing(event, field, list)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (list) shut(field, list);
      send(form, field, draft);
    }
  });
  list?.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the field keeps its focus
    const option = event.target.closest("[role=option]");
    if (option) take(field, list, option);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, field, draft);
    field.focus();
  });
}

export function composers() {
  for (const form of document.querySelectorAll("[data-composer]")) composer(form);
  document.querySelector(".thread [data-composer] textarea")?.focus();
}
