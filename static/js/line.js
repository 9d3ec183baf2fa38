// The quiet line under the findings: what was just done, and the way back.

const $ = (id) => document.getElementById(id);
const [line, words, why, form, input, undo, redo] = ["line", "line-said", "line-why", "line-form", "line-input", "undo", "redo"].map($);
let explain = null; // what is called with the reason of a rejection that was just made

export function start({ undo: back, redo: again }) {
  undo.addEventListener("click", back);
  redo.addEventListener("click", again);
  why.addEventListener("click", askWhy);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = input.value.trim();
    const told = explain;
    close();
    if (reason) told(reason);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
}

// `reason`: what is called with the reason of a rejection, if one was just made.
export function say(text, { failed = false, reason = null } = {}) {
  close();
  words.textContent = text;
  line.classList.toggle("failed", failed);
  explain = reason;
  why.hidden = !reason;
  line.hidden = false;
}

// Ask for the reason of what was just rejected.
export function askWhy() {
  if (!explain) return;
  why.hidden = true;
  form.hidden = false;
  input.value = "";
  input.focus();
}

function close() {
  if (form.hidden) return;
  const focused = form.contains(document.activeElement);
  form.hidden = true;
  why.hidden = !explain;
  if (focused) (document.querySelector(".finding.lit .finding-head") ?? undo).focus();
}

// What can be taken back and put back: {undo, redo}, each in a few words or null.
export function history(steps) {
  for (const [button, label] of [[undo, steps.undo], [redo, steps.redo]]) {
    button.disabled = !label;
    button.title = label ?? "";
  }
  if (steps.undo || steps.redo) line.hidden = false;
}
