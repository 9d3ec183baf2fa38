// The list of findings: grouped, filtered, the most important first shown, one of them selected.
import { formatNumber } from "../shared/format.js";
import { copy } from "../shared/copy-button.js";
import { createCard, fillCard, plainText } from "./finding-card.js";
import { bySeverity, labels } from "./page-data.js";

const PER_SECTION = 5; // findings shown at first
const PER_DOCUMENT = 30;
const $ = (id) => document.getElementById(id);

export class FindingList {
  // `sections`: their names in order. `guideline`: the text of its items by reference. `on`:
  // section() in view, drawn(shown), open(id), show(id), and one callback per action of a card.
  constructor(sections, guideline, filter, on) {
    Object.assign(this, { guideline, filter, on });
    this.order = new Map(sections.map((name, index) => [name, index]));
    this.items = new Map();
    this.resolved = new Map(); // of earlier versions; not counted
    this.cards = new Map(); // reused, so that a redraw does not lose the focus
    this.expanded = false; // all are shown
    this.selected = null; // the id of one
    this.list = $("finding-list");
    this.more = $("show-all");
    this.more.addEventListener("click", () => {
      this.expanded = !this.expanded;
      this.draw();
    });
    for (const [event, printing] of [["beforeprint", true], ["afterprint", false]])
      addEventListener(event, () => {
        this.printing = printing; // on paper nothing can be expanded
        this.draw();
      });
    for (const list of [this.list, $("rejected-list"), $("resolved-list")]) list.addEventListener("click", (event) => this.handleClick(event));
    for (const name of ["rejected", "resolved"]) $(name).addEventListener("toggle", () => this.drawCollapsed(name));
  }

  handleClick(event) {
    const card = event.target.closest(".finding");
    if (!card || event.target.closest("form, .guideline-item") || getSelection().toString()) return;
    const id = card.dataset.id;
    const button = event.target.closest("[data-action]");
    const action = button?.dataset.action;
    if (action === "link" && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    if (!button) this.on.open(id);
    else if (action === "copy") copy(button, plainText(this.get(id)));
    else if (action === "link") navigator.clipboard ? copy(button, button.href) : this.on.open(id);
    else this.on[action](id);
  }

  get(id) {
    return this.items.get(id) ?? this.resolved.get(id);
  }

  add(findings) {
    for (const finding of findings) this.items.set(finding.id, finding);
    this.draw();
  }

  replace(findings, resolved = [...this.resolved.values()]) {
    this.items = new Map(findings.map((finding) => [finding.id, finding]));
    this.resolved = new Map(resolved.map((finding) => [finding.id, finding]));
    this.draw();
  }

  remove(ids) {
    if (!ids.length) return;
    for (const id of ids) this.items.delete(id);
    this.draw();
  }

  // The findings of a section that are highlighted in the document.
  highlighted(section) {
    return [...this.items.values()].filter((finding) => finding.section_name === section && this.isListed(finding));
  }

  // How many findings there are, in one section or in all, by decision.
  count(section = null) {
    const counts = { all: 0, ...Object.fromEntries(Object.keys(labels.decision).map((decision) => [decision, 0])) };
    for (const finding of this.items.values()) {
      if (section !== null && finding.section_name !== section) continue;
      counts.all += 1;
      counts[finding.decision] += 1;
    }
    return counts;
  }

  isListed(finding) {
    return this.filter.matches(finding) && (finding.decision !== "rejected" || this.filter.includesRejected);
  }

  sorted(findings = [...this.items.values()]) {
    const byPosition = (a, b) => this.order.get(a.section_name) - this.order.get(b.section_name) || (a.start ?? -1) - (b.start ?? -1);
    return findings.sort(this.filter.sort === "severity" ? (a, b) => bySeverity(a, b) || byPosition(a, b) : byPosition);
  }

  matching() {
    return this.sorted().filter((finding) => this.isListed(finding));
  }

  shown() {
    const matching = this.matching();
    if (this.expanded || this.printing || this.filter.active) return matching;
    const perSection = new Map();
    const chosen = new Set();
    for (const finding of [...matching].sort((a, b) => bySeverity(a, b) || (b.confidence ?? 1) - (a.confidence ?? 1))) {
      const number = perSection.get(finding.section_name) ?? 0;
      if (number >= PER_SECTION || chosen.size >= PER_DOCUMENT) continue;
      chosen.add(finding.id);
      perSection.set(finding.section_name, number + 1);
    }
    return matching.filter((finding) => chosen.has(finding.id));
  }

  draw() {
    const shown = this.shown();
    const matching = this.matching();
    const groupName = this.filter.sort === "severity" ? ({ severity }) => labels.severity[severity] : ({ section_name: name }) => name;
    const totals = grouped(matching, groupName);
    const groups = grouped(shown, groupName);
    setChildren(this.list, [...groups].flatMap(([name, findings]) => this.group(name, findings, totals.get(name).length)));
    for (const name of ["rejected", "resolved"]) this.drawCollapsed(name);
    this.filter.draw([...this.items.values()]);
    $("finding-count").textContent = this.items.size ? formatNumber(this.items.size) : "";
    this.more.hidden = this.filter.active || (!this.expanded && shown.length === matching.length);
    this.more.textContent = this.expanded ? "Show only the most important" : `Show all ${formatNumber(matching.length)} (${formatNumber(shown.length)} shown)`;
    this.on.drawn(shown);
  }

  // The collapsed lists: rejected findings, and those of earlier versions of the document.
  drawCollapsed(name) {
    const rejected = () => (this.filter.includesRejected ? [] : [...this.items.values()].filter((finding) => finding.decision === "rejected" && this.filter.matches(finding)));
    const findings = this.sorted(name === "rejected" ? rejected() : [...this.resolved.values()]);
    $(name).hidden = !findings.length;
    $(`${name}-summary`).textContent = `${formatNumber(findings.length)} ${name === "rejected" ? "rejected" : "resolved (text no longer in the document)"}`;
    setChildren($(`${name}-list`), $(name).open ? findings.map((finding) => this.card(finding)) : []);
  }

  // The heading and the list of a group, reused where they exist.
  group(name, findings, total) {
    const existing = [...this.list.children].find((child) => child.dataset.name === name);
    const heading = existing ?? document.createElement("h2");
    const list = existing?.nextElementSibling ?? document.createElement("ul");
    heading.dataset.name = name;
    const [title, note] = [document.createElement("span"), document.createElement("span")];
    title.textContent = name;
    note.textContent = findings.length < total ? `${findings.length} of ${total} shown` : "";
    heading.replaceChildren(title, note);
    setChildren(list, findings.map((finding) => this.card(finding)));
    return [heading, list];
  }

  card(finding) {
    const card = this.cards.get(finding.id) ?? createCard(finding);
    const underSection = this.filter.sort === "position" && this.items.has(finding.id) && this.isListed(finding);
    const state = JSON.stringify([finding, underSection]);
    if (card.state !== state) {
      fillCard(card, finding, { guideline: this.guidelineItem(finding.guideline), section: underSection ? "" : finding.section_name });
      card.state = state;
    }
    this.cards.set(finding.id, card);
    this.markSelected(card, finding.id === this.selected);
    return card;
  }

  guidelineItem(reference) {
    const text = this.guideline[reference];
    const [name, id] = (reference ?? "").split("#");
    return text && { text, href: `/settings/guidelines/${encodeURIComponent(name)}#${encodeURIComponent(id)}` };
  }

  markSelected(card, selected) {
    card?.classList.toggle("selected", selected);
    card?.querySelector(".finding-head").setAttribute("aria-expanded", String(selected));
  }

  // Select a finding (or none) and bring its card into view, even where it was not shown.
  select(id) {
    this.markSelected(this.cards.get(this.selected), false);
    const finding = this.get(id);
    this.selected = finding ? id : null;
    if (finding) this.uncover(finding);
    const card = this.cards.get(this.selected);
    this.markSelected(card, true);
    card?.scrollIntoView({ block: "nearest" });
    return card ?? null;
  }

  uncover(finding) {
    if (this.resolved.has(finding.id)) $("resolved").open = true;
    else if (!this.filter.matches(finding)) this.filter.clear();
    if (finding.decision === "rejected" && !this.isListed(finding)) $("rejected").open = true;
    else if (!this.shown().some((one) => one.id === finding.id)) this.expanded = true;
    this.draw();
  }

  // The id of the next (1) or previous (-1) finding shown.
  neighbour(step) {
    const shown = this.shown();
    const index = this.position(shown);
    const next = shown[index]?.id === this.selected || step < 0 ? index + step : index;
    return shown[Math.max(0, Math.min(shown.length - 1, next))]?.id ?? null;
  }

  // The index of the selected finding, else of the first in or after the section in view.
  position(findings) {
    const selected = findings.findIndex((finding) => finding.id === this.selected);
    if (selected >= 0 || this.filter.sort === "severity") return Math.max(0, selected);
    const current = this.order.get(this.on.section()) ?? 0;
    const first = findings.findIndex((finding) => this.order.get(finding.section_name) >= current);
    return first < 0 ? findings.length : first;
  }

  // The id of the next open finding, after the selected one and then from the top: of those shown,
  // else of all that match the filter.
  nextOpen() {
    for (const findings of [this.shown(), this.matching()]) {
      const after = findings.slice(this.position(findings));
      const next = [...after, ...findings].find((finding) => finding.decision === "open" && finding.id !== this.selected);
      if (next) return next.id;
    }
    return null;
  }
}

function grouped(findings, groupName) {
  const groups = new Map();
  for (const finding of findings) {
    const name = groupName(finding);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(finding);
  }
  return groups;
}

// Give the parent these children; moves only those that are out of place.
function setChildren(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}
