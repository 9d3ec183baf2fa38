// The keyboard: single keys, only where nobody is typing, and only for those who want them.

const KEY = "single-keys";
const wanted = document.getElementById("keys-wanted");

// `actions` by key. Esc works always; the others can be switched off, since somebody who dictates
// or whose hand trembles would press them without meaning to.
export function listen(actions) {
  try {
    wanted.checked = localStorage.getItem(KEY) !== "off";
    wanted.addEventListener("change", () => localStorage.setItem(KEY, wanted.checked ? "on" : "off"));
  } catch {
    // Without storage the choice lasts until the page is left.
  }
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if ((typing || !wanted.checked) && event.key !== "Escape") return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && event.target.closest?.("button, a, summary")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}
