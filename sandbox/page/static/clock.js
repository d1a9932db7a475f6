// The clock's buttons, and how far it goes.

import { post, say } from "./asking.js";

const { as, at } = document.body.dataset;
const TURNS = "[data-turn], [data-turn-to] button, [data-rehearse] button";
const PASSING = "[data-stop], [data-known]"; // buttons of a caption, which goes away

let rested = null; // where the focus goes that a disabled or vanished button had

export function clock() {
  const now = document.querySelector("[data-least]");
  if (!now) return;
  const busy = "busy" in now.dataset;
  if (busy && document.activeElement.matches(TURNS)) rested = document.activeElement;
  for (const each of document.querySelectorAll(TURNS)) each.disabled = busy;
  const to = document.querySelector("[data-turn-to] input");
  to.min = now.dataset.least;
  to.max = now.dataset.most;
  if (busy || document.activeElement.matches(PASSING)) return;
  if (document.activeElement.matches("body")) rested?.focus();
  rested = null;
}

// A button that goes away leaves the focus to the one with which the turn began, or else to the first of the clock.
export function passing(button) {
  if (button.matches(PASSING)) rested ??= [...document.querySelectorAll(`[data-fold], ${TURNS}`)].find((each) => each.checkVisibility());
}

export async function turn(to, button) {
  const said = await post("/clock", { to }, button);
  if (said.answer) say(said.answer);
}

// The tab goes where the week can be seen.
export async function play(channel, button) {
  const said = await post("/rehearsal", { channel }, button);
  if (said.answer && said.answer !== at) location.assign(`/?${new URLSearchParams({ as, at: said.answer })}`);
}
