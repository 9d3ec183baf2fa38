// Marks in the document: which words each finding is about. Overlapping findings share segments.
import { length, slice } from "./points.js";

const WEIGHT = { high: 3, medium: 2, low: 1 };
const SLICE = 8; // ms of painting at a time, so that a long document never stops the page

// Keeps the marks of all sections as the findings are: what is near the eye at once, the rest when
// there is time. `parts` are the sections' elements by name, `of(name)` a section's findings.
export class Marks {
  constructor(sheet, parts, { of, open, lit }) {
    Object.assign(this, { sheet, parts, of, open, lit });
    this.stale = new Set();
    this.near = new Set();
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) this.near[entry.isIntersecting ? "add" : "delete"](entry.target.dataset.name);
        this.paintNear();
      },
      { root: sheet, rootMargin: "100% 0px" },
    );
    for (const part of parts.values()) watcher.observe(part);
    addEventListener("beforeprint", () => this.paintAll());
  }

  touch(names) {
    for (const name of names) if (this.parts.has(name)) this.stale.add(name);
    this.paintNear();
    this.later();
  }

  ensure(name) {
    if (!this.stale.delete(name)) return;
    paint(this.parts.get(name), this.of(name), this.open);
    light(this.parts.get(name), this.lit());
  }

  paintNear() {
    for (const name of this.near) this.ensure(name);
  }

  paintAll() {
    for (const name of [...this.stale]) this.ensure(name);
  }

  later() {
    if (this.waits || !this.stale.size) return;
    this.waits = true;
    const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 50));
    idle(() => {
      this.waits = false;
      const until = performance.now() + SLICE;
      for (const name of [...this.stale]) {
        this.ensure(name);
        if (performance.now() > until) break;
      }
      this.later();
    });
  }
}

function paint(part, findings, open) {
  const placed = findings.filter((finding) => finding.quote !== null);
  for (const piece of part.querySelectorAll("[data-at]")) paintPiece(piece, placed);
  const remarks = part.querySelector(".remarks");
  remarks.replaceChildren(...findings.filter((finding) => finding.quote === null).map((finding) => remark(finding, open)));
  remarks.hidden = !remarks.childElementCount;
}

function remark(finding, open) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `remark ${finding.severity}${finding.decision === "open" ? "" : " settled"}`;
  button.dataset.ids = finding.id;
  button.textContent = finding.description;
  button.addEventListener("click", () => open(finding.id));
  return button;
}

function paintPiece(piece, placed) {
  const at = Number(piece.dataset.at);
  const text = piece.textContent;
  const end = at + length(text);
  const here = placed.filter((finding) => finding.start < end && finding.end > at);
  if (!here.length) {
    if (piece.firstElementChild) piece.textContent = text;
    return;
  }
  const edges = new Set([at, end]);
  for (const finding of here) {
    edges.add(Math.max(at, finding.start));
    edges.add(Math.min(end, finding.end));
  }
  const points = [...edges].sort((a, b) => a - b);
  piece.replaceChildren(
    ...points.slice(0, -1).flatMap((from, index) => {
      const to = points[index + 1];
      const words = slice(text, from - at, to - at);
      const over = here.filter((finding) => finding.start <= from && finding.end >= to);
      return over.length ? mark(words, over, from) : [document.createTextNode(words)];
    }),
  );
}

// The mark on words that the findings `over` are about, with its tick where one of them begins.
function mark(words, over, from) {
  const element = document.createElement("mark");
  // Of several on the same words the shortest is what somebody who presses them means.
  const nearest = [...over].sort((a, b) => a.end - a.start - (b.end - b.start));
  const weightiest = [...over].sort((a, b) => WEIGHT[b.severity] - WEIGHT[a.severity])[0];
  element.className = weightiest.severity;
  const settled = over.every((finding) => finding.decision !== "open");
  element.classList.toggle("settled", settled);
  element.dataset.ids = nearest.map((finding) => finding.id).join(" ");
  element.textContent = words;
  if (!over.some((finding) => finding.start === from)) return [element];
  const tick = document.createElement("i"); // in the margin, beside the line where the words begin
  tick.className = `tick ${weightiest.severity}${settled ? " settled" : ""}`;
  return [tick, element];
}

// Light up a finding's words under `root`, and nothing else there; returns the first of them.
export function light(root, id) {
  for (const lit of root.querySelectorAll(".lit")) lit.classList.remove("lit");
  const found = id ? [...root.querySelectorAll(`[data-ids~="${CSS.escape(id)}"]`)] : [];
  for (const element of found) element.classList.add("lit");
  return found[0] ?? null;
}

// Light up any words of a section (a citation) without touching its marks; returns where they begin.
export function lightWords(part, start, end) {
  const ranges = [];
  let first = null;
  for (const piece of part.querySelectorAll("[data-at]")) {
    let at = Number(piece.dataset.at);
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const until = at + length(node.data);
      if (at < end && until > start) {
        first ??= node.parentElement;
        const range = new Range();
        range.setStart(node, slice(node.data, 0, Math.max(0, start - at)).length);
        range.setEnd(node, slice(node.data, 0, Math.min(end, until) - at).length);
        ranges.push(range);
      }
      at = until;
    }
  }
  globalThis.CSS.highlights?.set("cited", new Highlight(...ranges));
  return first;
}

export function unlightWords() {
  globalThis.CSS.highlights?.delete("cited");
}

// Bring an element into view. Sections that were never seen have a guessed height, and the first
// scrolling lays them out; so it is done once more when that has happened.
export function reveal(element, block = "center") {
  if (!element) return;
  element.scrollIntoView({ block });
  requestAnimationFrame(() => requestAnimationFrame(() => element.isConnected && element.scrollIntoView({ block })));
}
