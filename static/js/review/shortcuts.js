// Keyboard shortcuts: single keys, ignored while the reader types, and possible to switch off.

const KEY = "single-keys";
const enabled = document.getElementById("shortcuts-enabled");
// What handles the keyboard itself while it is open.
const OVERLAY = CSS.supports("selector(:popover-open)") ? "dialog[open], :popover-open" : "dialog[open]";

// `actions` by key, with “Shift+” before letters and “Ctrl+” (or Command) where that is held. Esc and
// keys with Ctrl always work; the others can be switched off, because speech input and tremor press
// them by accident (WCAG 2.1.4).
export function listen(actions) {
  try {
    enabled.checked = localStorage.getItem(KEY) !== "off";
    enabled.addEventListener("change", () => localStorage.setItem(KEY, enabled.checked ? "on" : "off"));
  } catch {
    // Without storage the choice lasts until the page is left.
  }
  addEventListener("keydown", (event) => {
    if (event.altKey || event.defaultPrevented || event.isComposing) return;
    const key = keyName(event);
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing && key !== "Escape") return;
    if (!enabled.checked && key !== "Escape" && !key.startsWith("Ctrl+")) return;
    if (document.querySelector(OVERLAY)) return;
    if (event.key === "Enter" && event.target.closest?.("button, a, summary")) return;
    const action = actions[key];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}

function keyName(event) {
  const letter = /^[a-z]$/i.test(event.key);
  const shift = event.shiftKey && letter ? "Shift+" : "";
  const ctrl = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  return ctrl + shift + (letter ? event.key.toLowerCase() : event.key);
}
