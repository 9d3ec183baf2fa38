// The findings of a review as far as they have come, and how many there are.
import { labels } from "./page-data.js";

// Whoever extends it has draw(), which is called after each change.
export class FindingSet {
  constructor() {
    this.items = new Map();
    this.resolved = new Map(); // of earlier versions; not counted
    this.totals = null; // how many there are, by section and decision, while not all have come
    this.known = {}; // what is computed once for each state of the findings
    this.moved = true; // their order may have changed since they were sorted
  }

  get(id) {
    return this.items.get(id) ?? this.resolved.get(id);
  }

  add(findings) {
    for (const finding of findings) this.set(finding);
    this.draw();
  }

  set(finding) {
    const before = this.items.get(finding.id);
    this.moved ||= !before || ["section_name", "start", "severity"].some((field) => before[field] !== finding[field]);
    this.items.set(finding.id, finding);
  }

  // More of what was not sent with the page; `complete`: it was the last.
  fill(findings, resolved, complete) {
    for (const finding of findings) if (!this.items.has(finding.id)) this.set(finding);
    for (const finding of resolved) this.resolved.set(finding.id, finding);
    if (complete) this.totals = null;
    this.draw();
  }

  replace(findings, resolved = [...this.resolved.values()]) {
    this.items = new Map(findings.map((finding) => [finding.id, finding]));
    this.resolved = new Map(resolved.map((finding) => [finding.id, finding]));
    this.totals = null;
    this.moved = true;
    this.draw();
  }

  // Show the server's findings: all of them, or, where `removed` is a list, those that have changed.
  // `running`: a review runs, and its stream may be ahead. Returns the findings as they were.
  update(findings, resolved, removed, running) {
    const ids = [...findings, ...resolved].map(({ id }) => id).concat(removed ?? []);
    const before = removed ? ids.map((id) => this.items.get(id)).filter(Boolean) : [...this.items.values()];
    if (!removed && !running) this.replace(findings, resolved);
    else if (!removed) {
      this.totals = null;
      this.add(findings);
    } else {
      for (const id of [...removed, ...resolved.map((finding) => finding.id)]) this.moved = this.items.delete(id) || this.moved;
      for (const id of ids) this.resolved.delete(id);
      for (const finding of resolved) this.resolved.set(finding.id, finding);
      this.add(findings);
    }
    return before;
  }

  remove(ids) {
    if (!ids.length) return;
    for (const id of ids) this.items.delete(id);
    this.moved = true;
    this.draw();
  }

  // What `compute` returns, computed once until the list or the filter changes.
  once(name, compute) {
    this.known[name] ??= compute();
    return this.known[name];
  }

  bySection() {
    return this.once("bySection", () => grouped(this.items.values(), ({ section_name: name }) => name));
  }

  // How many findings there are, in one section or in all, by decision.
  count(section = null) {
    const counts = { all: 0, ...Object.fromEntries(Object.keys(labels.decision).map((decision) => [decision, 0])) };
    const add = (decision, number) => {
      counts.all += number;
      counts[decision] += number;
    };
    if (this.totals) {
      const chosen = section === null ? Object.values(this.totals) : [this.totals[section] ?? {}];
      for (const numbers of chosen) for (const [decision, number] of Object.entries(numbers)) add(decision, number);
    } else {
      const chosen = section === null ? this.items.values() : (this.bySection().get(section) ?? []);
      for (const finding of chosen) add(finding.decision, 1);
    }
    return counts;
  }
}

export function grouped(findings, groupName) {
  const groups = new Map();
  for (const finding of findings) {
    const name = groupName(finding);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(finding);
  }
  return groups;
}
