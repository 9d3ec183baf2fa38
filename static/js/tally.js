// The head of the findings: how many are decided, what can be done with all of them, or why there are none.
import * as menus from "./menus.js";

const $ = (id) => document.getElementById(id);

export class Tally {
  draw(findings, shown) {
    const tally = findings.tallyAll();
    const open = shown.filter((item) => item.decision === "open").length;
    $("finding-bar").hidden = !tally.all;
    $("decided").textContent = `${tally.decided} of ${tally.all} decided`;
    $("decided-bar").max = tally.all || 1;
    $("decided-bar").value = tally.decided;
    $("next-open").disabled = !tally.open;
    for (const [id, does] of [["accept-shown", "Accept"], ["reject-shown", "Reject"]]) {
      $(id).textContent = `${does} ${open} shown`;
      $(id).parentElement.hidden = !open;
    }
    $("finding-bar").classList.toggle("chosen", findings.filter.active);
    $("nothing-matches").hidden = !findings.filter.active || shown.length > 0;
    menus.count(tally);
  }

  // Why nothing is listed, where nothing is.
  empty(findings, reading, reviewed) {
    const place = $("findings-empty");
    place.hidden = findings.items.size > 0 || findings.resolved.size > 0;
    if (reading) place.textContent = "What is found appears here, and in the text.";
    else if (reviewed) place.textContent = "Everything was read, and there is nothing to remark on.";
    else place.replaceChildren("Nothing has been read yet. ", bold("Review"), " marks what is weak, here and in the text.");
  }

  openFilter() {
    $("filter").open = true;
    $("filter-form").querySelector("label:not([hidden]) :is(input, select)").focus();
  }
}

function bold(text) {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
}
