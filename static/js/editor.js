// The form in which a finding is edited in its place, or one of one's own is written.
import { CATEGORY, SEVERITY } from "./finding.js";

const template = document.getElementById("editor-template");
const TEXTS = ["description", "suggestion", "replacement"];

function blank() {
  const form = template.content.firstElementChild.cloneNode(true);
  for (const [name, values] of [["severity", SEVERITY], ["category", CATEGORY]])
    for (const [value, text] of Object.entries(values)) form.elements[name].add(new Option(text, value));
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

function hide(form, ...names) {
  for (const name of names) form.querySelector(`.field-${name}`).hidden = true;
}

// Whether somebody has written something that is not kept yet.
export function writing() {
  return [...document.querySelectorAll(".editor textarea, #chat-input")].some((area) => area.value !== area.defaultValue);
}

// Edit a finding where it stands. `save(fields, accept)` gets only what was changed; `now()` is the
// finding as it has become meanwhile; `closed()` is called at the end.
export function edit(element, item, { now, save, closed }) {
  const there = element.querySelector(".editor");
  if (there) return there.elements.description.focus();
  const form = blank();
  const own = item.source === "you";
  hide(form, "section", "quote", ...(own ? [] : ["weight"]), ...(item.quote === null ? ["replacement"] : []));
  for (const name of TEXTS) form.elements[name].value = form.elements[name].defaultValue = item[name] ?? "";
  for (const name of ["severity", "category"]) form.elements[name].value = item[name];
  const accepted = item.decision === "accepted";
  form.querySelector(".editor-main").textContent = accepted ? "Save" : "Save and accept";
  form.querySelector(".editor-save").hidden = accepted;
  let known = item;
  const end = (saving, accept) => {
    if (saving && !form.reportValidity()) return;
    const fields = saving ? changed(form, known, own) : {};
    const other = Object.keys(fields).find((name) => now() && now()[name] !== known[name]);
    if (other) {
      const failed = form.querySelector(".editor-failed");
      failed.textContent = `It has been changed elsewhere meanwhile, to “${now()[other] ?? ""}”. Save once more to put yours in its place.`;
      failed.hidden = false;
      known = now();
      return;
    }
    element.classList.remove("editing");
    form.remove();
    if (saving && (accept || Object.keys(fields).length)) save(fields, accept);
    closed();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    end(true, true);
  });
  form.querySelector(".editor-save").addEventListener("click", () => end(true, false));
  form.querySelector(".editor-cancel").addEventListener("click", () => end(false));
  element.classList.add("editing");
  element.append(form);
  form.elements.description.focus();
  form.scrollIntoView({ block: "nearest" });
}

function changed(form, item, own) {
  const fields = {};
  for (const name of [...TEXTS, ...(own ? ["severity", "category"] : [])]) {
    const text = form.elements[name].value.trim();
    if (text === (item[name] ?? "").trim() || (name === "replacement" && item.quote === null)) continue;
    fields[name] = name === "replacement" ? form.elements[name].value || null : text;
  }
  return fields;
}

// Write a finding of one's own into `host`. `about`: {names, section, quote, start}, where the last
// two are the words that were selected, if any were. `add(body)` returns the finding, or throws
// what is wrong with it; `closed()` is called at the end.
export function compose(host, about, { add, closed }) {
  host.replaceChildren();
  const form = blank();
  hide(form, "suggestion", ...(about.quote ? [] : ["replacement"]));
  for (const name of about.names) form.elements.section_name.add(new Option(name, name));
  form.elements.section_name.value = about.section;
  form.elements.quote.value = form.elements.quote.defaultValue = about.quote ?? "";
  form.elements.severity.value = "medium";
  form.elements.category.value = "clarity";
  form.querySelector(".editor-main").textContent = "Add comment";
  form.querySelector(".editor-save").hidden = true;
  form.querySelector(".field-description span").textContent = "Comment";
  const failed = form.querySelector(".editor-failed");
  const close = () => {
    form.remove();
    closed();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const main = form.querySelector(".editor-main");
    main.disabled = true;
    try {
      await add(written(form, about));
      close();
    } catch (error) {
      failed.textContent = error.message;
      failed.hidden = false;
      main.disabled = false;
    }
  });
  form.querySelector(".editor-cancel").addEventListener("click", close);
  host.append(form);
  form.elements.description.focus();
  form.scrollIntoView({ block: "nearest" });
}

function written(form, about) {
  const text = (name) => form.elements[name].value.trim();
  const body = { section_name: text("section_name"), description: text("description") };
  body.severity = text("severity");
  body.category = text("category");
  body.decision = "accepted"; // who writes a remark means it
  if (text("quote")) body.quote = form.elements.quote.value;
  if (body.quote && text("replacement")) body.replacement = text("replacement");
  const same = body.quote === about.quote && body.section_name === about.section;
  if (body.quote && same && about.start !== undefined) body.start = about.start;
  return body;
}
