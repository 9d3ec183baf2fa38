// Which findings are shown and in what order: chosen by the reader, kept in the address.
import { CATEGORY, DECISION, SEVERITY, SOURCE } from "./finding.js";

const FACETS = {
  severity: { title: "Weight", values: SEVERITY },
  decision: { title: "Decision", values: DECISION },
  category: { title: "Category", values: CATEGORY },
  source: { title: "Found by", values: SOURCE },
};
const form = document.getElementById("filter-form");
const said = document.getElementById("filter-said");
const clear = document.getElementById("filter-clear");
const place = form.elements.section;

export class Filter {
  // `anchors`: what a section is called in links, by its name; `changed()` is called when a choice was made.
  constructor(anchors, changed) {
    this.anchors = Object.fromEntries(Object.entries(anchors).map(([name, id]) => [name, id.replace(/^s-/, "")]));
    this.chosen = Object.fromEntries(Object.keys(FACETS).map((name) => [name, new Set()]));
    this.section = "";
    this.sort = "place";
    this.fromAddress();
    this.build();
    form.addEventListener("change", (event) => this.choose(event.target, changed));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const button of [clear, document.getElementById("show-any")])
      button.addEventListener("click", () => {
        this.clear();
        changed();
        said.focus();
      });
    form.parentElement.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !form.parentElement.open) return;
      event.stopPropagation();
      form.parentElement.open = false;
      said.focus();
    });
  }

  choose({ name, value, checked }, changed) {
    if (name === "section" || name === "sort") this[name] = value;
    else this.chosen[name][checked ? "add" : "delete"](value);
    this.toAddress();
    changed();
  }

  clear() {
    for (const set of Object.values(this.chosen)) set.clear();
    this.section = "";
    this.toAddress();
  }

  get active() {
    return Boolean(this.section) || Object.values(this.chosen).some((set) => set.size);
  }

  // Whether rejected findings stand in the list itself, because they were asked for.
  get rejectedToo() {
    return this.chosen.decision.has("rejected");
  }

  // `but`: the facet that is left out of account.
  matches(item, but = null) {
    if (but !== "section" && this.section && item.section_name !== this.section) return false;
    return Object.entries(this.chosen).every(([name, set]) => name === but || !set.size || set.has(item[name]));
  }

  fromAddress() {
    const asked = new URLSearchParams(location.search);
    for (const [name, { values }] of Object.entries(FACETS))
      for (const value of (asked.get(name) ?? "").split(",")) if (Object.hasOwn(values, value)) this.chosen[name].add(value);
    const names = Object.keys(this.anchors);
    this.section = names.find((name) => this.anchors[name] === asked.get("section")) ?? "";
    if (asked.get("sort") === "weight") this.sort = "weight";
  }

  toAddress() {
    const told = new URLSearchParams();
    for (const [name, set] of Object.entries(this.chosen)) if (set.size) told.set(name, [...set].join(","));
    if (this.section) told.set("section", this.anchors[this.section]);
    if (this.sort !== "place") told.set("sort", this.sort);
    const query = told.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
  }

  // The choices, made once; `draw` only brings their counts up to date, so that nobody's focus is lost.
  build() {
    const facets = Object.entries(FACETS).map(([name, { title, values }]) => {
      const group = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = title;
      group.append(legend, ...Object.entries(values).map(([value, text]) => choice(name, value, text)));
      return group;
    });
    form.querySelector(".facets").replaceChildren(...facets);
    form.elements.sort.value = this.sort;
    for (const name of Object.keys(this.anchors)) place.add(new Option(name, name));
  }

  draw(items) {
    for (const [name, set] of Object.entries(this.chosen)) {
      const counts = count(items.filter((item) => this.matches(item, name)), name);
      for (const input of form.querySelectorAll(`input[name="${name}"]`)) {
        input.checked = set.has(input.value);
        input.parentElement.querySelector(".count").textContent = counts.get(input.value) ?? 0;
        input.parentElement.hidden = !counts.has(input.value) && !input.checked;
      }
      const group = form.querySelector(`input[name="${name}"]`).closest("fieldset");
      group.hidden = !group.querySelector("label:not([hidden])");
    }
    const counts = count(items.filter((item) => this.matches(item, "section")), "section_name");
    for (const option of place.options) {
      const number = option.value ? (counts.get(option.value) ?? 0) : [...counts.values()].reduce((a, b) => a + b, 0);
      option.text = `${option.value || "All sections"} (${number})`;
      option.hidden = Boolean(option.value) && !number && option.value !== this.section;
    }
    place.value = this.section;
    clear.hidden = !this.active;
    said.textContent = this.active ? `Filter: ${this.inWords()}` : "Filter";
  }

  inWords() {
    const words = Object.entries(FACETS).flatMap(([name, { values }]) => [...this.chosen[name]].map((value) => values[value].toLowerCase()));
    return [...words, this.section].filter(Boolean).join(", ");
  }
}

function choice(name, value, text) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
  const number = Object.assign(document.createElement("span"), { className: "count" });
  label.append(input, ` ${text} `, number);
  return label;
}

function count(items, field) {
  const counts = new Map();
  for (const item of items) counts.set(item[field], (counts.get(item[field]) ?? 0) + 1);
  return counts;
}
