// The list of documents, and of the passages that match: search as you type, rename, delete.
import { getPage, send } from "../shared/api.js";
import { confirmed } from "../shared/dialog.js";
import { plural } from "../shared/format.js";
import { morph } from "../shared/morph.js";

const DEBOUNCE = 200; // ms
const list = document.getElementById("documents");
const passages = document.getElementById("passages");
const query = document.getElementById("q");
const found = document.getElementById("found");
const message = document.getElementById("upload-message");
let timer = 0;
let requests = 0;

const address = () => (query.value.trim() ? `/?${new URLSearchParams({ q: query.value.trim() })}` : "/");

// Fetch the list for the query; a response that a later request has overtaken is dropped.
async function refresh() {
  const number = ++requests;
  history.replaceState(null, "", address());
  try {
    const page = await getPage(address());
    const fresh = page.getElementById("documents");
    if (number !== requests) return;
    if (!fresh) return location.assign("/"); // the last document was deleted
    const freshPassages = page.getElementById("passages");
    morph(list, document.importNode(fresh, true));
    morph(passages, document.importNode(freshPassages, true));
    found.textContent = plural(Number(fresh.dataset.found), "document");
    if (query.value.trim()) found.textContent += `, ${plural(Number(freshPassages.dataset.found), "passage")}`;
  } catch (error) {
    message.textContent = error.message;
  }
}

// Each resolves to the message to show, or to nothing where the reader cancelled.
const actions = {
  async rename(path, name) {
    const input = document.getElementById("rename-input");
    input.value = name;
    const answer = confirmed(document.getElementById("rename"));
    input.select();
    if (!(await answer)) return null;
    await send("PATCH", path, { name: input.value.trim() });
    return "Renamed.";
  },
  async delete(path, name, row) {
    document.getElementById("delete-name").textContent = `“${name}”`;
    if (!(await confirmed(document.getElementById("delete")))) return null;
    await send("DELETE", path);
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    (neighbour?.querySelector("a") ?? document.getElementById("documents-title")).focus();
    return `Deleted “${name}”.`;
  },
};

async function run(button) {
  const row = button.closest("li");
  const name = row.querySelector("a").textContent;
  try {
    const done = await actions[button.dataset.action](`/sessions/${row.dataset.key}`, name, row);
    if (!done) return;
    message.textContent = done;
    await refresh();
  } catch (error) {
    message.textContent = error.message;
  }
}

if (list) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action]");
    if (button) run(button);
  });
  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, DEBOUNCE);
  });
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    refresh();
  });
}
