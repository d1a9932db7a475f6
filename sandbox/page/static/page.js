// The live page: listens to the server and swaps in what changed, without taking away what one is busy with.

import { listen } from "./acting.js";
import { hush, keepSaying } from "./asking.js";
import { clock } from "./clock.js";
import { composers } from "./composer.js";

const { as, at, thread, all, lost, restarted } = document.body.dataset;

// The HTML a node was made from. The node itself changes under one's hands (an opened menu, a filled field), so it
// cannot tell whether the server still draws it the same.
const madeFrom = new WeakMap();

const place = (name) => document.querySelector(`[data-fragment="${name}"]`);
const keyed = (node) => node.dataset?.key || "";

function remember(root) {
  for (const node of root.children) madeFrom.set(node, node.outerHTML);
}

// -- keeping what one is doing

function held(node) {
  const typed = new Map();
  for (const field of node.querySelectorAll("[data-dirty]")) {
    typed.set(field.id, field.type === "checkbox" || field.type === "radio" ? field.checked : field.value);
  }
  const open = [...node.querySelectorAll("details[open] > summary[id]")].map((each) => each.id);
  const scrolled = node.querySelector(".fields-of-view")?.scrollTop || 0;
  return { typed, open, scrolled };
}

function giveBack(node, { typed, open, scrolled }) {
  for (const [id, value] of typed) {
    const field = id && node.querySelector(`#${CSS.escape(id)}`);
    if (!field) continue;
    field.dataset.dirty = "";
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
  }
  for (const id of open) node.querySelector(`#${CSS.escape(id)}`)?.parentElement.setAttribute("open", "");
  const fields = node.querySelector(".fields-of-view");
  if (fields) fields.scrollTop = scrolled;
}

function focusHeld() {
  const active = document.activeElement;
  const caret = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return () => {
    if (!active?.id || document.contains(active)) return;
    const again = document.getElementById(active.id);
    again?.focus({ preventScroll: true });
    if (caret && caret[0] !== null) again?.setSelectionRange?.(...caret);
  };
}

// -- swapping

function swap(root, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const old = new Map([...root.children].map((node) => [keyed(node), node]));
  const refocus = focusHeld();
  const next = [...made.content.children].map((node) => {
    const before = old.get(keyed(node));
    const source = node.outerHTML;
    if (before && madeFrom.get(before) === source) return before;
    madeFrom.set(node, source);
    if (before) giveBack(node, held(before));
    return node;
  });
  // Nodes that stay are not moved: moving one would drop its focus and its scroll position.
  let cursor = root.firstChild;
  const keep = new Set(next);
  for (const node of [...root.childNodes]) if (!keep.has(node)) { if (node === cursor) cursor = cursor.nextSibling; node.remove(); }
  for (const node of next) {
    if (node === cursor) cursor = cursor.nextSibling;
    else root.insertBefore(node, cursor);
  }
  refocus();
}

function atEnd(root) {
  return root.scrollHeight - root.scrollTop - root.clientHeight < 60;
}

function toEnd(root) {
  root.scrollTop = root.scrollHeight;
}

function swapScrolled(root, html) {
  const follow = atEnd(root);
  swap(root, html);
  if (follow) toEnd(root);
}

let opener = "";

function swapModal(dialog, html) {
  const before = dialog.firstElementChild?.dataset.view || "";
  if (!dialog.open) opener = document.activeElement?.id || "";
  swap(dialog, html);
  const view = dialog.firstElementChild;
  if (!view) {
    if (dialog.open) dialog.close();
    if (opener) document.getElementById(opener)?.focus();
    return;
  }
  if (!dialog.open) dialog.showModal();
  const wrong = view.querySelector("[aria-invalid], .fields-of-view .error");
  if (view.dataset.view !== before) focusFirst(view);
  else if (wrong && "sent" in document.body.dataset) focusWrong(wrong);
  if (wrong) delete document.body.dataset.sent;
}

function focusFirst(view) {
  const first = "input:not([type=hidden]), textarea, select, button";
  const fields = view.querySelector(".fields-of-view");
  (view.querySelector("[data-first]") || fields.querySelector(first) || view.querySelector(".foot button"))?.focus();
}

function focusWrong(wrong) {
  const field = wrong.matches("input, textarea, select") ? wrong : wrong.parentElement.querySelector("input, textarea, select");
  field?.focus();
}

function fragment({ name, html }) {
  const root = place(name);
  if (!root) return;
  if (name === "modal") swapModal(root, html);
  else if (name === "timeline" || name === "thread") swapScrolled(root, html);
  else swap(root, html);
  if (name === "clock" || name === "caption") clock();
}

// -- behind the scenes: only fetched while it is open, and in full only what one has opened there

const curtain = document.querySelector(".curtain");
const acts = place("traffic");
let looking = false;
let stale = false;
let inFull = "";

const opened = () => [...acts.querySelectorAll("details[open]")].map((each) => each.dataset.actNumber).join();

async function look() {
  looking = true;
  stale = false;
  inFull = opened();
  const answer = await fetch(`/traffic?open=${inFull}`).catch(() => null);
  const html = answer?.ok ? await answer.text() : null;
  if (opened() !== inFull) stale = true;
  else if (html !== null) swap(acts, html);
  setTimeout(() => { looking = false; if (stale) traffic(); }, 150);
}

function traffic() {
  if (!curtain.open) return;
  stale = true;
  if (!looking) look();
}

function follow() {
  const query = new URLSearchParams({ as, at, thread, all });
  const events = new EventSource(`/events?${query}`);
  events.addEventListener("fragment", (event) => fragment(JSON.parse(event.data)));
  events.addEventListener("traffic", traffic);
  let away = false;
  events.onerror = () => {
    away = true;
    keepSaying(events.readyState === EventSource.CLOSED ? restarted : lost);
  };
  events.onopen = () => {
    if (away) hush();
    away = false;
  };
}

// A caption, a keyboard or a narrower window takes room from the messages: whoever read the newest still does.
function keepEnd(root) {
  let ended = true;
  root.addEventListener("scroll", () => { ended = atEnd(root); }, { passive: true });
  new ResizeObserver(() => { if (ended) toEnd(root); }).observe(root);
}

for (const root of document.querySelectorAll("[data-fragment]")) remember(root);
for (const root of ["timeline", "thread"].map(place)) if (root) { toEnd(root); keepEnd(root); }
const meant = location.hash && document.getElementById(location.hash.slice(1));
if (meant) {
  meant.scrollIntoView({ block: "center" });
  meant.focus({ preventScroll: true });
}
const modal = document.getElementById("modal");
if (modal.firstElementChild) { modal.showModal(); focusFirst(modal.firstElementChild); }
curtain.addEventListener("toggle", traffic);
acts.addEventListener("toggle", () => { if (opened() !== inFull) traffic(); }, true);
listen();
composers();
clock();
follow();
