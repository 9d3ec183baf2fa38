// The page of API keys: a new one is shown once; each can be revoked.
import { getPage, post, send } from "../shared/api.js";
import { copy } from "../shared/copy-button.js";
import { confirmed } from "../shared/dialog.js";
import { morph } from "../shared/morph.js";

const list = document.getElementById("keys");
const name = document.getElementById("name");
const write = document.getElementById("write");
const made = document.getElementById("made");
const key = document.getElementById("key");
const status = document.getElementById("status");

async function refresh() {
  const page = await getPage(location.pathname);
  morph(list, document.importNode(page.getElementById("keys"), true));
}

async function create() {
  const created = await post("/api/v1/keys", { name: name.value.trim(), scopes: write.checked ? ["read", "write"] : ["read"] });
  document.getElementById("made-text").textContent = `Copy the key “${created.name}” now: it is not shown again.`;
  key.textContent = created.key;
  made.hidden = false;
  name.value = "";
  status.textContent = `Created “${created.name}”.`;
  key.focus();
  await refresh();
}

async function revoke(row) {
  const label = row.querySelector(".key-name").textContent;
  document.getElementById("revoke-name").textContent = `“${label}”`;
  if (!(await confirmed(document.getElementById("revoke")))) return;
  await send("DELETE", `/api/v1/keys/${row.dataset.key}`);
  made.hidden = true;
  status.textContent = `Revoked “${label}”.`;
  await refresh();
  document.getElementById("title").focus();
}

const reported = (action) => action().catch((error) => (status.textContent = error.message));

document.getElementById("create").addEventListener("submit", (event) => {
  event.preventDefault();
  reported(create);
});
list.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  if (button) reported(() => revoke(button.closest("li")));
});
document.getElementById("copy").addEventListener("click", (event) => copy(event.target, key.textContent));
