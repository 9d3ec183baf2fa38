// The Queue page: refreshed every two seconds while it is visible, and its buttons.
import { getPage, send } from "../shared/api.js";
import { morph } from "../shared/morph.js";

const INTERVAL = 2000; // ms
const status = document.getElementById("status");
const announcer = document.getElementById("announcer");
let timer = 0;
let pending = 0; // requests of buttons
let failing = false; // the last refresh failed

function show(text, failed = false) {
  status.textContent = text;
  failing = failed;
}

// What a screen reader announces when it changes.
function summary() {
  const rows = (id) => document.querySelectorAll(`#${id} [data-key]`).length;
  return `${rows("open")} of your tasks open, ${rows("failed")} failed. ${document.getElementById("mode").textContent}`;
}

function update(page) {
  const before = summary();
  const section = document.activeElement?.closest("section");
  for (const region of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(region.id);
    if (fresh) morph(region, document.importNode(fresh, true));
  }
  if (section && document.activeElement === document.body) section.querySelector("h2").focus(); // its row was removed
  if (summary() !== before) announcer.textContent = summary();
}

async function refresh() {
  clearTimeout(timer);
  try {
    const page = await getPage("/queue");
    if (!pending) update(page);
    if (failing) show("");
  } catch (error) {
    show(error.message, true);
  }
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(refresh, INTERVAL);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-path]");
  if (!button || button.ariaDisabled) return;
  button.ariaDisabled = "true"; // a button that is really disabled loses the focus
  pending += 1;
  try {
    await send(button.dataset.method, button.dataset.path);
    show(button.dataset.done);
  } catch (error) {
    show(error.message);
    button.ariaDisabled = null;
  }
  pending -= 1;
  refresh();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else refresh();
});
timer = setTimeout(refresh, INTERVAL);
