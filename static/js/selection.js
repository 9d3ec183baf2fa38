// Words selected in the document: where they stand, and the button that comments on them.
import { length } from "./points.js";

const button = document.getElementById("comment-here");
const SETTLED = 150; // ms without a change of the selection before the button comes

// The selected words: {section, quote, start}, or null. A selection that leaves its section ends
// with it. Words of several paragraphs are joined by a line's end, as the server finds them again.
export function selected(sheet) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!sheet.contains(range.commonAncestorContainer)) return null;
  const part = [...sheet.querySelectorAll(".part")].find((one) => range.intersectsNode(one) && within(one, range).length);
  if (!part) return null;
  const pieces = within(part, range);
  const quote = pieces.map(({ text }) => text).join("\n");
  const lead = quote.length - quote.trimStart().length;
  return { section: part.dataset.name, quote: quote.trim(), start: pieces[0].at + length(quote.slice(0, lead)) };
}

// The pieces of a section that the range covers: their words and where these begin.
function within(part, range) {
  const found = [];
  for (const piece of part.querySelectorAll("[data-at]")) {
    if (!range.intersectsNode(piece)) continue;
    const covered = document.createRange();
    covered.selectNodeContents(piece);
    const before = covered.cloneRange();
    if (range.compareBoundaryPoints(Range.START_TO_START, covered) > 0) covered.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, covered) < 0) covered.setEnd(range.endContainer, range.endOffset);
    before.setEnd(covered.startContainer, covered.startOffset);
    const text = covered.toString();
    if (text.trim()) found.push({ text, at: Number(piece.dataset.at) + length(before.toString()) });
  }
  return found;
}

// Show the button beside what is selected in `sheet`; `comment(about)` when it is pressed.
export function offer(sheet, comment) {
  let timer = null;
  const place = () => {
    const about = selected(sheet);
    button.hidden = !about;
    if (!about) return;
    const boxes = getSelection().getRangeAt(0).getClientRects();
    const last = boxes[boxes.length - 1];
    const area = sheet.getBoundingClientRect();
    button.style.left = `${Math.max(area.left + 4, Math.min(last.right, area.right - button.offsetWidth - 16))}px`;
    button.style.top = `${Math.max(area.top + 4, Math.min(last.bottom + 6, area.bottom - button.offsetHeight - 8))}px`;
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(place, SETTLED);
  });
  sheet.addEventListener("scroll", () => (button.hidden = true), { passive: true });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", () => {
    const about = selected(sheet);
    if (!about) return;
    getSelection().removeAllRanges();
    button.hidden = true;
    comment(about);
  });
}
