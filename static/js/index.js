// The first screen: a dropped or chosen file, or the sample, becomes a review; below, one's documents.
import { post, upload } from "./api.js";
import "./documents.js";

const form = document.getElementById("upload");
const input = document.getElementById("document");
const guidelines = document.getElementById("guidelines");
const bar = document.getElementById("upload-progress");
const message = document.getElementById("upload-message");
const sample = document.getElementById("sample");

async function open(work, saying) {
  message.textContent = saying;
  message.classList.remove("failed");
  input.disabled = sample.disabled = true;
  try {
    const session = await work();
    location.assign(`/review/${session.session_id}`);
  } catch (error) {
    message.textContent = error.message;
    message.classList.add("failed");
    bar.hidden = true;
    input.disabled = sample.disabled = false;
    input.value = "";
  }
}

function send(file) {
  if (!file) return;
  const data = new FormData();
  data.append("document", file);
  if (guidelines?.value) data.append("guidelines_name", guidelines.value);
  bar.hidden = false;
  bar.value = 0;
  open(() => upload("/upload", data, (percent) => (bar.value = percent)), `Reading ${file.name}…`);
}

input.addEventListener("change", () => send(input.files[0]));
form.addEventListener("submit", (event) => event.preventDefault());
sample.addEventListener("click", () => open(() => post("/samples/investigation-report"), "Opening the sample…"));

let depth = 0;
addEventListener("dragenter", (event) => {
  event.preventDefault();
  depth += 1;
  document.body.classList.add("over");
});
addEventListener("dragleave", () => {
  depth = Math.max(0, depth - 1);
  if (!depth) document.body.classList.remove("over");
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  depth = 0;
  document.body.classList.remove("over");
  if (!input.disabled) send(event.dataTransfer.files[0]);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // back from a review: as on first sight
});
