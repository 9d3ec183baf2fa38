// The Webhooks page: adds one and shows its secret.
import { getPage, post } from "../shared/api.js";
import { morph } from "../shared/morph.js";
import { showSecret } from "./secret.js";

const form = document.getElementById("add");
const url = document.getElementById("url");
const others = document.getElementById("others");
const status = document.getElementById("status");

function chosen() {
  const checked = [...form.querySelectorAll("[name=events]:checked")].map((box) => box.value);
  return [...checked, ...others.value.split(/[\s,]+/).filter(Boolean)];
}

async function refresh() {
  const page = await getPage(location.pathname);
  morph(document.getElementById("list"), document.importNode(page.getElementById("list"), true));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const events = chosen();
  if (!events.length) {
    status.textContent = "Choose at least one event.";
    return;
  }
  status.textContent = "Saving…";
  try {
    const added = await post("/api/v1/webhooks", { url: url.value.trim(), events });
    form.reset();
    status.textContent = "";
    showSecret(added.secret, ` It signs what is sent to ${added.url}.`);
    await refresh();
  } catch (error) {
    status.textContent = error.message;
  }
});
