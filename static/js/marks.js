// Marks in the document: which words each finding is about. Overlapping findings share segments.
import { length, slice } from "./points.js";

const WEIGHT = { high: 3, medium: 2, low: 1 };

// Redraw the marks of one section; `open(id)` is called when somebody presses a mark.
export function paint(part, findings, open) {
  const placed = findings.filter((finding) => finding.quote !== null);
  for (const piece of part.querySelectorAll("[data-at]")) paintPiece(piece, placed);
  const remarks = part.querySelector(".remarks");
  remarks.replaceChildren(
    ...findings
      .filter((finding) => finding.quote === null)
      .map((finding, index) => {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.ids = finding.id;
        button.textContent = index ? `Remark ${index + 1}` : "Remark";
        button.title = finding.description;
        button.addEventListener("click", () => open(finding.id));
        return button;
      }),
  );
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
    ...points.slice(0, -1).map((from, index) => {
      const to = points[index + 1];
      const words = slice(text, from - at, to - at);
      const over = here.filter((finding) => finding.start <= from && finding.end >= to);
      return over.length ? mark(words, over) : document.createTextNode(words);
    }),
  );
}

function mark(words, over) {
  const element = document.createElement("mark");
  // Of several on the same words the shortest is what somebody who presses them means.
  const nearest = [...over].sort((a, b) => a.end - a.start - (b.end - b.start));
  const weightiest = [...over].sort((a, b) => WEIGHT[b.severity] - WEIGHT[a.severity])[0];
  element.className = weightiest.severity;
  element.dataset.ids = nearest.map((finding) => finding.id).join(" ");
  element.textContent = words;
  return element;
}

export function light(root, id) {
  for (const lit of root.querySelectorAll(".lit")) lit.classList.remove("lit");
  const found = id ? [...root.querySelectorAll(`[data-ids~="${CSS.escape(id)}"]`)] : [];
  for (const element of found) element.classList.add("lit");
  return found[0] || null;
}

// Light up any words of a section (a citation), without a finding; returns the first element.
export function lightWords(part, start, end) {
  const first = [...part.querySelectorAll("[data-at]")].find((piece) => {
    const at = Number(piece.dataset.at);
    return at <= start && start < at + length(piece.textContent);
  });
  if (!first || !CSS.highlights) return first;
  const ranges = [];
  for (const piece of part.querySelectorAll("[data-at]")) {
    let at = Number(piece.dataset.at);
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const until = at + length(node.data);
      if (at < end && until > start) {
        const range = new Range();
        range.setStart(node, slice(node.data, 0, Math.max(0, start - at)).length);
        range.setEnd(node, slice(node.data, 0, Math.min(end, until) - at).length);
        ranges.push(range);
      }
      at = until;
    }
  }
  CSS.highlights.set("cited", new Highlight(...ranges));
  return first;
}

export function unlightWords() {
  CSS.highlights?.delete("cited");
}
