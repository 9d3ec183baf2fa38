// One webhook: its deliveries, refreshed every two seconds while the page is visible, and its buttons.
import { getPage, post, send } from "../shared/api.js";
import { confirmed } from "../shared/dialog.js";
import { morph } from "../shared/morph.js";
import { showSecret } from "./secret.js";

const INTERVAL = 2000; // ms
const path = `/api/v1/webhooks/${document.getElementById("webhook").dataset.id}`;
const status = document.getElementById("status");
let timer = 0;
let failing = false; // the last refresh failed

function show(text, failed = false) {
  status.textContent = text;
  failing = failed;
}

function update(page) {
  const open = [...document.querySelectorAll("details[open]")].map((one) => one.closest("[data-key]").dataset.key);
  for (const key of open) page.querySelector(`[data-key="${key}"] details`)?.setAttribute("open", "");
  for (const region of document.querySelectorAll("[data-live]")) {
    morph(region, document.importNode(page.getElementById(region.id), true));
  }
}

async function refresh() {
  clearTimeout(timer);
  try {
    update(await getPage(location.pathname));
    if (failing) show("");
  } catch (error) {
    show(error.message, true);
  }
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(refresh, INTERVAL);
}

async function act(button, work) {
  if (button.ariaDisabled) return;
  button.ariaDisabled = "true"; // a button that is really disabled loses the focus
  try {
    await work();
  } catch (error) {
    show(error.message);
  }
  button.ariaDisabled = null;
  refresh();
}

document.getElementById("test").addEventListener("click", ({ currentTarget }) =>
  act(currentTarget, async () => {
    await post(`${path}/test`);
    show("Test sent. See what came of it below.");
  }),
);

document.getElementById("rotate").addEventListener("click", async ({ currentTarget }) => {
  if (!(await confirmed(document.getElementById("confirm-rotate")))) return;
  act(currentTarget, async () => showSecret((await post(`${path}/rotate`)).secret, " The earlier one signs as well for a day."));
});

document.getElementById("delete").addEventListener("click", async () => {
  if (!(await confirmed(document.getElementById("confirm-delete")))) return;
  try {
    await send("DELETE", path);
    location.assign("/settings/webhooks");
  } catch (error) {
    show(error.message);
  }
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-redeliver]");
  if (!button) return;
  act(button, async () => {
    await post(`/api/v1/deliveries/${button.dataset.redeliver}/redeliver`);
    document.getElementById("deliveries-title").focus(); // the button goes while it is sent
    show("Sending again.");
  });
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else refresh();
});
timer = setTimeout(refresh, INTERVAL);
