// One question and its answer in the chat.
import { copy } from "../shared/copy-button.js";

const PASSAGES = 5; // citations shown at first
const QUOTE_LENGTH = 160; // characters of a citation
const ENGINES = { claude: "Claude", "built-in": "Built-in search, no AI" };
const PREFIX = /^Built-in \w+, no AI: /; // of an answer, which the page shows below it instead

export function createElement(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  if (tag === "button") element.type = "button";
  return element;
}

export function linkButton(text, onClick) {
  const button = createElement("button", "plain", text);
  button.addEventListener("click", () => onClick(button));
  return button;
}

export function shorten(text, longest = QUOTE_LENGTH) {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

// A question without an answer yet. `topic`: the finding it is about, as {text, show}, or null.
export function createExchange(message, topic) {
  const exchange = createElement("div", "exchange");
  if (topic) {
    const line = createElement("p", "muted topic", "About ");
    line.append(linkButton(topic.text, topic.show));
    exchange.append(line);
  }
  exchange.append(createElement("p", "question", message), createElement("p", "answer"));
  return exchange;
}

// Show a complete answer. `on`: cite(citation), askAgain(), and, where the question is about a finding
// that can be changed, use(wording) and isUsed(wording).
export function fillExchange(exchange, turn, on) {
  exchange.querySelector(".answer").textContent = withoutDuplicates(turn);
  if (typeof turn.wording === "string" && on.use) exchange.append(wordingLine(turn.wording, on));
  if (turn.citations.length) exchange.append(...citationList(exchange, turn.citations, on.cite));
  const engine = ENGINES[turn.engine === "claude" ? "claude" : "built-in"];
  exchange.append(createElement("p", "muted source", [engine, ...(turn.notes ?? [])].join(". ")));
  const actions = createElement("p", "exchange-actions");
  if (navigator.clipboard) actions.append(linkButton("Copy", (button) => copy(button, turn.response)));
  actions.append(linkButton("Ask again", on.askAgain));
  exchange.append(actions);
}

// The answer without what is shown below it anyway: the engine, and lines that are only a citation.
function withoutDuplicates({ response, citations }) {
  const cited = new Set(citations.map(({ section_name: name, quote }) => `${name}: “${quote}”`));
  const text = response.split("\n").filter((line) => !cited.has(line)).join("\n").trim();
  const rest = text.replace(PREFIX, "");
  return rest === text ? text : rest.charAt(0).toUpperCase() + rest.slice(1);
}

function wordingLine(wording, on) {
  const line = createElement("p", "wording");
  const button = linkButton(wording ? "Use this wording" : "Delete this text", () => {
    on.use(wording);
    markUsed();
  });
  const markUsed = () => {
    button.disabled = true;
    button.textContent = "In use";
  };
  if (on.isUsed(wording)) markUsed();
  line.append(...(wording ? [createElement("q", "quoted", wording), " "] : []), button);
  return line;
}

function citationList(exchange, citations, cite) {
  const list = createElement("ul", "citations");
  list.append(...citations.map((citation) => citationItem(exchange, citation, cite)));
  const rest = [...list.children].slice(PASSAGES);
  for (const item of rest) item.hidden = true;
  if (!rest.length) return [list];
  const more = linkButton(`Show all ${citations.length} passages`, () => {
    for (const item of rest) item.hidden = false;
    more.remove();
    rest[0].firstElementChild.focus();
  });
  return [list, more];
}

function citationItem(exchange, citation, cite) {
  const button = createElement("button", "");
  button.append(createElement("span", "quoted", `“${shorten(citation.quote)}”`), " ", createElement("span", "citation-section", citation.section_name));
  button.addEventListener("click", () => {
    for (const other of exchange.parentElement.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    cite(citation);
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}
