// The Queue page: as the server says, every two seconds while somebody looks; and its buttons.
import { page, send } from "./api.js";
import { patch } from "./patch.js";

const EVERY = 2000;
const said = document.getElementById("said");
const heard = document.getElementById("heard");
let timer = 0;
let acting = 0;
let away = false;

function say(text, failed = false) {
  said.textContent = text;
  away = failed;
}

// What a person who does not see the page would want to know without asking.
function standing() {
  const rows = (id) => document.querySelectorAll(`#${id} [data-key]`).length;
  return `${rows("open")} of your tasks open, ${rows("failed")} failed. ${document.getElementById("mode").textContent}`;
}

function show(fresh) {
  const before = standing();
  const held = document.activeElement?.closest("section");
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(region.id);
    if (next) patch(region, document.importNode(next, true));
  }
  if (held && document.activeElement === document.body) held.querySelector("h2").focus();
  if (standing() !== before) heard.textContent = standing();
}

async function refresh() {
  clearTimeout(timer);
  try {
    const fresh = await page("/queue");
    if (!acting) show(fresh);
    if (away) say("");
  } catch (error) {
    say(error.message, true);
  }
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(refresh, EVERY);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-path]");
  if (!button || button.ariaDisabled) return;
  button.ariaDisabled = "true"; // truly disabled, it would lose the focus
  acting += 1;
  try {
    await send(button.dataset.method, button.dataset.path);
    say(button.dataset.done);
  } catch (error) {
    say(error.message);
    button.ariaDisabled = null;
  }
  acting -= 1;
  refresh();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else refresh();
});
timer = setTimeout(refresh, EVERY);
