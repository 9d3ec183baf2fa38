// The bar above the findings: how many are decided, the filter, and what to say where there are none.
import { formatNumber } from "../shared/format.js";
import * as exportMenu from "./export-menu.js";

const $ = (id) => document.getElementById(id);

export function draw(findings, shown) {
  const counts = findings.count();
  const decided = counts.all - counts.open;
  const open = shown.filter((finding) => finding.decision === "open").length;
  $("finding-bar").hidden = !counts.all;
  $("decided").textContent = `${formatNumber(decided)} of ${formatNumber(counts.all)} decided`;
  $("decided-bar").max = counts.all || 1;
  $("decided-bar").value = decided;
  $("next-open").disabled = !counts.open;
  for (const [id, verb] of [["accept-shown", "Accept"], ["reject-shown", "Reject"]]) {
    $(id).textContent = `${verb} ${formatNumber(open)} shown`;
    $(id).parentElement.hidden = !open;
  }
  $("finding-bar").classList.toggle("filtered", findings.filter.active);
  $("no-matches").hidden = !findings.filter.active || shown.length > 0;
  exportMenu.update(counts);
}

// Why the list is empty, if it is: `running` and `reviewed` say whether a review is, or was, run.
export function drawEmpty(findings, running, reviewed) {
  const message = $("findings-empty");
  message.hidden = findings.count().all > 0 || findings.resolved.size > 0;
  if (running) message.textContent = "Findings appear here and in the text as they are found.";
  else if (reviewed) message.textContent = "Review complete. No findings.";
  else message.replaceChildren("Not reviewed yet. Choose ", bold("Review"), " to find weak passages.");
}

function bold(text) {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
}
