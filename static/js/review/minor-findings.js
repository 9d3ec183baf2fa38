// Minor findings are folded away, one line for each section, unless the reader wants to see them.
import { formatNumber, plural } from "../shared/format.js";
import { createElement, linkButton } from "./chat-exchange.js";
import { isMinor } from "./finding-set.js";

const KEY = "show-minor"; // remembered for all documents
const checkbox = document.getElementById("show-minor");
const count = document.getElementById("minor-count");

export class MinorFindings {
  // `changed(section)`: which findings are folded has changed, in one section or in all; `accept(ids)`.
  constructor(filter, { changed, accept }) {
    Object.assign(this, { filter, changed, accept });
    this.open = new Set(); // sections whose minor findings are shown
    this.lines = new Map(); // by section; reused, so that a redraw does not lose the focus
    try {
      checkbox.checked = localStorage.getItem(KEY) === "on";
    } catch {
      // Without storage they are folded on every page.
    }
    checkbox.addEventListener("change", () => {
      try {
        localStorage.setItem(KEY, checkbox.checked ? "on" : "off");
      } catch {
        // as above
      }
      this.open.clear();
      changed(null);
    });
  }

  // Whether those of all sections are shown, so that no section has a line.
  get allShown() {
    return checkbox.checked || this.filter.values.severity.has("low");
  }

  isShown(section) {
    return this.allShown || this.open.has(section);
  }

  isFolded(finding) {
    return isMinor(finding) && !this.isShown(finding.section_name);
  }

  // Show a finding where it is folded.
  uncover(finding) {
    if (this.isFolded(finding)) this.open.add(finding.section_name);
  }

  // `number`: how many minor findings there are.
  draw(number) {
    checkbox.parentElement.hidden = !number;
    count.textContent = formatNumber(number);
  }

  // The line at the end of a section with so many minor findings; `findings`: those that have come.
  line(section, number, findings) {
    const line = this.lines.get(section) ?? createElement("p", "minor-line");
    this.lines.set(section, line);
    const isOpen = this.open.has(section);
    const undecided = findings.filter(({ decision }) => decision === "open").map(({ id }) => id);
    const state = JSON.stringify([isOpen, number, undecided]);
    if (line.state === state) return line;
    line.state = state;
    const toggle = linkButton(isOpen ? "Hide minor" : `${formatNumber(number)} minor`, () => this.toggle(section));
    toggle.ariaExpanded = String(isOpen);
    line.replaceChildren(toggle);
    if (isOpen && undecided.length) line.append(linkButton(`Accept ${plural(undecided.length, "minor finding")}`, () => this.accept(undecided)));
    return line;
  }

  toggle(section) {
    if (!this.open.delete(section)) this.open.add(section);
    this.changed(section);
    this.lines.get(section).querySelector("button").focus();
  }
}
