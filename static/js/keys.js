// The keyboard: single keys, only where nobody is typing, and only for those who want them.

const KEY = "single-keys";
const wanted = document.getElementById("keys-wanted");

// `actions` by key, with “Shift+” before letters and “Ctrl+” (or Command) before what needs it. Esc
// and keys with Ctrl work always; the others can be switched off, since somebody who dictates or
// whose hand trembles would press them without meaning to.
export function listen(actions) {
  try {
    wanted.checked = localStorage.getItem(KEY) !== "off";
    wanted.addEventListener("change", () => localStorage.setItem(KEY, wanted.checked ? "on" : "off"));
  } catch {
    // Without storage the choice lasts until the page is left.
  }
  addEventListener("keydown", (event) => {
    if (event.altKey || event.defaultPrevented || event.isComposing) return;
    const name = named(event);
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing && name !== "Escape") return;
    if (!wanted.checked && name !== "Escape" && !name.startsWith("Ctrl+")) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && event.target.closest?.("button, a, summary")) return;
    const action = actions[name];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}

function named(event) {
  const letter = /^[a-z]$/i.test(event.key);
  const shift = event.shiftKey && letter ? "Shift+" : "";
  const ctrl = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  return ctrl + shift + (letter ? event.key.toLowerCase() : event.key);
}
