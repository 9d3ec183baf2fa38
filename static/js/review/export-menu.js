// The Export menu: links to the files, and how many findings they will contain.
import { plural } from "../shared/format.js";
import * as menus from "./menus.js";
import { session } from "./page-data.js";

const $ = (id) => document.getElementById(id);
const menu = $("export");
const includeOpen = $("export-all");
let counts = { open: 0, accepted: 0 };

export const open = () => menus.open(menu);

// `printAll()`: print the document once all of it is there.
export function init(printAll) {
  includeOpen.addEventListener("change", () => {
    updateLinks();
    update();
  });
  $("print").addEventListener("click", () => {
    menu.open = false;
    printAll();
  });
  updateLinks();
}

function updateLinks() {
  for (const link of menu.querySelectorAll("[data-format]")) {
    const query = new URLSearchParams({ format: link.dataset.format });
    if (link.dataset.changes) query.set("changes", link.dataset.changes);
    if (includeOpen.checked) query.set("include", "all");
    link.href = `/sessions/${session.session_id}/export?${query}`;
  }
}

// `now`: the numbers of open and accepted findings, where they have changed.
export function update(now = counts) {
  counts = now;
  const all = includeOpen.checked;
  const number = counts.accepted + (all ? counts.open : 0);
  $("export-word").textContent = `Word file with ${plural(number, all ? "comment" : "accepted comment")}`;
  $("export-count").textContent = number || all ? "" : "You haven't accepted any findings yet.";
  $("export-count").hidden = Boolean(number || all);
}
