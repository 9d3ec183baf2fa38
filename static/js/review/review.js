// The review page: puts its parts together, and moves between sections, findings and their text.
import { Chat, FINDING_QUESTIONS } from "./chat.js";
import { Decisions } from "./decisions.js";
import { DocumentMenu, addedVersion } from "./document-menu.js";
import * as exportMenu from "./export-menu.js";
import { Filter } from "./filter.js";
import { FindingActions } from "./finding-actions.js";
import { hasUnsavedText } from "./finding-editor.js";
import { FindingList } from "./finding-list.js";
import { FindingLoader } from "./finding-loader.js";
import * as findingsBar from "./findings-bar.js";
import { GuidelinePanel } from "./guideline-panel.js";
import { Highlights, clearPassage, highlightPassage, reveal, selectHighlight } from "./highlights.js";
import * as menus from "./menus.js";
import { session } from "./page-data.js";
import * as panels from "./panels.js";
import * as printing from "./printing.js";
import { Progress } from "./progress.js";
import { ReviewTask } from "./review-task.js";
import { SectionList } from "./section-list.js";
import { SectionLoader } from "./section-loader.js";
import { offerComment, selectedText } from "./selection.js";
import * as shortcuts from "./shortcuts.js";
import * as statusBar from "./status-bar.js";
import { TabSync } from "./tab-sync.js";

const documentPanel = document.querySelector(".document");
const loader = new SectionLoader(documentPanel, (names) => highlights.invalidate(names));
const sectionElements = new Map([...document.querySelectorAll(".document-section")].map((section) => [section.dataset.name, section]));
const sectionNames = [...sectionElements.keys()];
const anchors = Object.fromEntries([...sectionElements].map(([name, section]) => [name, section.id]));
const help = document.getElementById("help");

const progress = new Progress();
const filter = new Filter(anchors, () => {
  deselectHidden();
  findings.reset();
  findings.draw();
  redraw(sectionNames); // a filter may unfold minor findings
});
const findings = new FindingList(sectionNames, session.guideline, filter, {
  section: () => sections.current,
  drawn: (shown) => findingsBar.draw(findings, shown),
  folded: (section) => {
    deselectHidden();
    redraw(section ? [section] : sectionNames);
  },
  acceptAll: (ids) => decisions.decide(ids, "accepted"),
  open: (id) => open(id),
  show: (id) => showInDocument(id),
  accept: (id) => actions.decide(id, "accepted"),
  reject: (id) => actions.decide(id, "rejected"),
  reopen: (id) => actions.decide(id, "open"),
  edit: (id) => actions.edit(id),
  remove: (id) => actions.remove(id),
  cite: (place) => cite(place),
  ...Object.fromEntries(Object.entries(FINDING_QUESTIONS).map(([action, question]) => [action, (id) => ask(id, question)])),
});
const sections = new SectionList(documentPanel, sectionElements, {
  count: (name, withMinor = false) => (withMinor ? findings.count(name, () => true) : findings.count(name)),
  retry: (name) => review.retry(name),
  open: (name) => openSection(sectionElements.get(name)),
});
const highlights = new Highlights(documentPanel, sectionElements, {
  findings: (name) => findings.highlighted(name),
  open: openFromDocument,
  selected: () => findings.selected,
});
const judged = (verdicts) => guideline.update(verdicts);
const decisions = new Decisions(session, findings, {
  changed: (changed) => redraw(changed.map((finding) => finding.section_name)),
  saved: () => tabSync.broadcast(),
  failed: () => tabSync.check({ force: true }),
  open: (id) => findings.isListed(findings.get(id)) && open(id),
  judged,
});
const sync = (state) => decisions.syncOnceSaved(state, () => Boolean(review.task));
const guideline = new GuidelinePanel(session.verdicts, {
  cite,
  sections: sectionNames,
  finding: (id) => findings.get(id),
  show: (id) => open(id, { focus: true }),
  save: saveVerdict,
  opened: (item) => setHash(item && `v-${item}`),
});
const findingLoader = new FindingLoader(session, findings, { filled: redraw, changed: sync });
const actions = new FindingActions(findings, decisions, { open, sections: sectionNames });
const review = new ReviewTask(session.session_id, { findings, sections, progress, redraw, judged, sync });
const chat = new Chat(session, {
  cite,
  section: () => sections.current ?? null,
  finding: (id) => findings.items.get(id),
  show: (id) => showInDocument(id),
  use: (id, wording) => decisions.change(id, { replacement: wording }, "Replacement text updated"),
});
const tabSync = new TabSync(session, () => decisions.revision, {
  update: (state) => decisions.sync(state, Boolean(review.task)),
  tasks: (tasks) => followTasks(tasks),
  deleted: () => progress.finish("This review has been deleted.", true),
});
new DocumentMenu(session, {
  renameFailed: (message) => progress.finish(message, true),
  guideline: (items, verdicts) => {
    Object.assign(findings.guideline, items);
    guideline.replace(verdicts);
  },
});

// Redraw what shows the findings of these sections, beside the list of findings itself.
function redraw(names) {
  guideline.draw(); // it shows what was decided of findings
  const changed = [...new Set(names)];
  highlights.invalidate(changed);
  sections.draw(changed);
  findingsBar.drawEmpty(findings, Boolean(review.task), sections.reviewed.size > 0);
}

// What is hidden is not selected: a shortcut would decide it unseen.
function deselectHidden() {
  const finding = findings.get(findings.selected);
  if (finding && findings.isHidden(finding)) open(null);
}

function followTasks(tasks) {
  for (const task of tasks) {
    if (task.kind === "chat") {
      if (!chat.task) chat.follow(task.task_id, task.message ?? "…", task.finding_id);
    } else if (!review.task) {
      progress.start("Reviewing…");
      review.follow(task.task_id, task.section_name);
    }
  }
}

// Select a finding (or none), in the list and in the document. `scroll`: the document to its text;
// `focus`: its card, for keyboard users.
function open(id, { scroll = true, focus = false } = {}) {
  clearPassage();
  const card = findings.select(id);
  const finding = findings.get(findings.selected);
  if (finding) highlights.render(finding.section_name);
  const highlight = selectHighlight(documentPanel, findings.selected);
  setHash(finding && `f-${finding.id}`);
  if (!finding) return;
  sections.pin(finding.section_name);
  panels.showTab("findings");
  if (scroll) reveal(highlight ?? sectionElements.get(finding.section_name));
  loader.need(finding.section_name)?.then(() => {
    if (findings.selected !== id) return;
    highlights.render(finding.section_name);
    if (scroll) reveal(selectHighlight(documentPanel, id) ?? sectionElements.get(finding.section_name));
  });
  card.scrollIntoView({ block: "nearest" });
  if (focus) card.querySelector(".finding-head").focus({ preventScroll: true });
}

function setHash(id) {
  history.replaceState(null, "", `${location.pathname}${location.search}${id ? `#${id}` : ""}`);
}

// A section that was named for an expected one closes the finding that it is missing.
async function saveVerdict(item, fields) {
  const saved = await decisions.overrule(item, fields);
  if (saved && fields.section_name) tabSync.check({ force: true });
}

function openFromDocument(id) {
  open(id, { scroll: false });
  if (panels.isNarrow()) panels.show("findings");
  document.getElementById(`f-${id}`)?.scrollIntoView({ block: "center" });
}

function showInDocument(id) {
  panels.show("document");
  open(id);
}

async function cite({ section_name: name, start, end }) {
  const section = sectionElements.get(name);
  if (!section) return;
  await loader.need(name);
  if (panels.isNarrow()) panels.show("document");
  highlights.render(name);
  selectHighlight(documentPanel, null);
  sections.pin(name);
  reveal(highlightPassage(section, start, end) ?? section);
}

async function followHash() {
  const hash = decodeURIComponent(location.hash.slice(1));
  if (hash.startsWith("f-")) {
    await findingLoader.one(hash.slice(2));
    open(hash.slice(2));
    if (!findings.selected) statusBar.show("This finding no longer exists.");
  } else if (hash.startsWith("v-")) {
    panels.show("guideline");
    if (!guideline.open(hash.slice(2))) statusBar.show("The guideline no longer has this item.");
  } else if (hash.startsWith("s-")) {
    const [id, start, end] = hash.split(/[~,]/); // a passage is named by its offsets
    if (end) cite({ section_name: document.getElementById(id)?.dataset.name, start: Number(start), end: Number(end) });
    else openSection(document.getElementById(id));
  }
}

function openSection(section) {
  if (!section) return;
  if (panels.isNarrow()) panels.show("document");
  findings.select(null); // “next finding” continues from this section
  selectHighlight(documentPanel, null);
  sections.pin(section.dataset.name);
  reveal(section, "start");
  loader.need(section.dataset.name)?.then(() => sections.current === section.dataset.name && reveal(section, "start"));
}
addEventListener("hashchange", followHash);

function ask(id, question) {
  panels.show("chat");
  chat.setTopic(id);
  if (question) chat.ask(question, id);
  else chat.input.focus();
}

function comment(target) {
  actions.comment(target ?? { section: findings.get(findings.selected)?.section_name ?? sections.current });
}

function step(direction) {
  const id = findings.neighbour(direction);
  if (id) open(id, { focus: true });
}

function escape() {
  if (document.activeElement === chat.input && findings.selected) {
    panels.show("findings");
    return open(findings.selected, { focus: true });
  }
  document.activeElement?.blur();
  if (panels.isShown("guideline")) guideline.open(null);
  else open(null);
}

const withSelected = (action) => () => findings.selected && action(findings.selected);
shortcuts.listen({
  j: () => (panels.isShown("guideline") ? guideline.step(1) : step(1)),
  k: () => (panels.isShown("guideline") ? guideline.step(-1) : step(-1)),
  ...Object.fromEntries([1, 2, 3, 4, 5].map((number) => [number, () => panels.isShown("guideline") && guideline.choose(number)])),
  g: () => {
    panels.show("guideline");
    if (!guideline.selected) guideline.step(1);
  },
  n: () => actions.nextOpen(),
  a: withSelected((id) => actions.decide(id, "accepted")),
  x: withSelected((id) => actions.decide(id, "rejected")),
  o: withSelected((id) => actions.decide(id, "open")),
  e: withSelected((id) => actions.edit(id)),
  y: () => statusBar.askForReason(),
  u: () => decisions.step("undo"),
  "Shift+u": () => decisions.step("redo"),
  "Ctrl+z": () => decisions.step("undo"),
  "Ctrl+Shift+z": () => decisions.step("redo"),
  "Ctrl+y": () => decisions.step("redo"),
  "Shift+a": () => actions.decideShown("accepted"),
  "Shift+x": () => actions.decideShown("rejected"),
  c: () => comment(selectedText(documentPanel)),
  q: () => ask(null),
  w: withSelected((id) => ask(id)),
  f: () => {
    panels.show("findings");
    filter.open();
  },
  r: () => review.toggle(),
  "Shift+e": () => exportMenu.open(),
  "?": () => help.showModal(),
  Enter: withSelected(showInDocument),
  Escape: escape,
});
document.getElementById("shortcuts").addEventListener("click", () => help.showModal());
offerComment(documentPanel, comment);
addEventListener("beforeunload", (event) => {
  if (hasUnsavedText()) event.preventDefault();
});

panels.init();
menus.init();
const loaders = [loader, findingLoader];
printing.init(loaders);
exportMenu.init(() => printing.printAll(loaders));
sections.setCurrent(session.sections[0]?.name);
sections.finish(session.sections.filter((section) => section.reviewed).map(({ name }) => name));
review.updateButton();
findings.replace(session.feedback, session.resolved);
findings.totals = session.counts;
findings.draw();
findingLoader.all();
redraw(sections.rows.keys());
const versionMessage = addedVersion(session);
if (versionMessage) progress.finish(versionMessage);
else if (findings.items.size && !session.tasks.length) progress.show(findings.describe());
followTasks(session.tasks);
followHash();
