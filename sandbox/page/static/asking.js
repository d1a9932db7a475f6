// Asking the server, and saying what it refused or why there is no answer.

const { as, cannot, broken, notArrived, restarted, tooBig } = document.body.dataset;
const toast = document.querySelector(".toast");

let fading = 0;

export function hush() {
  clearTimeout(fading);
  if (toast.matches(":popover-open")) toast.hidePopover();
}

// Shown anew each time: what is shown last lies on top, also of a form.
export function keepSaying(text) {
  hush();
  toast.textContent = text;
  toast.showPopover();
}

export function say(text) {
  keepSaying(text);
  fading = setTimeout(hush, 6000);
}

// What the server answers, or an answer that says why there is none.
export async function asked(path, options) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", ...options });
  } catch {
    return { refused: notArrived };
  }
  const known = { 403: restarted, 413: tooBig }[answer.status];
  if (known) return { refused: known };
  try {
    return await answer.json();
  } catch {
    return { refused: answer.ok || answer.status >= 500 ? broken : cannot };
  }
}

export async function post(path, body, button) {
  button?.setAttribute("aria-busy", "true");
  try {
    const said = await asked(`${path}?as=${encodeURIComponent(as)}`, {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      keepalive: true, // a button may be a link as well, and leave the page
    });
    if (said.refused) say(said.refused);
    return said;
  } finally {
    button?.removeAttribute("aria-busy");
  }
}
