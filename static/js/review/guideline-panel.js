// The guideline: a verdict on each of its items, the most urgent first.
import { setChildren } from "../shared/children.js";
import { formatNumber } from "../shared/format.js";
import { verdictLabels } from "./page-data.js";
import { createRow, fillRow } from "./verdict-row.js";

const GROUPS = { checklist: "Checklist", section: "Expected sections" };
const LISTED = ["not_met", "partly", "not_checked"]; // in this order; the others are folded away
const FOLDED = ["met", "not_applicable"];
const $ = (id) => document.getElementById(id);

export class GuidelinePanel {
  // `on`: cite(passage), finding(id), show(id) a finding, save(item, fields), opened(item), and
  // `sections`, the names of the document's sections.
  constructor(verdicts, on) {
    this.on = { ...on, open: (item) => this.open(item, { focus: false }) };
    this.rows = new Map(); // reused, so that a redraw does not lose the focus
    this.selected = null; // the item of one
    this.folds = new Map(); // by kind and verdict
    this.list = $("verdict-list");
    for (const [event, printing] of [["beforeprint", true], ["afterprint", false]])
      addEventListener(event, () => this.print(printing));
    this.replace(verdicts);
  }

  // All verdicts, in the order of the guideline.
  replace(verdicts) {
    this.verdicts = new Map(verdicts.map((verdict) => [verdict.item, verdict]));
    this.draw();
  }

  // Some of them, as they are now.
  update(verdicts) {
    for (const verdict of verdicts) if (this.verdicts.has(verdict.item)) this.verdicts.set(verdict.item, verdict);
    this.draw();
  }

  get judged() {
    return [...this.verdicts.values()].filter(({ source }) => source);
  }

  count(compliance) {
    return this.judged.filter(({ verdict }) => verdict === compliance).length;
  }

  draw() {
    this.drawHead();
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const children = Object.entries(GROUPS).flatMap(([kind, title]) => this.group(kind, title));
    setChildren(this.list, children);
    if (focused !== document.activeElement) focused?.focus({ preventScroll: true }); // its row has moved
    $("guideline-empty").hidden = this.verdicts.size > 0;
    $("guideline-panel").classList.toggle("unread", !this.judged.length);
  }

  drawHead() {
    const counts = Object.keys(verdictLabels).map((compliance) => [compliance, this.count(compliance)]);
    const [met, apply] = [this.count("met"), this.verdicts.size - this.count("not_applicable")];
    const any = this.judged.length > 0;
    $("guideline-count").textContent = any ? `${met}/${apply}` : "";
    $("verdict-summary").textContent = any
      ? counts.filter(([, number]) => number).map(([compliance, number]) => `${formatNumber(number)} ${verdictLabels[compliance].toLowerCase()}`).join(", ")
      : "Not reviewed yet. This is what the document is reviewed against.";
    $("verdict-bar").hidden = !any;
    $("verdict-bar").max = apply || 1;
    $("verdict-bar").value = met;
  }

  // A heading, the rows by need, and folds for those that need nothing.
  group(kind, title) {
    const verdicts = [...this.verdicts.values()].filter((verdict) => verdict.kind === kind);
    if (!verdicts.length) return [];
    const existing = [...this.list.children].find((child) => child.dataset.name === kind);
    const heading = existing ?? document.createElement("h2");
    const list = existing?.nextElementSibling ?? document.createElement("ul");
    heading.dataset.name = kind;
    heading.textContent = title;
    const need = ({ verdict, source }) => (source ? LISTED.indexOf(verdict) : LISTED.length);
    const open = verdicts.filter(({ verdict, source }) => !source || LISTED.includes(verdict));
    setChildren(list, open.sort((a, b) => need(a) - need(b)).map((verdict) => this.row(verdict)));
    return [heading, list, ...FOLDED.flatMap((compliance) => this.fold(kind, compliance, verdicts))];
  }

  fold(kind, compliance, verdicts) {
    const folded = verdicts.filter(({ verdict, source }) => source && verdict === compliance);
    const key = `${kind} ${compliance}`;
    if (!folded.length) return [];
    if (!this.folds.has(key)) {
      const details = Object.assign(document.createElement("details"), { className: "verdict-fold" });
      details.append(document.createElement("summary"), document.createElement("ul"));
      this.folds.set(key, details);
    }
    const details = this.folds.get(key);
    const selected = folded.some(({ item }) => item === this.selected) && this.rows.get(this.selected);
    if (selected && selected.closest("details") !== details) details.open = true; // the open row is not lost
    details.firstElementChild.textContent = `${formatNumber(folded.length)} ${verdictLabels[compliance].toLowerCase()}`;
    setChildren(details.lastElementChild, folded.map((verdict) => this.row(verdict)));
    return [details];
  }

  row(verdict) {
    const row = this.rows.get(verdict.item) ?? createRow(verdict.item, this.on);
    this.rows.set(verdict.item, row);
    const findings = verdict.findings.map((id) => this.on.finding(id)?.decision);
    const state = JSON.stringify([verdict, findings]);
    if (row.state !== state) fillRow(row, verdict, this.on);
    row.state = state;
    this.mark(row, verdict.item === this.selected);
    return row;
  }

  mark(row, open) {
    row?.classList.toggle("open", open);
    row?.querySelector(".verdict-head").setAttribute("aria-expanded", String(open));
  }

  // Open an item (or none) and bring it into view; returns whether it is there.
  open(item, { focus = true } = {}) {
    this.mark(this.rows.get(this.selected), false);
    this.selected = this.verdicts.has(item) ? item : null;
    const row = this.rows.get(this.selected);
    this.mark(row, true);
    const fold = row?.closest("details");
    if (fold) fold.open = true;
    row?.scrollIntoView({ block: "nearest" });
    if (focus) row?.querySelector(".verdict-head").focus({ preventScroll: true });
    this.on.opened(this.selected);
    return Boolean(row);
  }

  // To the next (1) or previous (-1) item that is visible.
  step(direction) {
    const visible = [...this.list.querySelectorAll(".verdict")].filter((row) => row.checkVisibility());
    const index = visible.findIndex((row) => row.dataset.item === this.selected);
    const next = visible[index < 0 ? 0 : Math.max(0, Math.min(visible.length - 1, index + direction))];
    if (next) this.open(next.dataset.item);
  }

  // Give the open item the verdict of that number, from 1 in the order of the form.
  choose(number) {
    const verdict = Object.keys(verdictLabels)[number - 1];
    if (this.selected && verdict) this.on.save(this.selected, { verdict });
  }

  // On paper nothing can be opened.
  print(printing) {
    for (const details of this.folds.values()) {
      if (printing) details.wasOpen = details.open;
      details.open = printing || details.wasOpen;
    }
  }
}
