// The review page: puts its parts together, and moves between sections, findings and their text.
import { get } from "../shared/api.js";
import { plural } from "../shared/format.js";
import { Chat, FINDING_QUESTIONS } from "./chat.js";
import { Decisions } from "./decisions.js";
import { DocumentMenu, addedVersion } from "./document-menu.js";
import * as exportMenu from "./export-menu.js";
import { Filter } from "./filter.js";
import { FindingActions } from "./finding-actions.js";
import { hasUnsavedText } from "./finding-editor.js";
import { FindingList } from "./finding-list.js";
import * as findingsBar from "./findings-bar.js";
import { Highlights, clearPassage, highlightPassage, reveal, selectHighlight } from "./highlights.js";
import * as menus from "./menus.js";
import { session } from "./page-data.js";
import * as panels from "./panels.js";
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
const FINDINGS_AT_ONCE = 1000;
const RETRY_DELAY = 3000; // ms

const progress = new Progress();
const filter = new Filter(anchors, () => {
  const finding = findings.get(findings.selected);
  if (finding && !filter.matches(finding)) open(null);
  findings.resetWindow();
  findings.draw();
  highlights.invalidate(sectionNames);
});
const findings = new FindingList(sectionNames, session.guideline, filter, {
  section: () => sections.current,
  drawn: (shown) => findingsBar.draw(findings, shown),
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
const sections = new SectionList(documentPanel, sectionElements, { count: (name) => findings.count(name), retry: (name) => review.retry(name) });
const highlights = new Highlights(documentPanel, sectionElements, {
  findings: (name) => findings.highlighted(name),
  open: openFromDocument,
  selected: () => findings.selected,
});
const decisions = new Decisions(session, findings, {
  changed: (changed) => redraw(changed.map((finding) => finding.section_name)),
  saved: () => tabSync.broadcast(),
  failed: () => tabSync.check({ force: true }),
  open: (id) => findings.isListed(findings.get(id)) && open(id),
});
const actions = new FindingActions(findings, decisions, { open, sections: sectionNames });
const review = new ReviewTask(session.session_id, { findings, sections, progress, redraw, sync });
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
  guideline: (items) => Object.assign(findings.guideline, items),
});

// Redraw what shows the findings of these sections, beside the list of findings itself.
function redraw(names) {
  const changed = [...new Set(names)];
  highlights.invalidate(changed);
  sections.draw(changed);
  findingsBar.drawEmpty(findings, Boolean(review.task), sections.reviewed.size > 0);
}

// Show the server's state after a review, once the changes made meanwhile are saved.
async function sync(state) {
  let latest = state;
  while (!decisions.sync(latest)) {
    await decisions.last;
    latest = await get(`/sessions/${session.session_id}/feedback`).catch(() => latest);
  }
}

// Fetch the findings that were not sent with the page, the most important first.
async function loadFindings(offset) {
  const path = `/sessions/${session.session_id}/feedback`;
  for (let next = offset; next !== null; ) {
    const page = await get(`${path}?offset=${next}&limit=${FINDINGS_AT_ONCE}`).catch(() => null);
    if (!page) await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
    else if (page.revision !== session.revision) return tabSync.check({ force: true }); // changed meanwhile
    else {
      next = page.next_offset;
      findings.fill(page.items, page.resolved, next === null);
      redraw(page.items.map((finding) => finding.section_name));
    }
  }
}

// Fetch a finding that is linked to and has not come yet.
async function loadFinding(id) {
  if (findings.get(id) || !findings.totals) return;
  const finding = await get(`/sessions/${session.session_id}/feedback/${encodeURIComponent(id)}`).catch(() => null);
  if (!finding) return; // it does not exist any more
  findings.fill(finding.resolved_in ? [] : [finding], finding.resolved_in ? [finding] : []);
  redraw([finding.section_name]);
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
  history.replaceState(null, "", `${location.pathname}${location.search}${finding ? `#f-${finding.id}` : ""}`);
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

function openFromDocument(id) {
  open(id, { scroll: false });
  if (panels.isNarrow()) panels.show("findings");
  document.getElementById(`f-${id}`)?.scrollIntoView({ block: "center" });
}

function showInDocument(id) {
  panels.show("document");
  open(id);
}

documentPanel.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark || getSelection().toString()) return;
  const ids = mark.dataset.ids.split(" ");
  openFromDocument(ids[(ids.indexOf(findings.selected) + 1) % ids.length]); // another click selects the next
});

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
    await loadFinding(hash.slice(2));
    open(hash.slice(2));
    if (!findings.selected) statusBar.show("This finding no longer exists.");
  } else if (hash.startsWith("s-")) openSection(document.getElementById(hash));
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
document.getElementById("section-list").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  openSection(document.getElementById(decodeURIComponent(link.hash.slice(1)))); // also where the hash stays the same
});

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
  open(null);
}

const withSelected = (action) => () => findings.selected && action(findings.selected);
shortcuts.listen({
  j: () => step(1),
  k: () => step(-1),
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
exportMenu.init(() => loader.print());
sections.setCurrent(session.sections[0]?.name);
sections.finish(session.sections.filter((section) => section.reviewed).map(({ name }) => name));
review.updateButton();
findings.replace(session.feedback, session.resolved);
findings.totals = session.counts;
findings.draw();
if (session.counts) loadFindings(session.feedback.length);
redraw(sections.rows.keys());
const versionMessage = addedVersion(session);
if (versionMessage) progress.finish(versionMessage);
else if (findings.count().all && !session.tasks.length) progress.show(plural(findings.count().all, "finding"));
followTasks(session.tasks);
followHash();
