// The list of findings: grouped, filtered, the most important first shown, one of them selected.
// Of thousands only those near are in the page: the list grows at its ends as the reader gets there.
import { formatNumber } from "../shared/format.js";
import { copy } from "../shared/copy-button.js";
import { createCard, fillCard, plainText } from "./finding-card.js";
import { FindingSet, grouped } from "./finding-set.js";
import { bySeverity, labels } from "./page-data.js";

const PER_SECTION = 5; // findings shown at first
const PER_DOCUMENT = 30;
const STEP = 400; // cards by which a list grows
const BEFORE = 50; // cards before a finding that is selected far away
const $ = (id) => document.getElementById(id);

export class FindingList extends FindingSet {
  // `sections`: their names in order. `guideline`: the text of its items by reference. `on`:
  // section() in view, drawn(shown), open(id), show(id), and one callback per action of a card.
  constructor(sections, guideline, filter, on) {
    super();
    Object.assign(this, { guideline, filter, on });
    this.order = new Map(sections.map((name, index) => [name, index]));
    this.cards = new Map(); // reused, so that a redraw does not lose the focus
    this.expanded = false; // all are shown
    this.resetWindow();
    this.selected = null; // the id of one
    this.list = $("finding-list");
    this.more = $("show-all");
    this.more.addEventListener("click", () => {
      this.expanded = !this.expanded;
      this.resetWindow();
      this.draw();
    });
    this.watchEnds();
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
    else if (action === "cite") this.on.cite(this.get(id).also[button.dataset.index]);
    else this.on[action](id);
  }

  // The part of the list that is in the page: [from, to) of the findings shown.
  resetWindow() {
    this.window = { from: 0, to: STEP };
    this.collapsed = { rejected: STEP, resolved: STEP };
  }

  watchEnds() {
    this.ends = [document.createElement("div"), document.createElement("div")];
    this.list.before(this.ends[0]);
    this.list.after(this.ends[1]);
    this.observer = new IntersectionObserver(
      (entries) => {
        const reached = entries.filter((entry) => entry.isIntersecting).map((entry) => this.ends.indexOf(entry.target));
        const { from, to } = this.window;
        if (reached.includes(1) && to < this.shown().length) this.window.to += STEP;
        if (reached.includes(0)) this.window.from = Math.max(0, from - STEP);
        if (this.window.from !== from || this.window.to !== to) this.draw();
      },
      { root: this.list.closest(".findings"), rootMargin: "1500px 0px" },
    );
  }

  // The findings of a section that are highlighted in the document.
  highlighted(section) {
    return (this.bySection().get(section) ?? []).filter((finding) => this.isListed(finding));
  }

  isListed(finding) {
    return this.filter.matches(finding) && (finding.decision !== "rejected" || this.filter.includesRejected);
  }

  sorted(findings = [...this.items.values()]) {
    const byPosition = (a, b) => this.order.get(a.section_name) - this.order.get(b.section_name) || (a.start ?? -1) - (b.start ?? -1);
    return findings.sort(this.filter.sort === "severity" ? (a, b) => bySeverity(a, b) || byPosition(a, b) : byPosition);
  }

  // All in the order of the list; sorted anew only where that may have changed.
  inOrder() {
    if (this.moved || this.sortedBy !== this.filter.sort) this.ids = this.sorted().map(({ id }) => id);
    this.moved = false;
    this.sortedBy = this.filter.sort;
    return this.ids.map((id) => this.items.get(id));
  }

  matching() {
    return this.once("matching", () => this.inOrder().filter((finding) => this.isListed(finding)));
  }

  shown() {
    return this.once("shown", () => this.choose());
  }

  choose() {
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
    this.known = {};
    const shown = this.shown();
    const matching = this.matching();
    const { from, to } = this.printing ? { from: 0, to: Infinity } : this.window;
    const groupName = this.filter.sort === "severity" ? ({ severity }) => labels.severity[severity] : ({ section_name: name }) => name;
    const totals = grouped(matching, groupName);
    const numbers = grouped(shown, groupName);
    const groups = grouped(shown.slice(from, to), groupName);
    const existing = new Map([...this.list.children].map((child) => [child.dataset.name, child]));
    const elements = [...groups].flatMap(([name, findings]) => this.group(name, findings, numbers.get(name).length, totals.get(name).length, existing));
    setChildren(this.list, elements);
    for (const name of ["rejected", "resolved"]) this.drawCollapsed(name);
    this.filter.draw([...this.items.values()]);
    const { all, rejected } = this.count();
    const listed = this.totals ? all - (this.filter.includesRejected ? 0 : rejected) : matching.length;
    $("finding-count").textContent = all ? formatNumber(all) : "";
    this.more.hidden = this.filter.active || (!this.expanded && shown.length === listed);
    this.more.textContent = this.expanded ? "Show only the most important" : `Show all ${formatNumber(listed)} (${formatNumber(shown.length)} shown)`;
    for (const end of this.ends) {
      this.observer.unobserve(end); // observed anew, it is reported anew
      this.observer.observe(end);
    }
    this.on.drawn(shown);
  }

  // The collapsed lists: rejected findings, and those of earlier versions of the document.
  drawCollapsed(name) {
    const findings = this.inCollapsed(name);
    const number = this.totals && name === "rejected" && !this.filter.active ? this.count().rejected : findings.length;
    $(name).hidden = !number;
    $(`${name}-summary`).textContent = `${formatNumber(number)} ${name === "rejected" ? "rejected" : "resolved (text no longer in the document)"}`;
    const cards = $(name).open ? findings.slice(0, this.collapsed[name]).map((finding) => this.card(finding)) : [];
    if (cards.length && cards.length < findings.length) cards.push(this.moreCollapsed(name));
    setChildren($(`${name}-list`), cards);
  }

  inCollapsed(name) {
    if (name === "resolved") return this.sorted([...this.resolved.values()]);
    const rejected = ({ decision }) => decision === "rejected" && !this.filter.includesRejected;
    return this.inOrder().filter((finding) => rejected(finding) && this.filter.matches(finding));
  }

  moreCollapsed(name) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: `Show ${STEP} more` });
    button.addEventListener("click", () => {
      this.collapsed[name] += STEP;
      this.drawCollapsed(name);
    });
    item.className = "more";
    item.append(button);
    return item;
  }

  // The heading and the list of a group, reused where they exist. `shown` of its `total` are listed;
  // `findings` are those that are in the page.
  group(name, findings, shown, total, existing) {
    const heading = existing.get(name) ?? document.createElement("h2");
    const list = heading.nextElementSibling ?? document.createElement("ul");
    heading.dataset.name = name;
    const [title, note] = [document.createElement("span"), document.createElement("span")];
    title.textContent = name;
    note.textContent = shown < total ? `${shown} of ${total} shown` : "";
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
    if (this.resolved.has(finding.id)) this.uncoverCollapsed("resolved", finding);
    else if (!this.filter.matches(finding)) this.filter.clear();
    this.known = {};
    if (finding.decision === "rejected" && !this.isListed(finding)) this.uncoverCollapsed("rejected", finding);
    else if (this.items.has(finding.id)) this.uncoverListed(finding);
    this.draw();
  }

  uncoverListed(finding) {
    const place = () => this.shown().findIndex(({ id }) => id === finding.id);
    if (place() < 0) {
      this.expanded = true;
      this.known = {};
    }
    const index = place();
    if (index < this.window.from || index >= this.window.to) this.window = { from: Math.max(0, index - BEFORE), to: index + STEP };
  }

  uncoverCollapsed(name, finding) {
    $(name).open = true;
    const index = this.inCollapsed(name).findIndex(({ id }) => id === finding.id);
    this.collapsed[name] = Math.max(this.collapsed[name], index + BEFORE);
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

// Give the parent these children; moves only those that are out of place.
function setChildren(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}
