// Which findings are listed and in which order; kept in the address of the page.
import { labels } from "./page-data.js";

const FACETS = { severity: "Severity", decision: "Decision", category: "Category", source: "Found by" };
const form = document.getElementById("filter-form");
const details = document.getElementById("filter");
const summary = document.getElementById("filter-summary");
const clear = document.getElementById("filter-clear");
const sectionSelect = form.elements.section;

export class Filter {
  // `anchors`: the element id of each section, by name; `changed()` is called after a choice.
  constructor(anchors, changed) {
    this.slugs = Object.fromEntries(Object.entries(anchors).map(([name, id]) => [name, id.replace(/^s-/, "")]));
    this.values = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, new Set()])); // empty: any
    this.section = "";
    this.sort = "position";
    this.findings = [];
    this.readAddress();
    this.build();
    form.addEventListener("change", (event) => this.choose(event.target, changed));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const button of [clear, document.getElementById("show-any")])
      button.addEventListener("click", () => {
        this.clear();
        changed();
        summary.focus();
      });
    details.addEventListener("toggle", () => details.open && this.drawCounts(this.findings));
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      event.stopPropagation();
      details.open = false;
      summary.focus();
    });
  }

  open() {
    details.open = true;
    this.drawCounts(this.findings);
    form.querySelector("label:not([hidden]) :is(input, select)").focus();
  }

  choose({ name, value, checked }, changed) {
    if (name === "section" || name === "sort") this[name] = value;
    else this.values[name][checked ? "add" : "delete"](value);
    this.writeAddress();
    changed();
  }

  clear() {
    for (const set of Object.values(this.values)) set.clear();
    this.section = "";
    this.writeAddress();
  }

  get active() {
    return Boolean(this.section) || Object.values(this.values).some((set) => set.size);
  }

  // Rejected findings are in a list of their own unless the reader asks for them.
  get includesRejected() {
    return this.values.decision.has("rejected");
  }

  // `except`: a facet to ignore.
  matches(finding, except = null) {
    if (except !== "section" && this.section && finding.section_name !== this.section) return false;
    return Object.entries(this.values).every(([facet, set]) => facet === except || !set.size || set.has(finding[facet]));
  }

  readAddress() {
    const query = new URLSearchParams(location.search);
    for (const facet of Object.keys(FACETS))
      for (const value of (query.get(facet) ?? "").split(",")) if (Object.hasOwn(labels[facet], value)) this.values[facet].add(value);
    this.section = Object.keys(this.slugs).find((name) => this.slugs[name] === query.get("section")) ?? "";
    if (query.get("sort") === "severity") this.sort = "severity";
  }

  writeAddress() {
    const query = new URLSearchParams();
    for (const [facet, set] of Object.entries(this.values)) if (set.size) query.set(facet, [...set].join(","));
    if (this.section) query.set("section", this.slugs[this.section]);
    if (this.sort !== "position") query.set("sort", this.sort);
    const text = query.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", `${location.pathname}${text && `?${text}`}${location.hash}`);
  }

  // Builds the form once; `draw` only updates its counts, so that the focus is not lost.
  build() {
    const facets = Object.entries(FACETS).map(([facet, title]) => {
      const group = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = title;
      group.append(legend, ...Object.entries(labels[facet]).map(([value, label]) => checkbox(facet, value, label)));
      return group;
    });
    form.querySelector(".facets").replaceChildren(...facets);
    form.elements.sort.value = this.sort;
    for (const name of Object.keys(this.slugs)) sectionSelect.add(new Option(name, name));
  }

  draw(findings) {
    this.findings = findings;
    clear.hidden = !this.active;
    summary.textContent = this.active ? `Filter: ${this.describe()}` : "Filter";
    if (details.open) this.drawCounts(findings); // of thousands, whenever one is decided
  }

  drawCounts(findings) {
    for (const [facet, set] of Object.entries(this.values)) {
      const counts = countBy(findings.filter((finding) => this.matches(finding, facet)), facet);
      for (const input of form.querySelectorAll(`input[name="${facet}"]`)) {
        input.checked = set.has(input.value);
        input.parentElement.querySelector(".count").textContent = counts.get(input.value) ?? 0;
        input.parentElement.hidden = !counts.has(input.value) && !input.checked;
      }
      const group = form.querySelector(`input[name="${facet}"]`).closest("fieldset");
      group.hidden = !group.querySelector("label:not([hidden])");
    }
    const counts = countBy(findings.filter((finding) => this.matches(finding, "section")), "section_name");
    const all = [...counts.values()].reduce((a, b) => a + b, 0);
    for (const option of sectionSelect.options) {
      const number = option.value ? (counts.get(option.value) ?? 0) : all;
      const text = `${option.value || "All sections"} (${number})`;
      const hidden = Boolean(option.value) && !number && option.value !== this.section;
      if (option.text !== text) option.text = text; // there may be thousands
      if (option.hidden !== hidden) option.hidden = hidden;
    }
    sectionSelect.value = this.section;
  }

  describe() {
    const chosen = Object.entries(this.values).flatMap(([facet, set]) => [...set].map((value) => labels[facet][value]));
    return [...chosen, this.section].filter(Boolean).join(", ");
  }
}

function checkbox(name, value, text) {
  const label = Object.assign(document.createElement("label"), { className: "checkbox" });
  const input = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
  const number = Object.assign(document.createElement("span"), { className: "count" });
  label.append(input, ` ${text} `, number);
  return label;
}

function countBy(findings, field) {
  const counts = new Map();
  for (const finding of findings) counts.set(finding[field], (counts.get(finding[field]) ?? 0) + 1);
  return counts;
}
