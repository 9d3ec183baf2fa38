// The Text page: runs the chosen kind on the text, follows it, and shows what came of it.
import { get, getPage, post, upload } from "../shared/api.js";
import { copy } from "../shared/copy-button.js";
import { money, plural } from "../shared/format.js";
import { morph } from "../shared/morph.js";
import { followTask } from "../shared/task-events.js";
import { inputOf, showKind } from "./input.js";
import { Result } from "./result.js";

const element = (id) => document.getElementById(id);
const form = element("text-form");
const text = element("text");
const status = element("status");
const progress = element("progress");
const result = new Result();
let running = null; // the id of the task under way; "" until there is one

const kind = () => form.elements.kind.value;

function countWords() {
  const words = text.value.match(/\S+/g)?.length ?? 0;
  element("words").textContent = plural(words, "word");
}

function setRunning(task) {
  running = task;
  const busy = task !== null;
  element("run").disabled = busy;
  element("stop").hidden = progress.hidden = !busy;
  if (busy) progress.value = 0;
}

function failed(message) {
  setRunning(null);
  status.textContent = message;
}

async function run() {
  if (running !== null) return;
  if (!text.value.trim()) {
    status.textContent = "Write or paste a text first.";
    text.focus();
    return;
  }
  let input;
  try {
    input = inputOf(kind());
  } catch (error) {
    status.textContent = error.message;
    return;
  }
  result.clear();
  setRunning("");
  status.textContent = "Starting…";
  try {
    const task = await post("/api/v1/tasks", { task_type: kind(), input });
    running = task.task_id;
    followTask(task.task_id, { change, done: (task) => done(task, kind()), connection });
  } catch (error) {
    failed(error.message);
  }
}

function change(task, complete) {
  if (task.summary !== undefined) result.write(task.summary, complete || task.reset);
  if (task.progress !== undefined) progress.value = task.progress;
  if (task.status) status.textContent = task.status;
}

function connection(lost) {
  if (lost) status.textContent = "The connection is lost. Trying again…";
}

function done(task, kind) {
  setRunning(null);
  if (task.state === "SUCCESS") {
    show(task.result.result, kind, task.result);
    element("outcome-title").focus();
  } else {
    status.textContent = task.state === "REVOKED" ? "Stopped." : (task.error?.detail ?? "It failed. Try again.");
  }
  refreshEarlier();
}

function show(made, kind, { engine, model, usage, duration }) {
  status.textContent = result.show(made, kind);
  const who = engine === "claude" ? `Claude · ${model}` : "Built-in text rules, no AI";
  const cost = usage.cost_usd ? ` · ${money(usage.cost_usd)}` : "";
  element("engine").textContent = `${who} · ${Math.max(0.1, duration).toFixed(1)} s${cost}`;
}

async function stop() {
  if (!running) return;
  await post(`/cancel_task/${running}`).catch(() => {}); // it may just have ended
}

async function refreshEarlier() {
  const page = await getPage("/text").catch(() => null);
  const fresh = page?.getElementById("earlier");
  if (fresh) morph(element("earlier"), document.importNode(fresh, true));
}

async function openFile(file) {
  if (!file) return;
  if (!/\.(txt|md|markdown|text)$/i.test(file.name) && !file.type.startsWith("text/")) {
    status.textContent = "Only text files can be opened here. Open other documents under Documents.";
    return;
  }
  text.value = await file.text();
  countWords();
  text.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
form.addEventListener("change", (event) => {
  if (event.target.name === "kind") showKind(kind());
});
text.addEventListener("input", countWords);
element("stop").addEventListener("click", stop);
element("file").addEventListener("change", (event) => openFile(event.target.files[0]));
element("copy").addEventListener("click", (event) => copy(event.target, result.text));
element("download").addEventListener("click", () => result.download());
element("replace").addEventListener("click", () => {
  text.value = result.text;
  countWords();
  text.focus();
});
element("open").addEventListener("click", async () => {
  const data = new FormData();
  data.append("document", new File([result.text], `${kind()}.md`, { type: "text/markdown" }));
  try {
    const session = await upload("/upload", data);
    location.assign(`/review/${session.session_id}`);
  } catch (error) {
    status.textContent = error.message;
  }
});
element("earlier").addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-task]");
  if (!button || running !== null) return;
  try {
    const task = await get(`/api/v1/tasks/${button.dataset.task}/result`);
    show(task.result, button.dataset.kind, task);
    element("outcome-title").focus();
  } catch (error) {
    status.textContent = error.message;
  }
});
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  else if (event.key === "Escape" && running) stop();
});
addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dragging");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dragging");
});
addEventListener("drop", (event) => {
  document.body.classList.remove("dragging");
  if (!event.dataTransfer.files.length) return; // dropped words go where they were dropped
  event.preventDefault();
  openFile(event.dataTransfer.files[0]);
});
showKind(kind()); // a reload may have kept another one
countWords();
