// The Export menu: links to the files, and how many findings they will contain.
import { get } from "../shared/api.js";
import { plural } from "../shared/format.js";
import * as menus from "./menus.js";
import { session } from "./page-data.js";

const $ = (id) => document.getElementById(id);
const menu = $("export");
const includeOpen = $("export-all");
const includeMinor = $("export-minor");
const includeVerdicts = $("export-verdicts");
let counts = { open: 0, accepted: 0 }; // without minor findings
let withMinor = counts;

export const open = () => menus.open(menu);

// `printAll()`: print the review once all of it is there.
export function init(printAll) {
  for (const checkbox of [includeOpen, includeMinor, includeVerdicts])
    checkbox.addEventListener("change", () => {
      updateLinks();
      update();
    });
  $("print").addEventListener("click", () => {
    menu.open = false;
    printAll();
  });
  $("show-receipt").addEventListener("click", showReceipt);
  updateLinks();
}

// What the file with tracked changes, which has all that any Word file here has, changes in the original.
async function showReceipt() {
  $("receipt").textContent = "Comparing the files…";
  const tracked = menu.querySelector("[data-changes=tracked]");
  try {
    $("receipt").textContent = told(await get(`${tracked.getAttribute("href")}&receipt=true`));
  } catch (error) {
    $("receipt").textContent = error.message;
  }
}

function told({ parts, rejecting_all_gives_the_original: restorable }) {
  const touched = parts.filter((part) => part.changed).length;
  const marks = parts.reduce((sum, part) => sum + part.inserted_marks, 0);
  if (!touched) return "Nothing changes: the file comes back as it is.";
  const rest = `${touched} of the ${plural(parts.length, "part")} of the file change, by ${plural(marks, "mark")} for comments and tracked changes; the others stay the same to the byte.`;
  return `${rest} ${restorable ? "Rejecting all changes gives the original text." : "Rejecting all changes does not give the original text: compare the files before you send this one."}`;
}

function updateLinks() {
  $("receipt").textContent = "";
  for (const link of menu.querySelectorAll("[data-format]")) {
    const query = new URLSearchParams({ format: link.dataset.format });
    if (link.dataset.changes) query.set("changes", link.dataset.changes);
    if (includeOpen.checked) query.set("include", "all");
    if (includeMinor.checked) query.set("minor", "true");
    if (includeVerdicts.checked && link.dataset.format === "docx") query.set("verdicts", "true");
    link.href = `/sessions/${session.session_id}/export?${query}`;
  }
}

// `now`: the numbers of open and accepted findings, where they have changed, without and with minor ones.
export function update(now = counts, all = withMinor) {
  const chose = all.accepted - now.accepted > withMinor.accepted - counts.accepted;
  [counts, withMinor] = [now, all];
  if (chose) includeMinor.checked = true; // minor findings that were accepted are meant to be there
  updateLinks();
  const chosen = includeMinor.checked ? withMinor : counts;
  const open = includeOpen.checked;
  const number = chosen.accepted + (open ? chosen.open : 0);
  $("export-word").textContent = `Word file with ${plural(number, open ? "comment" : "accepted comment")}`;
  const leftOut = withMinor.accepted - chosen.accepted + (open ? withMinor.open - chosen.open : 0);
  const note = leftOut ? `${plural(leftOut, "minor finding")} left out.` : number || open ? "" : "You haven't accepted any findings yet.";
  $("export-count").textContent = note;
  $("export-count").hidden = !note;
}
