// The list of findings: grouped, filtered, the minor ones folded, one of them selected.
import { setChildren } from "../shared/children.js";
import { formatNumber, plural } from "../shared/format.js";
import { copy } from "./copy-button.js";
import { createCard, fillCard, plainText } from "./finding-card.js";
import { MinorFindings } from "./minor-findings.js";
import { bySeverity, labels } from "./page-data.js";

const $ = (id) => document.getElementById(id);

export class FindingList {
  // `sections`: their names in order. `guideline`: the text of its items by reference. `on`:
  // section() in view, drawn(shown), folded(section) where minor findings were folded or unfolded,
  // acceptAll(ids), open(id), show(id), and one callback per action of a card.
  constructor(sections, guideline, filter, on) {
    Object.assign(this, { guideline, filter, on });
    this.order = new Map(sections.map((name, index) => [name, index]));
    this.items = new Map();
    this.resolved = new Map(); // of earlier versions; not counted
    this.cards = new Map(); // reused, so that a redraw does not lose the focus
    this.minor = new MinorFindings(filter, {
      accept: (ids) => on.acceptAll(ids),
      changed: (section) => {
        this.draw();
        on.folded(section);
      },
    });
    this.selected = null; // the id of one
    this.list = $("finding-list");
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

  // How many findings there are, in one section or in all, by decision; `counted(finding)`: whether one
  // counts, by default unless it is folded away.
  count(section = null, counted = (finding) => !this.minor.isFolded(finding)) {
    const counts = { all: 0, ...Object.fromEntries(Object.keys(labels.decision).map((decision) => [decision, 0])) };
    for (const finding of this.items.values()) {
      if ((section !== null && finding.section_name !== section) || !counted(finding)) continue;
      counts.all += 1;
      counts[finding.decision] += 1;
    }
    return counts;
  }

  // The findings in words: “9 findings, 36 minor”.
  describe() {
    const [shown, all] = [this.count().all, this.items.size];
    return all > shown ? `${plural(shown, "finding")}, ${formatNumber(all - shown)} minor` : plural(all, "finding");
  }

  isListed(finding) {
    return this.filter.matches(finding) && !this.minor.isFolded(finding) && (finding.decision !== "rejected" || this.filter.includesRejected);
  }

  sorted(findings = [...this.items.values()]) {
    const byPosition = (a, b) => this.order.get(a.section_name) - this.order.get(b.section_name) || (a.start ?? -1) - (b.start ?? -1);
    return findings.sort(this.filter.sort === "severity" ? (a, b) => bySeverity(a, b) || byPosition(a, b) : byPosition);
  }

  matching() {
    return this.sorted().filter((finding) => this.isListed(finding));
  }

  draw() {
    const shown = this.matching();
    const bySection = this.filter.sort === "position";
    const groups = grouped(shown, bySection ? ({ section_name: name }) => name : ({ severity }) => labels.severity[severity]);
    const folds = this.folds(bySection);
    const names = bySection ? [...this.order.keys()].filter((name) => groups.has(name) || folds.has(name)) : [...groups.keys()];
    const children = names.flatMap((name) => [...this.group(name, groups.get(name) ?? []), ...(folds.has(name) ? [folds.get(name)] : [])]);
    setChildren(this.list, children);
    for (const name of ["rejected", "resolved"]) this.drawCollapsed(name);
    const all = [...this.items.values()];
    this.filter.draw(all);
    this.minor.draw(all);
    const { all: number } = this.count();
    $("finding-count").textContent = number ? formatNumber(number) : "";
    $("folded-count").textContent = all.length > number ? `+${formatNumber(all.length - number)}` : "";
    this.on.drawn(shown);
  }

  // The line of each section that folds or unfolds its minor findings, by name.
  folds(bySection) {
    if (!bySection) return new Map();
    const listed = [...this.items.values()].filter((finding) => this.filter.matches(finding));
    const lines = [...grouped(listed, ({ section_name: name }) => name)].map(([name, findings]) => [name, this.minor.line(name, findings)]);
    return new Map(lines.filter(([, line]) => line));
  }

  // The collapsed lists: rejected findings, and those of earlier versions of the document.
  drawCollapsed(name) {
    const rejected = () => (this.filter.includesRejected ? [] : [...this.items.values()].filter((finding) => finding.decision === "rejected" && this.filter.matches(finding) && !this.minor.isFolded(finding)));
    const findings = this.sorted(name === "rejected" ? rejected() : [...this.resolved.values()]);
    $(name).hidden = !findings.length;
    $(`${name}-summary`).textContent = `${formatNumber(findings.length)} ${name === "rejected" ? "rejected" : "resolved (text no longer in the document)"}`;
    setChildren($(`${name}-list`), $(name).open ? findings.map((finding) => this.card(finding)) : []);
  }

  // The heading and the list of a group, reused where they exist.
  group(name, findings) {
    const existing = [...this.list.children].find((child) => child.dataset.name === name);
    const heading = existing ?? document.createElement("h2");
    const list = existing?.nextElementSibling ?? document.createElement("ul");
    heading.dataset.name = name;
    heading.textContent = name;
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
    const folded = this.minor.isFolded(finding);
    this.minor.uncover(finding);
    if (finding.decision === "rejected" && !this.isListed(finding)) $("rejected").open = true;
    this.draw();
    if (folded) this.on.folded(finding.section_name);
  }

  // The id of the next (1) or previous (-1) finding shown.
  neighbour(step) {
    const shown = this.matching();
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

  // The id of the next open finding shown, after the selected one and then from the top.
  nextOpen() {
    const findings = this.matching();
    const after = findings.slice(this.position(findings));
    return [...after, ...findings].find(({ decision, id }) => decision === "open" && id !== this.selected)?.id ?? null;
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
