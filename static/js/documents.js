// One's documents: found while one types, renamed, deleted.
import { page, send } from "./api.js";
import { patch } from "./patch.js";

const PAUSE = 200; // ms after the last letter until it is searched
const list = document.getElementById("documents");
const words = document.getElementById("q");
const found = document.getElementById("found");
const message = document.getElementById("upload-message");
let timer = 0;
let asked = 0;

const address = () => (words.value.trim() ? `/?${new URLSearchParams({ q: words.value.trim() })}` : "/");

// Show what the server has for these words; an answer that a later one has overtaken is dropped.
async function show() {
  const turn = ++asked;
  history.replaceState(null, "", address());
  try {
    const fresh = await page(address());
    const next = fresh.getElementById("documents");
    if (turn !== asked) return;
    if (!next) return location.assign("/"); // the last one is gone
    patch(list, document.importNode(next, true));
    const number = Number(next.dataset.found);
    found.textContent = number === 1 ? "1 document" : `${number.toLocaleString("en")} documents`;
  } catch (error) {
    message.textContent = error.message;
  }
}

// Ask in a dialog about one row; resolves to whether the answer was yes. It may be asked anew before
// it is told that it was closed: then the closing before answers nothing.
function ask(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => dialog.open || resolve(dialog.returnValue === "yes");
  });
}

const acts = {
  async rename(path, name) {
    const input = document.getElementById("rename-input");
    input.value = name;
    const answer = ask(document.getElementById("rename"));
    input.select();
    if (!(await answer)) return "";
    await send("PATCH", path, { name: input.value.trim() });
    return "Renamed.";
  },
  async delete(path, name, row) {
    document.getElementById("delete-name").textContent = `“${name}”`;
    if (!(await ask(document.getElementById("delete")))) return "";
    await send("DELETE", path);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    (next?.querySelector("a") ?? document.getElementById("documents-title")).focus();
    return `“${name}” is gone.`;
  },
};

async function act(button) {
  const row = button.closest("li");
  const name = row.querySelector("a").textContent;
  try {
    const said = await acts[button.dataset.does](`/sessions/${row.dataset.key}`, name, row);
    if (!said) return;
    message.textContent = said;
    await show();
  } catch (error) {
    message.textContent = error.message;
  }
}

if (list) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-does]");
    if (button) act(button);
  });
  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show();
  });
}
