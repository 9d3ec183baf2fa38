// The list of findings: grouped, filtered, the minor ones folded, one of them selected.
// Of thousands only those near are in the page.
import { setChildren } from "../shared/children.js";
import { formatNumber, plural } from "../shared/format.js";
import { CollapsedList } from "./collapsed-list.js";
import { copy } from "../shared/copy-button.js";
import { createCard, fillCard, plainText } from "./finding-card.js";
import { FindingSet, grouped, isMinor } from "./finding-set.js";
import { ListWindow } from "./list-window.js";
import { MinorFindings } from "./minor-findings.js";
import { bySeverity, labels } from "./page-data.js";

const $ = (id) => document.getElementById(id);

export class FindingList extends FindingSet {
  // `sections`: their names in order. `guideline`: the text of its items by reference. `on`:
  // section() in view, drawn(shown), folded(section) where minor findings were folded or unfolded,
  // acceptAll(ids), open(id), show(id), and one callback per action of a card.
  constructor(sections, guideline, filter, on) {
    super();
    Object.assign(this, { guideline, filter, on });
    this.order = new Map(sections.map((name, index) => [name, index]));
    this.cards = new Map(); // reused, so that a redraw does not lose the focus
    this.minor = new MinorFindings(filter, {
      accept: (ids) => on.acceptAll(ids),
      changed: (section) => {
        if (!section) this.window.reset();
        this.draw();
        on.folded(section);
      },
    });
    this.selected = null; // the id of one
    this.list = $("finding-list");
    this.window = new ListWindow(this.list, this.list.closest(".findings"), () => this.draw());
    const card = (finding) => this.card(finding);
    this.rejected = new CollapsedList("rejected", "rejected", {
      findings: () => this.rejectedFindings(),
      number: (findings) => (this.totals && !this.filter.active ? this.count().rejected : findings.length),
      card,
    });
    this.earlier = new CollapsedList("resolved", "resolved (text no longer in the document)", {
      findings: () => this.sorted([...this.resolved.values()]),
      number: (findings) => findings.length,
      card,
    });
    for (const list of [this.list, $("rejected-list"), $("resolved-list")]) list.addEventListener("click", (event) => this.handleClick(event));
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

  // Show the beginning of the list again.
  reset() {
    for (const part of [this.window, this.rejected, this.earlier]) part.reset();
  }

  // The findings of a section that are highlighted in the document.
  highlighted(section) {
    return (this.bySection().get(section) ?? []).filter((finding) => this.isListed(finding));
  }

  // Minor findings count where they are not folded away.
  count(section = null, minor = (name) => this.minor.isShown(name)) {
    return super.count(section, minor);
  }

  // The findings in words: “9 findings, 36 minor”.
  describe() {
    const [shown, all] = [this.count().all, this.count(null, () => true).all];
    return all > shown ? `${plural(shown, "finding")}, ${formatNumber(all - shown)} minor` : plural(all, "finding");
  }

  // Whether the filter or a fold hides it.
  isHidden(finding) {
    return !this.filter.matches(finding) || this.minor.isFolded(finding);
  }

  isListed(finding) {
    return !this.isHidden(finding) && (finding.decision !== "rejected" || this.filter.includesRejected);
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

  // What the list consists of, in its order: {group, finding}, and {group, minor} for the line of a
  // section's minor findings.
  entries() {
    return this.once("entries", () => {
      if (this.filter.sort === "severity") return this.matching().map((finding) => ({ group: labels.severity[finding.severity], finding }));
      const listed = grouped(this.matching(), ({ section_name: name }) => name);
      return [...this.order.keys()].flatMap((group) => {
        const minor = this.minorOf(group);
        return [...(listed.get(group) ?? []).map((finding) => ({ group, finding })), ...(minor.number ? [{ group, minor }] : [])];
      });
    });
  }

  // The minor findings of a section that its line folds, and how many they are.
  minorOf(section) {
    if (this.minor.allShown) return { number: 0 };
    const findings = (this.bySection().get(section) ?? []).filter((finding) => isMinor(finding) && this.filter.matches(finding));
    const known = this.totals && !this.filter.active;
    return { findings, number: known ? this.count(section, () => true).all - this.count(section, () => false).all : findings.length };
  }

  draw() {
    this.known = {};
    const groups = grouped(this.window.slice(this.entries()), ({ group }) => group);
    const existing = new Map([...this.list.children].map((child) => [child.dataset.group, child]));
    setChildren(this.list, [...groups].flatMap(([name, entries]) => this.group(name, entries, existing.get(name))));
    this.window.observe();
    for (const list of [this.rejected, this.earlier]) list.draw();
    this.filter.draw([...this.items.values()]);
    const [shown, all, important] = [this.count(), this.count(null, () => true), this.count(null, () => false)].map((counts) => counts.all);
    this.minor.draw(all - important);
    $("finding-count").textContent = shown ? formatNumber(shown) : "";
    $("folded-count").textContent = all > shown ? `+${formatNumber(all - shown)}` : "";
    this.on.drawn(this.matching());
  }

  rejectedFindings() {
    if (this.filter.includesRejected) return [];
    return this.inOrder().filter((finding) => finding.decision === "rejected" && !this.isHidden(finding));
  }

  // The heading, the list and perhaps the line of a group, reused where they exist.
  group(name, entries, existing) {
    const heading = existing ?? document.createElement("h2");
    const list = existing?.nextElementSibling ?? document.createElement("ul");
    heading.dataset.group = name;
    heading.textContent = name;
    setChildren(list, entries.filter(({ finding }) => finding).map(({ finding }) => this.card(finding)));
    const { minor } = entries.at(-1);
    return [heading, list, ...(minor ? [this.minor.line(name, minor.number, minor.findings)] : [])];
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
    if (this.resolved.has(finding.id)) this.earlier.uncover(finding);
    else if (!this.filter.matches(finding)) this.filter.clear();
    const folded = this.minor.isFolded(finding);
    this.minor.uncover(finding);
    this.known = {};
    if (this.isListed(finding) && this.items.has(finding.id)) this.window.include(this.entries().findIndex((entry) => entry.finding === finding));
    else if (finding.decision === "rejected" && this.items.has(finding.id)) this.rejected.uncover(finding);
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
