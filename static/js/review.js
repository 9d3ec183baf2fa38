// One document under review: reading it, showing what is found, and finding one's way.
import { Failed, get, post } from "./api.js";
import { Chat } from "./chat.js";
import { Findings } from "./findings.js";
import { follow } from "./follow.js";
import * as keys from "./keys.js";
import { light, lightWords, paint, unlightWords } from "./marks.js";
import * as panes from "./panes.js";
import { Progress } from "./progress.js";

const session = JSON.parse(document.getElementById("session-data").textContent);
const parts = new Map([...document.querySelectorAll(".part")].map((part) => [part.dataset.name, part]));
const rows = new Map([...document.querySelectorAll("#section-list li")].map((row) => [row.dataset.name, row]));
const sheet = document.querySelector(".sheet");
const reviewButton = document.getElementById("review");
const stopButton = document.getElementById("stop");
const empty = document.getElementById("findings-empty");
const ACROSS = "Across the sections";

const progress = new Progress();
const findings = new Findings(session.sections, { onOpen: (id) => openFinding(id) });
const chat = new Chat(session, { onCite: cite, currentSection });
let task = null; // the review that runs
let states = {}; // where each of its sections is
const reviewed = new Set(session.sections.filter((section) => section.reviewed).map((section) => section.name));

// What was found.

function repaint(names) {
  for (const name of names) {
    const part = parts.get(name);
    if (part) paint(part, findings.of(name), (id) => openFinding(id));
    drawRow(name);
  }
  light(sheet, findings.lit);
  empty.hidden = findings.items.size > 0;
  if (!findings.items.size && reviewed.size && !task) empty.textContent = "Everything was read, and there is nothing to remark on.";
}

function drawRow(name) {
  const target = rows.get(name)?.querySelector(".section-state");
  if (!target) return;
  const state = states[name];
  const count = name === ACROSS ? state?.count : findings.of(name).length;
  if (name === ACROSS) rows.get(name).hidden = !state;
  if (state?.state === "failed") {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "plain";
    again.textContent = "failed, try again";
    again.title = state.detail ?? "";
    again.addEventListener("click", () => retry(name));
    target.replaceChildren(again);
  } else if (state?.state === "waiting") target.textContent = "waiting";
  else if (state?.state === "reading") target.textContent = "being read";
  else if (state?.state === "done" || reviewed.has(name) || count) target.textContent = count ? String(count) : "none";
  else target.textContent = "";
  if (/^\d+$/.test(target.textContent)) target.setAttribute("aria-label", `${count} findings`);
  else target.removeAttribute("aria-label");
}

function openFinding(id, { scroll = true } = {}) {
  const item = findings.items.get(id);
  unlightWords();
  const row = findings.open(item ? id : null);
  const first = light(sheet, item ? id : null);
  if (!item) return history.replaceState(null, "", location.pathname);
  history.replaceState(null, "", `#f=${id}`);
  panes.side("findings");
  const part = parts.get(item.section_name);
  if (scroll) (first ?? part)?.scrollIntoView({ block: "center" });
  return row;
}

sheet.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark || getSelection().toString()) return;
  const ids = mark.dataset.ids.split(" ");
  const next = ids[(ids.indexOf(findings.lit) + 1) % ids.length]; // pressing again goes to the next
  const row = openFinding(next, { scroll: false });
  if (panes.narrow()) panes.show("findings");
  row?.scrollIntoView({ block: "center" });
});

document.getElementById("finding-list").addEventListener("click", (event) => {
  if (panes.narrow() && event.target.closest(".finding-quote")) {
    panes.show("sheet");
    light(sheet, findings.lit)?.scrollIntoView({ block: "center" });
  }
});

function cite(citation) {
  const part = parts.get(citation.section_name);
  if (!part) return;
  if (panes.narrow()) panes.show("sheet");
  light(sheet, null);
  part.scrollIntoView({ block: "start" }); // so that it is laid out before its words are measured
  lightWords(part, citation.start, citation.end)?.scrollIntoView({ block: "center" });
}

// Reading.

function busy(taskId) {
  task = taskId;
  reviewButton.hidden = Boolean(taskId);
  stopButton.hidden = !taskId;
  stopButton.disabled = taskId === "starting";
}

async function start(path, body) {
  if (task) return;
  busy("starting");
  progress.begin();
  empty.hidden = true;
  try {
    listen((await post(path, body)).task_id, body.section_name);
  } catch (error) {
    busy(null);
    progress.end(error.message);
    repaint([]);
  }
}

const review = () => {
  states = {};
  return start("/review_document", { session_id: session.session_id });
};

function retry(name) {
  if (name === ACROSS) return review();
  states[name] = { state: "reading" };
  drawRow(name);
  return start("/analyze_section", { session_id: session.session_id, section_name: name });
}

function listen(taskId, section) {
  busy(taskId);
  const stopFollowing = follow(taskId, 0, {
    away: (now) => progress.away(now),
    change: (data) => {
      if (data.sections) Object.assign(states, data.sections);
      if (data.feedback_items) findings.add(data.feedback_items);
      const touched = new Set([...Object.keys(data.sections ?? {}), ...(data.feedback_items ?? []).map((item) => item.section_name)]);
      repaint(touched);
      progress.show(data, section ? {} : states);
    },
    done: (ended) => finish(ended, section).catch((error) => progress.end(error.message)),
  });
  return stopFollowing;
}

// The end of a task: take the truth from the server, since a review may also have dropped findings.
async function finish(ended, section) {
  busy(null);
  const fresh = await get(`/sessions/${session.session_id}`);
  findings.replace(fresh.feedback);
  reviewed.clear();
  for (const one of fresh.sections) if (one.reviewed) reviewed.add(one.name);
  for (const [name, state] of Object.entries(states)) if (state.state !== "failed" && state.state !== "done") delete states[name];
  if (section) {
    if (ended.state === "SUCCESS") delete states[section];
    else if (ended.state === "FAILURE") states[section] = { state: "failed", detail: ended.error.detail };
  }
  repaint([...parts.keys(), ACROSS]);
  progress.end(verdict(ended));
}

function verdict(ended) {
  const count = findings.items.size;
  const found = `${count} finding${count === 1 ? "" : "s"}`;
  if (ended.state === "REVOKED") return `Stopped; ${found} kept`;
  if (ended.state === "FAILURE") return ended.error?.detail ?? "It failed.";
  const result = ended.result?.result ?? {};
  const failed = result.failed_sections?.length ?? 0;
  const notes = result.notes?.length ? ` ${result.notes[0]}` : "";
  const cost = ended.result?.usage?.cost_usd;
  const spent = cost ? ` · US$ ${cost < 0.01 ? cost.toFixed(4) : cost.toFixed(2)}` : "";
  if (failed) return `${found}; ${failed} section${failed === 1 ? "" : "s"} failed${spent}`;
  return `${found}${spent}${notes}`;
}

async function stop() {
  if (!task || task === "starting") return;
  stopButton.disabled = true;
  try {
    await post(`/cancel_task/${task}`);
  } catch (error) {
    if (!(error instanceof Failed && error.status === 409)) progress.end(error.message);
  }
  stopButton.disabled = false;
}

// Finding one's way.

function currentSection() {
  const current = document.querySelector("#section-list [aria-current]");
  return current?.dataset.name ?? null;
}

const watcher = new IntersectionObserver(
  (entries) => {
    const seen = entries.filter((entry) => entry.isIntersecting);
    if (!seen.length) return;
    for (const row of rows.values()) row.removeAttribute("aria-current");
    rows.get(seen[0].target.dataset.name)?.setAttribute("aria-current", "true");
  },
  { root: sheet, rootMargin: "-20% 0px -75% 0px" },
);
for (const part of parts.values()) watcher.observe(part);

function followLink() {
  const section = /^#s=(\d+)$/.exec(location.hash);
  const finding = /^#f=([\w-]+)$/.exec(location.hash);
  if (section) {
    if (panes.narrow()) panes.show("sheet");
    document.getElementById(`s${section[1]}`)?.scrollIntoView({ block: "start" });
  } else if (finding) openFinding(finding[1]);
}
addEventListener("hashchange", followLink);
document.getElementById("section-list").addEventListener("click", (event) => {
  if (event.target.closest("a")?.hash === location.hash) followLink();
});

const help = document.getElementById("help");
const step = (by) => () => {
  const id = findings.beside(by);
  if (id) openFinding(id);
};
keys.listen({
  j: step(1),
  k: step(-1),
  r: () => (task ? stop() : review()),
  c: () => {
    panes.show("chat");
    document.getElementById("chat-input").focus();
  },
  "?": () => help.showModal(),
  Enter: () => findings.lit && openFinding(findings.lit),
  Escape: () => {
    document.activeElement?.blur();
    openFinding(null);
  },
});
document.getElementById("keys").addEventListener("click", () => help.showModal());
reviewButton.addEventListener("click", review);
stopButton.addEventListener("click", stop);

panes.start();
findings.add(session.feedback);
repaint(parts.keys());
followLink();
for (const running of session.tasks) {
  if (running.kind === "chat") chat.listen(running.task_id, running.message ?? "…");
  else if (!task) {
    progress.begin();
    listen(running.task_id, running.section_name ?? undefined);
  }
}
