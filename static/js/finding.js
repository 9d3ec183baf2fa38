// One finding as it is shown: its words, what was decided, what can be done with it.

export const SEVERITY = { high: "Serious", medium: "Moderate", low: "Minor" };
export const CATEGORY = {
  evidence: "evidence",
  "root-cause": "root cause",
  actions: "actions",
  completeness: "completeness",
  consistency: "consistency",
  clarity: "clarity",
  language: "language",
  structure: "structure",
};
export const SOURCE = { checks: "Built-in check", claude: "Claude", you: "You" };
export const DECISION = { open: "open", accepted: "accepted", rejected: "rejected" };

const template = document.getElementById("finding-template");

export function make(item) {
  const element = template.content.firstElementChild.cloneNode(true);
  element.dataset.id = item.id;
  element.id = `f-${item.id}`;
  if (!navigator.clipboard) element.querySelector(".finding-copy").remove();
  element.querySelector(".finding-link").href = `#f-${item.id}`;
  return element;
}

// Bring an element up to what its finding now is. `asked`: what the guideline asks for there, as
// {text, href}; `place`: the section's name, where the list does not already say it.
export function fill(element, item, { asked, place }) {
  const $ = (name) => element.querySelector(`.${name}`);
  const put = (name, text) => {
    $(name).hidden = !text;
    $(name).textContent = text || "";
  };
  for (const name of ["high", "medium", "low"]) element.classList.toggle(name, item.severity === name);
  element.dataset.decision = item.decision;
  element.classList.toggle("gone", item.resolved_in !== null && item.resolved_in !== undefined);
  put("severity", SEVERITY[item.severity]);
  put("category", CATEGORY[item.category] ?? item.category);
  put("decided", item.decision === "open" ? "" : DECISION[item.decision]);
  put("finding-place", place);
  const [quoted, rest] = quotedFirst(item);
  put("finding-quote", !quoted && item.quote && `“${item.quote}”`);
  $("finding-text").replaceChildren(...(quoted ? [words(quoted)] : []), rest);
  put("finding-suggestion", item.suggestion);
  $("finding-replacement").hidden = item.replacement === null;
  if (item.replacement !== null) replacement($("finding-replacement"), item.replacement);
  put("finding-reason", item.decision === "rejected" && item.reason && `Rejected because: ${item.reason}`);
  $("finding-asked").hidden = !asked;
  if (asked) {
    $("asked-text").textContent = asked.text;
    $("asked-text").href = asked.href;
  }
  const said = [SOURCE[item.source], sureness(item.confidence)];
  if (item.resolved_in) said.push(`gone since version ${item.resolved_in}`);
  put("finding-meta", said.filter(Boolean).join(", "));
  $("finding-show").textContent = item.quote === null ? "Show the section" : "Show in the document";
  $("finding-accept").hidden = item.decision === "accepted";
  $("finding-reject").hidden = item.decision === "rejected";
  $("finding-reopen").hidden = item.decision === "open";
  $("finding-delete").hidden = item.source !== "you";
}

function replacement(element, text) {
  const q = element.querySelector("q");
  q.textContent = text;
  q.hidden = !text;
  element.querySelector(".finding-write").textContent = text ? "Write: " : "Leave these words out.";
}

function sureness(confidence) {
  if (confidence === null || confidence === undefined) return null;
  return confidence >= 0.85 ? "sure" : confidence >= 0.6 ? "fairly sure" : "worth a look";
}

// Where a description begins by quoting the words it is about, they need not be quoted twice:
// the quotation and the rest, or null and the whole.
function quotedFirst({ quote, description }) {
  const [, inner] = /^“([^”]+)”/.exec(description) ?? [];
  const begins = inner && quote?.startsWith(inner.replace(/\s*…$/, ""));
  return begins ? [`“${inner}”`, description.slice(inner.length + 2)] : [null, description];
}

function words(text) {
  const element = document.createElement("span");
  element.className = "words";
  element.textContent = text;
  return element;
}

// A finding as text, for a mail or a table.
export function asText(item) {
  const lines = [
    `${item.section_name} (${SEVERITY[item.severity].toLowerCase()}, ${CATEGORY[item.category] ?? item.category})`,
    item.quote && `“${item.quote}”`,
    item.description,
    item.suggestion,
    item.replacement && `Write: “${item.replacement}”`,
  ];
  return lines.filter(Boolean).join("\n");
}

// Copy a text and say so on the button that was pressed, for a moment.
export async function copy(button, text) {
  const before = button.dataset.says ?? button.textContent;
  button.dataset.says = before;
  const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  button.textContent = done ? "Copied" : "Could not copy";
  setTimeout(() => (button.textContent = before), 2000);
}
