// Text selected in the document: where it is, and the button that comments on it.
import { length } from "./code-points.js";

const button = document.getElementById("comment-here");
const DELAY = 150; // ms without a change of the selection before the button appears

// The selected text as {section, quote, start}, or null. A selection ends with its section.
// Paragraphs are joined by a newline, as in the section's text on the server.
export function selectedText(root) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const section = [...root.querySelectorAll(".document-section")].find((one) => range.intersectsNode(one) && selectedParts(one, range).length);
  if (!section) return null;
  const parts = selectedParts(section, range);
  const quote = parts.map(({ text }) => text).join("\n");
  const spaces = quote.length - quote.trimStart().length;
  return { section: section.dataset.name, quote: quote.trim(), start: parts[0].offset + length(quote.slice(0, spaces)) };
}

// The selected part of each paragraph of the section: its text and where it begins.
function selectedParts(section, range) {
  const found = [];
  for (const element of section.querySelectorAll("[data-offset]")) {
    if (!range.intersectsNode(element)) continue;
    const covered = document.createRange();
    covered.selectNodeContents(element);
    const before = covered.cloneRange();
    if (range.compareBoundaryPoints(Range.START_TO_START, covered) > 0) covered.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, covered) < 0) covered.setEnd(range.endContainer, range.endOffset);
    before.setEnd(covered.startContainer, covered.startOffset);
    const text = covered.toString();
    if (text.trim()) found.push({ text, offset: Number(element.dataset.offset) + length(before.toString()) });
  }
  return found;
}

// Show a Comment button beside the selection; `onComment` gets the selected text.
export function offerComment(root, onComment) {
  let timer = null;
  const place = () => {
    const selected = selectedText(root);
    button.hidden = !selected;
    if (!selected) return;
    const boxes = getSelection().getRangeAt(0).getClientRects();
    const last = boxes[boxes.length - 1];
    const area = root.getBoundingClientRect();
    button.style.left = `${Math.max(area.left + 4, Math.min(last.right, area.right - button.offsetWidth - 16))}px`;
    button.style.top = `${Math.max(area.top + 4, Math.min(last.bottom + 6, area.bottom - button.offsetHeight - 8))}px`;
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(place, DELAY);
  });
  root.addEventListener("scroll", () => (button.hidden = true), { passive: true });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", () => {
    const selected = selectedText(root);
    if (!selected) return;
    getSelection().removeAllRanges();
    button.hidden = true;
    onComment(selected);
  });
}
