// Which pane is seen: on a phone one of four, beside the document findings or chat.

const desk = document.querySelector(".desk");
const KEY = `pane-${desk.dataset.session}`;

function remember() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ pane: desk.dataset.pane, side: desk.dataset.side }));
  } catch {
    // Without storage the panes start anew after a reload; nothing else is lost.
  }
}

function press() {
  for (const button of document.querySelectorAll(".switch [data-pane]"))
    button.setAttribute("aria-pressed", String(button.dataset.pane === desk.dataset.pane));
  for (const button of document.querySelectorAll(".side-switch [data-side]"))
    button.setAttribute("aria-pressed", String(button.dataset.side === desk.dataset.side));
}

export function show(pane) {
  desk.dataset.pane = pane;
  if (pane === "findings" || pane === "chat") desk.dataset.side = pane;
  press();
  remember();
}

export function side(name) {
  desk.dataset.side = name;
  if (desk.dataset.pane === "findings" || desk.dataset.pane === "chat") desk.dataset.pane = name;
  press();
  remember();
}

export function narrow() {
  return matchMedia("(max-width: 48rem)").matches;
}

export function start() {
  try {
    Object.assign(desk.dataset, JSON.parse(sessionStorage.getItem(KEY) ?? "{}"));
  } catch {
    // as above
  }
  for (const button of document.querySelectorAll(".switch [data-pane]"))
    button.addEventListener("click", () => show(button.dataset.pane));
  for (const button of document.querySelectorAll(".side-switch [data-side]"))
    button.addEventListener("click", () => side(button.dataset.side));
  press();
}
