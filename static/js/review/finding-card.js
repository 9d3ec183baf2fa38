// One finding in the list: its quoted text, its decision, and the buttons to act on it.
import { labels } from "./page-data.js";

const template = document.getElementById("finding-template");
const OTHER_PLACES = 5; // shown of the other places that a finding is about
const HIGH_CONFIDENCE = 0.85;
const MEDIUM_CONFIDENCE = 0.6;

export function createCard(finding) {
  const card = template.content.firstElementChild.cloneNode(true);
  card.dataset.id = finding.id;
  card.id = `f-${finding.id}`;
  if (!navigator.clipboard) card.querySelector(".finding-copy").remove();
  card.querySelector(".finding-link").href = `#f-${finding.id}`;
  return card;
}

// `guideline`: the item the finding is based on, as {text, href}; `section`: its name, where the
// list does not already show it.
export function fillCard(card, finding, { guideline, section }) {
  const $ = (name) => card.querySelector(`.${name}`);
  const setText = (name, text) => {
    $(name).hidden = !text;
    $(name).textContent = text || "";
  };
  for (const severity of Object.keys(labels.severity)) card.classList.toggle(severity, finding.severity === severity);
  card.dataset.decision = finding.decision;
  card.classList.toggle("resolved", Boolean(finding.resolved_in));
  setText("severity", labels.severity[finding.severity]);
  setText("category", categoryName(finding));
  setText("decision", finding.decision === "open" ? "" : labels.decision[finding.decision]);
  setText("finding-section", section);
  const [quotation, rest] = splitQuotation(finding);
  setText("finding-quote", !quotation && finding.quote && `“${finding.quote}”`);
  $("finding-text").replaceChildren(...(quotation ? [quoted(quotation)] : []), rest);
  fillOthers($("finding-also"), finding.also ?? []);
  setText("finding-suggestion", finding.suggestion);
  fillReplacement($("finding-replacement"), finding.replacement);
  setText("finding-reason", finding.decision === "rejected" && finding.reason && `Reason for rejecting: ${finding.reason}`);
  $("finding-guideline").hidden = !guideline;
  if (guideline) {
    $("guideline-item").textContent = guideline.text;
    $("guideline-item").href = guideline.href;
  }
  const origin = [labels.source[finding.source], confidenceLabel(finding.confidence)];
  if (finding.resolved_in) origin.push(`resolved in version ${finding.resolved_in}`);
  setText("finding-origin", origin.filter(Boolean).join(", "));
  $("finding-show").textContent = finding.quote === null ? "Show the section" : "Show in the document";
  $("finding-accept").hidden = finding.decision === "accepted";
  $("finding-reject").hidden = finding.decision === "rejected";
  $("finding-reopen").hidden = finding.decision === "open";
  $("finding-delete").hidden = finding.source !== "you";
}

function fillOthers(element, also) {
  element.hidden = !also.length;
  const buttons = also.slice(0, OTHER_PLACES).map(({ section_name: name, quote }, index) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "plain quoted", textContent: `“${quote}”`, title: name });
    Object.assign(button.dataset, { action: "cite", index });
    return button;
  });
  element.replaceChildren("See also ", ...buttons.flatMap((button, index) => (index ? [", ", button] : [button])));
}

function fillReplacement(element, replacement) {
  element.hidden = replacement === null;
  const q = element.querySelector("q");
  q.textContent = replacement ?? "";
  q.hidden = !replacement;
  element.querySelector(".replacement-label").textContent = replacement ? "Replace with: " : "Delete this text.";
}

const categoryName = ({ category }) => (labels.category[category] ?? category).toLowerCase();

function confidenceLabel(confidence) {
  if (confidence === null || confidence === undefined) return null;
  const level = confidence >= HIGH_CONFIDENCE ? "high" : confidence >= MEDIUM_CONFIDENCE ? "medium" : "low";
  return `${level} confidence`;
}

// A description that begins with the quoted text makes a separate quotation unnecessary: returns
// the quotation and the rest, or null and the whole description.
function splitQuotation({ quote, description }) {
  const [, inner] = /^“([^”]+)”/.exec(description) ?? [];
  const repeats = inner && quote?.startsWith(inner.replace(/\s*…$/, ""));
  return repeats ? [`“${inner}”`, description.slice(inner.length + 2)] : [null, description];
}

function quoted(text) {
  const element = document.createElement("span");
  element.className = "quoted";
  element.textContent = text;
  return element;
}

// A finding as plain text, to be pasted elsewhere.
export function plainText(finding) {
  const lines = [
    `${finding.section_name} (${labels.severity[finding.severity].toLowerCase()}, ${categoryName(finding)})`,
    finding.quote && `“${finding.quote}”`,
    finding.description,
    ...(finding.also ?? []).map(({ section_name: name, quote }) => `See also “${quote}” in ${name}`),
    finding.suggestion,
    finding.replacement && `Replace with: “${finding.replacement}”`,
  ];
  return lines.filter(Boolean).join("\n");
}
