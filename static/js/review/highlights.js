// Highlights in the document: the text each finding is about, and passages that answers cite.
import { length, slice } from "./code-points.js";
import { bySeverity } from "./page-data.js";

const SLICE = 8; // ms of rendering at a time, so that a long document never blocks the page

// Keeps the highlights of all sections up to date: those near the viewport at once, the others when
// the browser is idle.
export class Highlights {
  // `sections`: their elements by name; `findings(name)` of a section; `open(id)`; `selected()`: an id.
  constructor(root, sections, { findings, open, selected }) {
    Object.assign(this, { sections, findings, open, selected });
    this.stale = new Set();
    this.near = new Set();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) this.near[entry.isIntersecting ? "add" : "delete"](entry.target.dataset.name);
        this.renderNear();
      },
      { root, rootMargin: "100% 0px" },
    );
    for (const section of sections.values()) observer.observe(section);
    root.addEventListener("click", (event) => this.handleClick(event));
    addEventListener("beforeprint", () => this.renderAll());
  }

  handleClick(event) {
    const mark = event.target.closest("mark");
    if (!mark || getSelection().toString()) return;
    const ids = mark.dataset.ids.split(" ");
    this.open(ids[(ids.indexOf(this.selected()) + 1) % ids.length]); // another click selects the next
  }

  // The findings of these sections have changed.
  invalidate(names) {
    for (const name of names) if (this.sections.has(name)) this.stale.add(name);
    this.renderNear();
    this.renderWhenIdle();
  }

  render(name) {
    if (!this.stale.delete(name)) return;
    renderSection(this.sections.get(name), this.findings(name), this.open);
    selectHighlight(this.sections.get(name), this.selected());
  }

  renderNear() {
    for (const name of this.near) this.render(name);
  }

  renderAll() {
    for (const name of [...this.stale]) this.render(name);
  }

  renderWhenIdle() {
    if (this.scheduled || !this.stale.size) return;
    this.scheduled = true;
    const whenIdle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 50));
    whenIdle(() => {
      this.scheduled = false;
      const until = performance.now() + SLICE;
      for (const name of [...this.stale]) {
        this.render(name);
        if (performance.now() > until) break;
      }
      this.renderWhenIdle();
    });
  }
}

function renderSection(section, findings, open) {
  const quoting = findings.filter((finding) => finding.quote !== null);
  for (const element of section.querySelectorAll("[data-offset]")) renderText(element, quoting);
  const list = section.querySelector(".section-findings");
  list.replaceChildren(...findings.filter((finding) => finding.quote === null).map((finding) => sectionFinding(finding, open)));
  list.hidden = !list.childElementCount;
}

// A finding about the whole section, as a button under its heading.
function sectionFinding(finding, open) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `section-finding ${finding.severity}`;
  button.classList.toggle("decided", finding.decision !== "open");
  button.dataset.ids = finding.id;
  button.textContent = finding.description;
  button.addEventListener("click", () => open(finding.id));
  return button;
}

// Divide the text where a highlight begins or ends; overlapping findings share a part.
function renderText(element, findings) {
  const start = Number(element.dataset.offset);
  const text = element.textContent;
  const end = start + length(text);
  const here = findings.filter((finding) => finding.start < end && finding.end > start);
  if (!here.length) {
    if (element.firstElementChild) element.textContent = text;
    return;
  }
  const edges = new Set([start, end]);
  for (const finding of here) {
    edges.add(Math.max(start, finding.start));
    edges.add(Math.min(end, finding.end));
  }
  const points = [...edges].sort((a, b) => a - b);
  element.replaceChildren(
    ...points.slice(0, -1).flatMap((from, index) => {
      const to = points[index + 1];
      const part = slice(text, from - start, to - start);
      const over = here.filter((finding) => finding.start <= from && finding.end >= to);
      return over.length ? mark(part, over, from) : [document.createTextNode(part)];
    }),
  );
}

// The highlight of a part that these findings are about; where one of them begins, the margin is marked.
function mark(text, findings, from) {
  const element = document.createElement("mark");
  const { severity } = [...findings].sort(bySeverity)[0];
  const decided = findings.every((finding) => finding.decision !== "open");
  // A click means the shortest of several findings.
  const shortest = [...findings].sort((a, b) => a.end - a.start - (b.end - b.start));
  element.className = severity;
  element.classList.toggle("decided", decided);
  element.dataset.ids = shortest.map((finding) => finding.id).join(" ");
  element.textContent = text;
  if (!findings.some((finding) => finding.start === from)) return [element];
  const marginMark = document.createElement("i");
  marginMark.className = `margin-mark ${severity}`;
  marginMark.classList.toggle("decided", decided);
  return [marginMark, element];
}

// Emphasize the highlight of a finding and no other under `root`; returns its first element.
export function selectHighlight(root, id) {
  for (const element of root.querySelectorAll(".selected")) element.classList.remove("selected");
  const found = id ? [...root.querySelectorAll(`[data-ids~="${CSS.escape(id)}"]`)] : [];
  for (const element of found) element.classList.add("selected");
  return found[0] ?? null;
}

// Highlight a cited passage of a section; returns the element where it begins.
export function highlightPassage(section, start, end) {
  const ranges = [];
  let first = null;
  for (const element of section.querySelectorAll("[data-offset]")) {
    let offset = Number(element.dataset.offset);
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = offset + length(node.data);
      if (offset < end && next > start) {
        first ??= node.parentElement;
        const range = new Range();
        range.setStart(node, slice(node.data, 0, Math.max(0, start - offset)).length);
        range.setEnd(node, slice(node.data, 0, Math.min(end, next) - offset).length);
        ranges.push(range);
      }
      offset = next;
    }
  }
  globalThis.CSS.highlights?.set("cited", new Highlight(...ranges));
  return first;
}

export function clearPassage() {
  globalThis.CSS.highlights?.delete("cited");
}

// Scroll an element into view. Sections that were never rendered have an estimated height, so the
// position is corrected once the first scroll has rendered them.
export function reveal(element, block = "center") {
  if (!element) return;
  element.scrollIntoView({ block });
  requestAnimationFrame(() => requestAnimationFrame(() => element.isConnected && element.scrollIntoView({ block })));
}
