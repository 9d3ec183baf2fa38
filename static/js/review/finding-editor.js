// The form that edits a finding in its card, or writes a new comment.
import { labels } from "./page-data.js";

const template = document.getElementById("editor-template");
const TEXT_FIELDS = ["description", "suggestion", "replacement"];

function createForm() {
  const form = template.content.firstElementChild.cloneNode(true);
  for (const field of ["severity", "category"])
    for (const [value, label] of Object.entries(labels[field])) form.elements[field].add(new Option(label, value));
  form.addEventListener("click", (event) => event.stopPropagation());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      form.querySelector(".editor-cancel").click();
    }
  });
  return form;
}

function hideFields(form, ...names) {
  for (const name of names) form.querySelector(`.field-${name}`).hidden = true;
}

function showError(form, message) {
  const error = form.querySelector(".editor-error");
  error.textContent = message;
  error.hidden = false;
}

export function hasUnsavedText() {
  return [...document.querySelectorAll(".editor textarea, #chat-input")].some((area) => area.value !== area.defaultValue);
}

// Edit a finding in its card. `current()` is the finding as other tabs may have changed it,
// `save(fields, accept)` gets only the fields that were changed, `closed()` is called at the end.
export function editFinding(card, finding, { current, save, closed }) {
  const open = card.querySelector(".editor");
  if (open) return open.elements.description.focus();
  const form = createForm();
  const isComment = finding.source === "you";
  hideFields(form, "section", "quote", ...(isComment ? [] : ["severity"]), ...(finding.quote === null ? ["replacement"] : []));
  for (const name of TEXT_FIELDS) form.elements[name].value = form.elements[name].defaultValue = finding[name] ?? "";
  for (const name of ["severity", "category"]) form.elements[name].value = finding[name];
  const accepted = finding.decision === "accepted";
  form.querySelector(".editor-main").textContent = accepted ? "Save" : "Save and accept";
  form.querySelector(".editor-save").hidden = accepted;
  let known = finding;
  const close = (saving, accept) => {
    if (saving && !form.reportValidity()) return;
    const fields = saving ? changedFields(form, known, isComment) : {};
    const conflict = Object.keys(fields).find((name) => current() && current()[name] !== known[name]);
    if (conflict) {
      showError(form, `Changed in another window to “${current()[conflict] ?? ""}”. Save again to overwrite it.`);
      known = current();
      return;
    }
    card.classList.remove("editing");
    form.remove();
    if (saving && (accept || Object.keys(fields).length)) save(fields, accept);
    closed();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close(true, true);
  });
  form.querySelector(".editor-save").addEventListener("click", () => close(true, false));
  form.querySelector(".editor-cancel").addEventListener("click", () => close(false));
  card.classList.add("editing");
  card.append(form);
  form.elements.description.focus();
  form.scrollIntoView({ block: "nearest" });
}

function changedFields(form, finding, isComment) {
  const fields = {};
  for (const name of [...TEXT_FIELDS, ...(isComment ? ["severity", "category"] : [])]) {
    const text = form.elements[name].value.trim();
    if (text === (finding[name] ?? "").trim() || (name === "replacement" && finding.quote === null)) continue;
    fields[name] = name === "replacement" ? form.elements[name].value || null : text;
  }
  return fields;
}

// Write a comment into `host`. `target`: {sections, section, quote, start}, the last two only where
// text is selected. `add(body)` throws where the server refuses it; `closed()` is called at the end.
export function composeComment(host, target, { add, closed }) {
  host.replaceChildren();
  const form = createForm();
  hideFields(form, "suggestion", ...(target.quote ? [] : ["replacement"]));
  for (const name of target.sections) form.elements.section_name.add(new Option(name, name));
  form.elements.section_name.value = target.section;
  form.elements.quote.value = form.elements.quote.defaultValue = target.quote ?? "";
  form.elements.severity.value = "medium";
  form.elements.category.value = "clarity";
  form.querySelector(".editor-main").textContent = "Add comment";
  form.querySelector(".editor-save").hidden = true;
  form.querySelector(".field-description span").textContent = "Comment";
  const close = () => {
    form.remove();
    closed();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const main = form.querySelector(".editor-main");
    main.disabled = true;
    try {
      await add(comment(form, target));
      close();
    } catch (error) {
      showError(form, error.message);
      main.disabled = false;
    }
  });
  form.querySelector(".editor-cancel").addEventListener("click", close);
  host.append(form);
  form.elements.description.focus();
  form.scrollIntoView({ block: "nearest" });
}

function comment(form, target) {
  const value = (name) => form.elements[name].value.trim();
  const body = Object.fromEntries(["section_name", "description", "severity", "category"].map((name) => [name, value(name)]));
  body.decision = "accepted"; // a reviewer's own comment needs no decision
  if (value("quote")) body.quote = form.elements.quote.value;
  if (body.quote && value("replacement")) body.replacement = value("replacement");
  const unchanged = body.quote === target.quote && body.section_name === target.section;
  if (body.quote && unchanged && target.start !== undefined) body.start = target.start;
  return body;
}
