// One document under review: its parts put together, and finding one's way between them.
import { Chat } from "./chat.js";
import { Findings } from "./findings.js";
import * as keys from "./keys.js";
import { Marks, light, lightWords, reveal, unlightWords } from "./marks.js";
import * as panes from "./panes.js";
import { Progress, counted } from "./progress.js";
import { Reading } from "./reading.js";
import { Sections } from "./sections.js";

const session = JSON.parse(document.getElementById("session-data").textContent);
const parts = new Map([...document.querySelectorAll(".part")].map((part) => [part.dataset.name, part]));
const sheet = document.querySelector(".sheet");
const empty = document.getElementById("findings-empty");
const help = document.getElementById("help");

const progress = new Progress();
const findings = new Findings([...parts.keys()], session.guideline, { open: (id) => open(id), show: (id) => goTo(id) });
const sections = new Sections(sheet, parts, { count: (name) => findings.of(name).length, retry: (name) => reading.retry(name) });
const marks = new Marks(sheet, parts, { of: (name) => findings.of(name), open: openFromSheet, lit: () => findings.lit });
const reading = new Reading(session.session_id, { findings, sections, progress, show });
const chat = new Chat(session, { cite, section: () => sections.current ?? null });

function show(names) {
  const touched = [...new Set(names)];
  marks.touch(touched);
  sections.draw(touched);
  empty.hidden = findings.items.size > 0;
  if (reading.task) empty.textContent = "What is found appears here, and in the text.";
  else if (sections.reviewed.size) empty.textContent = "Everything was read, and there is nothing to remark on.";
  else empty.replaceChildren("Nothing has been read yet. ", bold("Review"), " marks what is weak, here and in the text.");
}

function bold(text) {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
}

// One finding at a time is lit, in the list and in the text.

function open(id, { follow = true } = {}) {
  unlightWords();
  const element = findings.open(id);
  const item = findings.items.get(findings.lit);
  if (item) marks.ensure(item.section_name);
  const first = light(sheet, findings.lit);
  history.replaceState(null, "", item ? `#f=${item.id}` : location.pathname);
  if (!item) return;
  sections.hold(item.section_name);
  panes.side("findings");
  if (follow) reveal(first ?? parts.get(item.section_name));
  element?.scrollIntoView({ block: "nearest" });
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
  const [, section] = /^#s=(\d+)$/.exec(location.hash) ?? [];
  const [, finding] = /^#f=([\w-]+)$/.exec(location.hash) ?? [];
  if (section !== undefined) {
    if (panes.narrow()) panes.show("sheet");
    const part = document.getElementById(`s${section}`);
    if (part) sections.hold(part.dataset.name);
    reveal(part, "start");
  } else if (finding) open(finding);
}
addEventListener("hashchange", followLink);
document.getElementById("section-list").addEventListener("click", (event) => {
  if (event.target.closest("a")?.hash === location.hash) followLink(); // pressed again
});

function step(by) {
  const id = findings.beside(by);
  if (id) open(id);
}
keys.listen({
  j: () => step(1),
  k: () => step(-1),
  r: () => reading.toggle(),
  c: () => {
    panes.show("chat");
    chat.input.focus();
  },
  "?": () => help.showModal(),
  Enter: () => findings.lit && goTo(findings.lit),
  Escape: () => {
    document.activeElement?.blur();
    open(null);
  },
});
document.getElementById("keys").addEventListener("click", () => help.showModal());

// A section that was never laid out has a guessed height: guessed by its words, the scrollbar tells the truth.
for (const { name, words } of session.sections) parts.get(name).style.containIntrinsicSize = `auto ${90 + Math.ceil(words / 11) * 28}px`;

panes.start();
sections.look(session.sections[0]?.name);
sections.settle(session.sections.filter((section) => section.reviewed).map((section) => section.name));
findings.add(session.feedback);
show(sections.rows.keys());
if (session.feedback.length && !session.tasks.length) progress.say(counted(session.feedback.length, "finding"));
for (const task of session.tasks) {
  if (task.kind === "chat") chat.listen(task.task_id, task.message ?? "…");
  else if (!reading.task) {
    progress.begin("Reading");
    reading.listen(task.task_id, task.section_name);
  }
}
followLink();
