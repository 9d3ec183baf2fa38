// Minor findings are folded away, one line for each section, unless the reader wants to see them.
import { formatNumber, plural } from "../shared/format.js";
import { createElement, linkButton } from "./chat-exchange.js";

const KEY = "show-minor"; // remembered for all documents
const checkbox = document.getElementById("show-minor");
const count = document.getElementById("minor-count");

export class MinorFindings {
  // `changed()`: which findings are folded has changed; `accept(ids)`.
  constructor(filter, { changed, accept }) {
    Object.assign(this, { filter, changed, accept });
    this.open = new Set(); // sections whose minor findings are shown
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
      changed();
    });
  }

  // The reader's own comments are never folded.
  isMinor({ severity, source, resolved_in: resolved }) {
    return severity === "low" && source !== "you" && !resolved;
  }

  isFolded(finding) {
    return this.isMinor(finding) && !checkbox.checked && !this.open.has(finding.section_name) && !this.filter.values.severity.has(finding.severity);
  }

  // Show a finding where it is folded.
  uncover(finding) {
    if (this.isFolded(finding)) this.open.add(finding.section_name);
  }

  draw(findings) {
    const number = findings.filter((finding) => this.isMinor(finding)).length;
    checkbox.parentElement.hidden = !number;
    count.textContent = formatNumber(number);
  }

  // The line at the end of a section with so many minor findings; null where there is nothing to fold.
  line(section, findings) {
    const minor = findings.filter((finding) => this.isMinor(finding));
    if (!minor.length || checkbox.checked || this.filter.values.severity.has("low")) return null;
    const isOpen = this.open.has(section);
    const line = createElement("p", "minor-line");
    line.dataset.name = `minor ${section}`;
    const toggle = linkButton(isOpen ? "Hide minor" : `${formatNumber(minor.length)} minor`, () => {
      this.open[isOpen ? "delete" : "add"](section);
      this.changed(section);
      document.querySelector(`[data-name="${CSS.escape(line.dataset.name)}"] button`)?.focus();
    });
    toggle.ariaExpanded = String(isOpen);
    line.append(toggle);
    const undecided = minor.filter(({ decision }) => decision === "open").map(({ id }) => id);
    if (isOpen && undecided.length) line.append(linkButton(`Accept ${plural(undecided.length, "minor finding")}`, () => this.accept(undecided)));
    return line;
  }
}
