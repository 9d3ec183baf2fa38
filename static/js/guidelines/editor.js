// One guideline: edit its text, see what is parsed from it once saved, delete it.
import { getPage, send } from "../shared/api.js";
import { confirmed } from "../shared/dialog.js";
import { plural } from "../shared/format.js";
import { morph } from "../shared/morph.js";

const form = document.getElementById("edit");
const path = `/guidelines/${form.dataset.name}`;
const text = document.getElementById("text");
const status = document.getElementById("status");
const remove = document.getElementById("remove");
let saved = text.value;

async function save() {
  const value = text.value;
  status.textContent = "Saving…";
  try {
    const { items } = await send("PUT", path, { text: value });
    saved = value;
    remove.hidden = false;
    document.getElementById("copy-note").hidden = true;
    const page = await getPage(location.pathname);
    morph(document.getElementById("parsed"), document.importNode(page.getElementById("parsed"), true));
    status.textContent = `Saved: ${plural(items.length, "checklist item")}. Reviews that use this guideline will offer the update.`;
  } catch (error) {
    status.textContent = error.message;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
});

remove.addEventListener("click", async () => {
  if (!(await confirmed(document.getElementById("confirm-remove")))) return;
  try {
    await send("DELETE", path);
    saved = text.value;
    location.assign("/settings/guidelines");
  } catch (error) {
    status.textContent = error.message;
  }
});

addEventListener("beforeunload", (event) => {
  if (text.value !== saved) event.preventDefault();
});
