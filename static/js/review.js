// One document under review: its parts put together, and finding one's way between them.
import { Acts } from "./acts.js";
import { get } from "./api.js";
import { ABOUT, Chat } from "./chat.js";
import { Decisions } from "./decisions.js";
import { DocumentMenu } from "./document.js";
import { writing } from "./editor.js";
import { Filter } from "./filter.js";
import { Findings } from "./findings.js";
import * as keys from "./keys.js";
import * as line from "./line.js";
import { Marks, light, lightWords, reveal, unlightWords } from "./marks.js";
import * as menus from "./menus.js";
import * as panes from "./panes.js";
import { Progress, counted } from "./progress.js";
import { Reading } from "./reading.js";
import { Sections } from "./sections.js";
import { offer, selected } from "./selection.js";
import { Tally } from "./tally.js";
import { Together } from "./together.js";

const session = JSON.parse(document.getElementById("session-data").textContent);
const parts = new Map([...document.querySelectorAll(".part")].map((part) => [part.dataset.name, part]));
const anchors = Object.fromEntries([...parts].map(([name, part]) => [name, part.id]));
const sheet = document.querySelector(".sheet");
const help = document.getElementById("help");

const progress = new Progress();
const tally = new Tally();
const filter = new Filter(anchors, () => {
  const item = findings.item(findings.lit);
  if (item && !filter.matches(item)) open(null);
  findings.draw();
  marks.touch(parts.keys());
});
const findings = new Findings([...parts.keys()], session.guideline, filter, {
  open: (id) => open(id),
  show: (id) => goTo(id),
  accept: (id) => acts.decide(id, "accepted"),
  reject: (id) => acts.decide(id, "rejected"),
  reopen: (id) => acts.decide(id, "open"),
  edit: (id) => acts.edit(id),
  remove: (id) => acts.remove(id),
  ...Object.fromEntries(Object.entries(ABOUT).map(([name, words]) => [name, (id) => ask(id, words)])),
  drawn: (shown) => tally.draw(findings, shown),
  section: () => sections.current,
});
const sections = new Sections(sheet, parts, { count: (name) => findings.tally(name), retry: (name) => reading.retry(name) });
const marks = new Marks(sheet, parts, { of: (name) => findings.of(name), open: openFromSheet, lit: () => findings.lit });
const decisions = new Decisions(session, findings, {
  changed: (items) => show(items.map((item) => item.section_name)),
  kept: () => together.tell(),
  lost: () => together.look(true),
  open: (id) => findings.listed(findings.items.get(id)) && open(id),
});
const acts = new Acts(findings, decisions, { open, names: [...parts.keys()] });
const reading = new Reading(session.session_id, { findings, sections, progress, show, settle });
const chat = new Chat(session, {
  cite,
  section: () => sections.current ?? null,
  finding: (id) => findings.items.get(id),
  show: (id) => goTo(id),
  use: (id, wording) => decisions.change(id, { replacement: wording }, "These words are its replacement now"),
});
const together = new Together(session, () => decisions.revision, {
  take: (told) => decisions.take(told, Boolean(reading.task)),
  tasks: (tasks) => followTasks(tasks),
  gone: (words) => progress.end(words, true),
});
const menu = new DocumentMenu(session, {
  say: (words, failed) => progress.end(words, failed),
  guideline: (items) => Object.assign(findings.asks, items),
});

function show(names) {
  const touched = [...new Set(names)];
  marks.touch(touched);
  sections.draw(touched);
  tally.empty(findings, Boolean(reading.task), sections.reviewed.size > 0);
}

// A review has ended: take what the server has kept, once what was done meanwhile is kept too.
async function settle(fresh) {
  let told = fresh;
  while (!decisions.take({ ...told, items: told.feedback })) {
    await decisions.turn;
    told = await get(`/sessions/${session.session_id}`).catch(() => told);
  }
}

function followTasks(tasks) {
  for (const task of tasks) {
    if (task.kind === "chat") {
      if (!chat.task) chat.listen(task.task_id, task.message ?? "…", task.finding_id);
    } else if (!reading.task) {
      progress.begin("Reading");
      reading.listen(task.task_id, task.section_name);
    }
  }
}

// One finding at a time is lit, in the list and in the text. `focus`: for who goes by keyboard.

function open(id, { follow = true, focus = false } = {}) {
  unlightWords();
  const element = findings.open(id);
  const item = findings.item(findings.lit);
  if (item) marks.ensure(item.section_name);
  const first = light(sheet, findings.lit);
  history.replaceState(null, "", `${location.pathname}${location.search}${item ? `#f-${item.id}` : ""}`);
  if (!item) return;
  sections.hold(item.section_name);
  panes.side("findings");
  if (follow) reveal(first ?? parts.get(item.section_name));
  element.scrollIntoView({ block: "nearest" });
  if (focus) element.querySelector(".finding-head").focus({ preventScroll: true });
}

function openFromSheet(id) {
  open(id, { follow: false });
  if (panes.narrow()) panes.show("findings");
  document.getElementById(`f-${id}`)?.scrollIntoView({ block: "center" });
}

function goTo(id) {
  panes.show("sheet");
  open(id);
}

sheet.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark || getSelection().toString()) return;
  const ids = mark.dataset.ids.split(" ");
  openFromSheet(ids[(ids.indexOf(findings.lit) + 1) % ids.length]); // pressing again goes to the next
});

function cite({ section_name: name, start, end }) {
  const part = parts.get(name);
  if (!part) return;
  if (panes.narrow()) panes.show("sheet");
  marks.ensure(name);
  light(sheet, null);
  sections.hold(name);
  reveal(lightWords(part, start, end) ?? part);
}

function followLink() {
  const asked = decodeURIComponent(location.hash.slice(1));
  if (asked.startsWith("f-")) {
    open(asked.slice(2));
    if (!findings.lit) line.say("The finding of this link is not there any more.");
    return;
  }
  if (asked.startsWith("s-")) toSection(document.getElementById(asked));
}

function toSection(part) {
  if (!part) return;
  if (panes.narrow()) panes.show("sheet");
  findings.open(null); // whoever goes on with the keys goes on from here
  light(sheet, null);
  sections.hold(part.dataset.name);
  reveal(part, "start");
}
addEventListener("hashchange", followLink);
document.getElementById("section-list").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  toSection(document.getElementById(decodeURIComponent(link.hash.slice(1)))); // at once, and also when pressed again
});

function ask(id, words) {
  panes.show("chat");
  chat.turnTo(id);
  if (words) chat.ask(words, id);
  else chat.input.focus();
}

function comment(about) {
  acts.comment(about ?? { section: findings.item(findings.lit)?.section_name ?? sections.current });
}

function step(by) {
  const id = findings.beside(by);
  if (id) open(id, { focus: true });
}

const lit = (does) => () => findings.lit && does(findings.lit);
keys.listen({
  j: () => step(1),
  k: () => step(-1),
  n: () => acts.next(),
  a: lit((id) => acts.decide(id, "accepted")),
  x: lit((id) => acts.decide(id, "rejected")),
  o: lit((id) => acts.decide(id, "open")),
  e: lit((id) => acts.edit(id)),
  y: () => line.askWhy(),
  u: () => decisions.step("undo"),
  "Shift+u": () => decisions.step("redo"),
  "Ctrl+z": () => decisions.step("undo"),
  "Ctrl+Shift+z": () => decisions.step("redo"),
  "Ctrl+y": () => decisions.step("redo"),
  "Shift+a": () => acts.all("accepted"),
  "Shift+x": () => acts.all("rejected"),
  c: () => comment(selected(sheet)),
  q: () => ask(null),
  w: lit((id) => ask(id)),
  f: () => tally.openFilter(),
  r: () => reading.toggle(),
  "Shift+e": () => menus.open("export"),
  "?": () => help.showModal(),
  Enter: lit(goTo),
  Escape: () => {
    if (document.activeElement === chat.input && findings.lit) {
      panes.show("findings");
      return open(findings.lit, { focus: true });
    }
    document.activeElement?.blur();
    open(null);
  },
});
document.getElementById("keys").addEventListener("click", () => help.showModal());
offer(sheet, comment);
addEventListener("beforeunload", (event) => {
  if (writing()) event.preventDefault();
});

// A section that was never laid out has a guessed height: guessed by its words, the scrollbar tells the truth.
for (const { name, words } of session.sections) parts.get(name).style.containIntrinsicSize = `auto ${90 + Math.ceil(words / 11) * 28}px`;

panes.start();
menus.start(session.session_id);
sections.look(session.sections[0]?.name);
sections.settle(session.sections.filter((section) => section.reviewed).map((section) => section.name));
reading.again();
findings.replace(session.feedback, session.resolved);
show(sections.rows.keys());
if (menu.welcomed) progress.end(menu.welcomed);
else if (session.feedback.length && !session.tasks.length) progress.say(counted(session.feedback.length, "finding"));
followTasks(session.tasks);
followLink();
