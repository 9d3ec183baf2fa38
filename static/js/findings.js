// The list of findings: grouped, filtered, the most important first shown, one lit at a time.
import { SEVERITY, asText, copy, fill, make } from "./finding.js";

const RANK = { high: 0, medium: 1, low: 2 };
const PER_SECTION = 5;
const PER_DOCUMENT = 30;
const $ = (id) => document.getElementById(id);

export class Findings {
  // `asks`: the guideline's items by their reference, as sentences. `on` is called with a finding's
  // id: `open`, `show`, and by name what its buttons do (`accept`, `reject`, `edit`, …).
  constructor(names, asks, filter, on) {
    Object.assign(this, { asks, filter, on });
    this.order = new Map(names.map((name, index) => [name, index]));
    this.items = new Map();
    this.resolved = new Map(); // of earlier versions; not counted
    this.elements = new Map(); // the drawn ones; kept, so that a redraw takes nobody's focus
    this.all = false;
    this.lit = null;
    this.list = $("finding-list");
    this.more = $("show-all");
    this.more.addEventListener("click", () => {
      this.all = !this.all;
      this.draw();
    });
    for (const [moment, all] of [["beforeprint", true], ["afterprint", false]])
      addEventListener(moment, () => {
        this.printing = all; // on paper nothing can be unfolded
        this.draw();
      });
    for (const list of [this.list, $("rejected-list"), $("resolved-list")]) list.addEventListener("click", (event) => this.pressed(event));
    for (const name of ["rejected", "resolved"]) $(name).addEventListener("toggle", () => this.drawFold(name));
  }

  pressed(event) {
    const element = event.target.closest(".finding");
    if (!element || event.target.closest("form, .asked-text") || getSelection().toString()) return;
    const id = element.dataset.id;
    const button = event.target.closest("[data-does]");
    if (event.target.closest(".finding-link") && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    if (!button) this.on.open(id);
    else if (button.dataset.does === "copy") copy(button, asText(this.item(id)));
    else if (button.dataset.does === "link") navigator.clipboard ? copy(button, button.href) : this.on.open(id);
    else this.on[button.dataset.does](id, button);
  }

  item(id) {
    return this.items.get(id) ?? this.resolved.get(id);
  }

  add(items) {
    for (const item of items) this.items.set(item.id, item);
    this.draw();
  }

  replace(items, resolved = [...this.resolved.values()]) {
    this.items = new Map(items.map((item) => [item.id, item]));
    this.resolved = new Map(resolved.map((item) => [item.id, item]));
    this.draw();
  }

  remove(id) {
    this.items.delete(id);
    this.draw();
  }

  // Those of a section that are marked in the text.
  of(section) {
    return [...this.items.values()].filter((item) => item.section_name === section && this.listed(item));
  }

  // How many of a section there are, and how many of them are still to be decided.
  tally(section) {
    const all = [...this.items.values()].filter((item) => item.section_name === section);
    return { all: all.length, open: all.filter((item) => item.decision === "open").length };
  }

  tallyAll() {
    const open = [...this.items.values()].filter((item) => item.decision === "open").length;
    const accepted = [...this.items.values()].filter((item) => item.decision === "accepted").length;
    return { all: this.items.size, open, accepted, decided: this.items.size - open };
  }

  listed(item) {
    return this.filter.matches(item) && (item.decision !== "rejected" || this.filter.rejectedToo);
  }

  // In the order of the document (section, then place), or the weightiest first.
  sorted(items = [...this.items.values()]) {
    const place = (a, b) => this.order.get(a.section_name) - this.order.get(b.section_name) || (a.start ?? -1) - (b.start ?? -1);
    const weight = (a, b) => RANK[a.severity] - RANK[b.severity] || place(a, b);
    return items.sort(this.filter.sort === "weight" ? weight : place);
  }

  matching() {
    return this.sorted().filter((item) => this.listed(item));
  }

  shown() {
    const matching = this.matching();
    if (this.all || this.printing || this.filter.active) return matching;
    const perSection = new Map();
    const chosen = new Set();
    const byWeight = [...matching].sort((a, b) => RANK[a.severity] - RANK[b.severity] || (b.confidence ?? 1) - (a.confidence ?? 1));
    for (const item of byWeight) {
      const count = perSection.get(item.section_name) ?? 0;
      if (count >= PER_SECTION || chosen.size >= PER_DOCUMENT) continue;
      chosen.add(item.id);
      perSection.set(item.section_name, count + 1);
    }
    return matching.filter((item) => chosen.has(item.id));
  }

  draw() {
    const shown = this.shown();
    const matching = this.matching();
    const key = this.filter.sort === "weight" ? (item) => SEVERITY[item.severity] : (item) => item.section_name;
    const totals = new Map();
    for (const item of matching) totals.set(key(item), (totals.get(key(item)) ?? 0) + 1);
    const groups = grouped(shown, key);
    arrange(this.list, [...groups].flatMap(([name, items]) => this.group(name, items.map((item) => this.element(item)), totals.get(name))));
    for (const name of ["rejected", "resolved"]) this.drawFold(name);
    this.filter.draw([...this.items.values()]);
    $("finding-count").textContent = this.items.size || "";
    this.more.hidden = this.filter.active || (!this.all && shown.length === matching.length);
    this.more.textContent = this.all ? "Show the most important only" : `Show all ${matching.length} (${shown.length} shown)`;
    this.on.drawn(shown);
  }

  // The folded lines: rejected findings, and those that an earlier version of the document had.
  drawFold(name) {
    const rejected = () => (this.filter.rejectedToo ? [] : [...this.items.values()].filter((item) => item.decision === "rejected" && this.filter.matches(item)));
    const items = this.sorted(name === "rejected" ? rejected() : [...this.resolved.values()]);
    $(name).hidden = !items.length;
    $(`${name}-said`).textContent = name === "rejected" ? `${items.length} rejected` : `${items.length} resolved: the words are gone`;
    arrange($(`${name}-list`), $(name).open ? items.map((item) => this.element(item)) : []);
  }

  group(name, elements, total) {
    const old = [...this.list.children].find((child) => child.dataset.name === name);
    const heading = old ?? document.createElement("h2");
    const list = old?.nextElementSibling ?? document.createElement("ul");
    heading.dataset.name = name;
    const said = [document.createElement("span"), document.createElement("span")];
    said[0].className = "group-name";
    said[0].textContent = name;
    said[1].textContent = elements.length < total ? `${elements.length} of ${total} shown` : "";
    heading.replaceChildren(...said);
    arrange(list, elements);
    return [heading, list];
  }

  element(item) {
    const known = this.elements.get(item.id);
    const element = known ?? make(item);
    const inSection = this.filter.sort === "place" && this.items.has(item.id) && this.listed(item);
    const now = JSON.stringify([item, inSection]);
    if (element.shows !== now) {
      fill(element, item, { asked: this.asked(item.guideline), place: inSection ? "" : item.section_name });
      element.shows = now;
    }
    this.elements.set(item.id, element);
    this.mark(element, item.id === this.lit);
    return element;
  }

  asked(reference) {
    const text = this.asks[reference];
    const [name, id] = (reference ?? "").split("#");
    return text && { text, href: `/settings/guidelines/${encodeURIComponent(name)}#${encodeURIComponent(id)}` };
  }

  mark(element, lit) {
    element?.classList.toggle("lit", lit);
    element?.querySelector(".finding-head").setAttribute("aria-expanded", String(lit));
  }

  // Light one up (or none) and bring it into view; a hidden one is shown first.
  open(id) {
    this.mark(this.elements.get(this.lit), false);
    const item = this.item(id);
    this.lit = item ? id : null;
    if (item) this.uncover(item);
    const element = this.elements.get(this.lit);
    this.mark(element, true);
    element?.scrollIntoView({ block: "nearest" });
    return element ?? null;
  }

  uncover(item) {
    if (this.resolved.has(item.id)) $("resolved").open = true;
    else if (!this.filter.matches(item)) this.filter.clear();
    if (item.decision === "rejected" && !this.listed(item)) $("rejected").open = true;
    else if (!this.shown().some((one) => one.id === item.id)) this.all = true;
    this.draw();
  }

  beside(step) {
    const shown = this.shown();
    const at = this.at(shown);
    const next = shown[at]?.id === this.lit || step < 0 ? at + step : at;
    return shown[Math.max(0, Math.min(shown.length - 1, next))]?.id ?? null;
  }

  // Where one is in a list: at the lit one, else at the first in or after the section looked at.
  at(items) {
    const lit = items.findIndex((item) => item.id === this.lit);
    if (lit >= 0 || this.filter.sort === "weight") return Math.max(0, lit);
    const here = this.order.get(this.on.section()) ?? 0;
    const first = items.findIndex((item) => this.order.get(item.section_name) >= here);
    return first < 0 ? items.length : first;
  }

  // The next that is still to be decided, after the lit one and then from the top: of what is shown,
  // else of what the filter lets through.
  nextOpen() {
    for (const items of [this.shown(), this.matching()]) {
      const after = items.slice(this.at(items));
      const next = [...after, ...items].find((item) => item.decision === "open" && item.id !== this.lit);
      if (next) return next.id;
    }
    return null;
  }
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    if (!groups.has(key(item))) groups.set(key(item), []);
    groups.get(key(item)).push(item);
  }
  return groups;
}

// Make `children` the parent's children, moving only what is not in its place.
function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}
