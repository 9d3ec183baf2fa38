// The status bar under the findings: what was just done, undo and redo, and the reason for a rejection.

const $ = (id) => document.getElementById(id);
const bar = $("status-bar");
const addReason = $("add-reason");
const form = $("reason-form");
const input = $("reason-input");
const undo = $("undo");
const redo = $("redo");
let saveReason = null; // called with the reason for the rejection that was just made

export function init({ onUndo, onRedo }) {
  undo.addEventListener("click", onUndo);
  redo.addEventListener("click", onRedo);
  addReason.addEventListener("click", askForReason);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = input.value.trim();
    const save = saveReason;
    closeForm();
    if (reason) save(reason);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    closeForm();
  });
}

// `onReason`: offered after a rejection, called with its reason.
export function show(text, { failed = false, onReason = null } = {}) {
  closeForm();
  $("status-text").textContent = text;
  bar.classList.toggle("failed", failed);
  saveReason = onReason;
  addReason.hidden = !onReason;
  bar.hidden = false;
}

export function askForReason() {
  if (!saveReason) return;
  addReason.hidden = true;
  form.hidden = false;
  input.value = "";
  input.focus();
}

function closeForm() {
  if (form.hidden) return;
  const focused = form.contains(document.activeElement);
  form.hidden = true;
  addReason.hidden = !saveReason;
  if (focused) (document.querySelector(".finding.selected .finding-head") ?? undo).focus();
}

// `labels`: what undo and redo would do, in a few words; null where there is nothing.
export function setHistory(labels) {
  for (const [button, label] of [[undo, labels.undo], [redo, labels.redo]]) {
    button.disabled = !label;
    button.title = label ?? "";
  }
  if (labels.undo || labels.redo) bar.hidden = false;
}
