// One guideline: its text is edited, and what is understood of it is shown as soon as it is saved.
import { page, send } from "./api.js";
import { patch } from "./patch.js";

const path = `/guidelines/${document.querySelector("main").dataset.name}`;
const text = document.getElementById("text");
const said = document.getElementById("said");
const remove = document.getElementById("remove");
const sure = document.getElementById("sure");
let kept = text.value;

async function save() {
  const writing = text.value;
  said.textContent = "Saving…";
  try {
    const { items } = await send("PUT", path, { text: writing });
    kept = writing;
    remove.hidden = false;
    document.getElementById("keeps").hidden = true;
    const fresh = await page(location.pathname);
    patch(document.getElementById("understood"), document.importNode(fresh.getElementById("understood"), true));
    said.textContent = `Saved; ${items.length === 1 ? "one line" : `${items.length} lines`} to look for. Reviews held to it say that it has changed.`;
  } catch (error) {
    said.textContent = error.message;
  }
}

document.getElementById("edit").addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
});

remove.addEventListener("click", () => sure.showModal());
sure.addEventListener("close", async () => {
  if (sure.returnValue !== "yes") return;
  sure.returnValue = "";
  try {
    await send("DELETE", path);
    kept = text.value;
    location.assign("/settings/guidelines");
  } catch (error) {
    said.textContent = error.message;
  }
});

addEventListener("beforeunload", (event) => {
  if (text.value !== kept) event.preventDefault();
});
