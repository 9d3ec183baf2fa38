// One question and its answer, as they stand in the chat.
import { copy } from "./finding.js";

const PASSAGES = 5; // citations shown at first
const BUILT_IN = "Built-in search, no AI";
const LONGEST = 160; // characters of a citation

export function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  if (tag === "button") element.type = "button";
  return element;
}

export function button(text, pressed) {
  const element = make("button", "plain", text);
  element.addEventListener("click", () => pressed(element));
  return element;
}

export function shorten(text, longest = LONGEST) {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

// A question that is still to be answered. `about`: the words of the finding it is about, as
// {text, show}, or null.
export function question(message, about) {
  const element = make("div", "exchange");
  if (about) {
    const line = make("p", "quiet about", "About ");
    line.append(button(about.text, about.show));
    element.append(line);
  }
  element.append(make("p", "asked", message), make("p", "answered"));
  return element;
}

// Put a finished answer in its place. `on`: cite(citation), again(), and use(wording) with inUse(),
// where the finding that was asked about is still there.
export function fill(element, turn, on) {
  element.querySelector(".answered").textContent = once(turn);
  if (turn.wording !== null && turn.wording !== undefined && on.use) element.append(wording(turn.wording, on));
  if (turn.citations.length) element.append(...passages(element, turn.citations, on.cite));
  const label = turn.engine === "claude" ? "Claude" : BUILT_IN;
  element.append(make("p", "quiet source", [label, ...(turn.notes ?? [])].join(". ")));
  const does = make("p", "exchange-does");
  if (navigator.clipboard) does.append(button("Copy", (pressed) => copy(pressed, turn.response)));
  does.append(button("Ask again", on.again));
  element.append(does);
}

// The answer without what stands under it: who gave it, and lines that only quote a passage.
function once({ response, citations }) {
  const quoted = new Set(citations.map(({ section_name: name, quote }) => `${name}: “${quote}”`));
  const text = response.split("\n").filter((line) => !quoted.has(line)).join("\n").trim();
  if (!text.startsWith(`${BUILT_IN}: `)) return text;
  const rest = text.slice(BUILT_IN.length + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function wording(words, on) {
  const line = make("p", "wording");
  const q = make("q", "words", words);
  const use = button(words ? "Use these words" : "Leave the words out", () => {
    on.use(words);
    used();
  });
  const used = () => {
    use.disabled = true;
    use.textContent = "Already its wording";
  };
  if (on.inUse(words)) used();
  line.append(...(words ? [q, " "] : []), use);
  return line;
}

function passages(element, citations, cite) {
  const list = make("ul", "citations");
  list.append(...citations.map((citation) => passage(element, citation, cite)));
  const rest = [...list.children].slice(PASSAGES);
  for (const item of rest) item.hidden = true;
  if (!rest.length) return [list];
  const more = button(`Show all ${citations.length} passages`, () => {
    for (const item of rest) item.hidden = false;
    more.remove();
    rest[0].firstElementChild.focus();
  });
  return [list, more];
}

function passage(element, citation, cite) {
  const pressed = make("button", "");
  pressed.append(make("span", "words", `“${shorten(citation.quote)}”`), " ", make("span", "from", citation.section_name));
  pressed.addEventListener("click", () => {
    for (const other of element.parentElement.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    pressed.setAttribute("aria-current", "true");
    cite(citation);
  });
  const item = document.createElement("li");
  item.append(pressed);
  return item;
}
