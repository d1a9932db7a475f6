// The clock's buttons, and how far it goes.

import { post, say } from "./asking.js";

const TURNS = "[data-turn], [data-turn-to] button, [data-rehearse] button";

let rested = null; // the button that lost its focus when it was disabled

export function clock() {
  const now = document.querySelector("[data-least]");
  if (!now) return;
  const busy = "busy" in now.dataset;
  if (busy && document.activeElement.matches(TURNS)) rested = document.activeElement;
  for (const each of document.querySelectorAll(TURNS)) each.disabled = busy;
  const to = document.querySelector("[data-turn-to] input");
  to.min = now.dataset.least;
  to.max = now.dataset.most;
  if (busy) return;
  if (document.activeElement.matches("body, [data-stop]")) rested?.focus();
  rested = null;
}

export async function turn(to, button) {
  const said = await post("/clock", { to }, button);
  if (said.answer) say(said.answer);
}
