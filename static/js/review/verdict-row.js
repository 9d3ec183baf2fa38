// One item of the guideline: its verdict, and, once opened, what shows it and a form to change it.
import { createElement, linkButton, shorten } from "./chat-exchange.js";
import { labels, verdictLabels } from "./page-data.js";

const template = document.getElementById("verdict-template");
const QUOTE_LENGTH = 160; // characters of a passage
const FINDING_LENGTH = 90; // characters of a finding

// `on`: open(item) this row, cite(passage), finding(id), show(id) a finding, save(item, fields), and
// `sections`, the names of the document's sections.
export function createRow(item, on) {
  const row = template.content.firstElementChild.cloneNode(true);
  row.dataset.item = item;
  row.id = `v-${item}`;
  row.querySelector(".verdict-head").addEventListener("click", () => on.open(row.classList.contains("open") ? null : item));
  const form = row.querySelector("form");
  for (const [value, label] of Object.entries(verdictLabels)) form.querySelector(".verdict-choices").append(choice(item, value, label));
  for (const name of on.sections) form.elements.section_name.add(new Option(name, name));
  form.addEventListener("change", () => showSection(row, form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = changedFields(row, form);
    close(row);
    on.save(item, fields);
  });
  form.querySelector(".editor-cancel").addEventListener("click", () => close(row));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close(row);
    }
  });
  row.querySelector(".verdict-change").addEventListener("click", () => edit(row, form));
  row.querySelector(".verdict-reset").addEventListener("click", () => on.save(item, { verdict: null }));
  return row;
}

function choice(item, value, label) {
  const element = createElement("label", "checkbox");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "verdict", value });
  element.append(input, createElement("span", `compliance ${value}`, label));
  return element;
}

// Show a verdict; one that nobody has given yet is only the item to read.
export function fillRow(row, verdict, on) {
  row.verdict = verdict;
  const $ = (name) => row.querySelector(`.${name}`);
  const judged = Boolean(verdict.source);
  const compliance = $("compliance");
  compliance.className = `compliance ${judged ? verdict.verdict : "unread"}`;
  compliance.textContent = judged ? verdictLabels[verdict.verdict] : "";
  compliance.hidden = !judged;
  $("verdict-text").textContent = verdict.text;
  $("verdict-note").textContent = judged ? verdict.note : "";
  $("verdict-note").hidden = !judged || !verdict.note;
  $("verdict-passages").replaceChildren(...verdict.evidence.map((passage) => passageItem(row, passage, on)));
  $("verdict-findings").replaceChildren(...verdict.findings.map((id) => findingItem(id, on)).filter(Boolean));
  $("verdict-origin").textContent = originOf(verdict);
  $("verdict-reset").hidden = !verdict.overruled;
}

function originOf({ source, overruled }) {
  if (!source) return "Not reviewed yet.";
  if (!overruled) return labels.source[source];
  const before = overruled.source ? `${labels.source[overruled.source]}: ${verdictLabels[overruled.verdict].toLowerCase()}` : "not reviewed before";
  return `Changed by you (${before}).`;
}

function passageItem(row, passage, on) {
  const button = createElement("button", "");
  button.append(createElement("span", "quoted", `“${shorten(passage.quote.replace(/\s+/g, " "), QUOTE_LENGTH)}”`), " ", createElement("span", "citation-section", passage.section_name));
  button.addEventListener("click", () => {
    for (const other of row.parentElement.parentElement.querySelectorAll(".verdict [aria-current]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    on.cite(passage);
  });
  return listItem(button);
}

function findingItem(id, on) {
  const finding = on.finding(id);
  if (!finding) return null; // of another window, and not here yet
  const item = listItem(linkButton(shorten(finding.description, FINDING_LENGTH), () => on.show(id)));
  if (finding.decision !== "open") item.append(" ", createElement("span", "muted", labels.decision[finding.decision]));
  return item;
}

function listItem(element) {
  const item = document.createElement("li");
  item.append(element);
  return item;
}

function edit(row, form) {
  const { verdict, note, source } = row.verdict;
  form.elements.verdict.value = source ? verdict : "not_checked";
  form.elements.note.value = form.elements.note.defaultValue = source === "you" ? note : "";
  form.elements.section_name.value = "";
  showSection(row, form);
  row.classList.add("editing");
  form.hidden = false;
  form.querySelector("input:checked").focus();
  form.scrollIntoView({ block: "nearest" });
}

// Only an expected section that is there can be found somewhere.
function showSection(row, form) {
  const there = ["met", "partly"].includes(form.elements.verdict.value);
  form.querySelector(".field-section").hidden = row.verdict.kind !== "section" || !there;
}

function changedFields(row, form) {
  const { verdict, note, section_name: section } = form.elements;
  const fields = { verdict: verdict.value, note: note.value.trim() };
  if (!form.querySelector(".field-section").hidden && section.value) fields.section_name = section.value;
  return fields;
}

function close(row) {
  const form = row.querySelector("form");
  if (form.hidden) return;
  form.hidden = true;
  form.elements.note.value = form.elements.note.defaultValue; // nothing unsaved is left
  row.classList.remove("editing");
  row.querySelector(".verdict-change").focus();
}
