// Which panel is visible: on a phone one of five, elsewhere findings, guideline or chat beside the document.

const workspace = document.querySelector(".workspace");
const KEY = `panels-${workspace.dataset.session}`;

function save() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ panel: workspace.dataset.panel, tab: workspace.dataset.tab }));
  } catch {
    // Without storage a reload starts with the document and the findings.
  }
}

function update() {
  for (const button of document.querySelectorAll(".view-switch [data-panel]"))
    button.setAttribute("aria-pressed", String(button.dataset.panel === workspace.dataset.panel));
  for (const button of document.querySelectorAll(".side-tabs [data-tab]"))
    button.setAttribute("aria-pressed", String(button.dataset.tab === workspace.dataset.tab));
  save();
}

const isTab = (panel) => ["findings", "guideline", "chat"].includes(panel);

// Bring a panel into view.
export function show(panel) {
  workspace.dataset.panel = panel;
  if (isTab(panel)) workspace.dataset.tab = panel;
  update();
}

// Change the tab of the side panel without leaving the document on a phone.
export function showTab(tab) {
  workspace.dataset.tab = tab;
  if (isTab(workspace.dataset.panel)) workspace.dataset.panel = tab;
  update();
}

export const isShown = (tab) => workspace.dataset.tab === tab && (!isNarrow() || workspace.dataset.panel === tab);

export function isNarrow() {
  return matchMedia("(max-width: 48rem)").matches;
}

export function init() {
  try {
    Object.assign(workspace.dataset, JSON.parse(sessionStorage.getItem(KEY) ?? "{}"));
  } catch {
    // as above
  }
  for (const button of document.querySelectorAll(".view-switch [data-panel]"))
    button.addEventListener("click", () => show(button.dataset.panel));
  for (const button of document.querySelectorAll(".side-tabs [data-tab]"))
    button.addEventListener("click", () => showTab(button.dataset.tab));
  update();
}
