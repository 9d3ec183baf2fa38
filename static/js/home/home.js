// The home page: a dropped or chosen file, or the sample, is opened for review.
import { post, upload } from "../shared/api.js";
import "./document-list.js";

const form = document.getElementById("upload");
const input = document.getElementById("document");
const guidelines = document.getElementById("guidelines");
const progress = document.getElementById("upload-progress");
const message = document.getElementById("upload-message");
const sample = document.getElementById("sample");

// `request` resolves to the new session; `status` is shown until it does.
async function open(request, status) {
  message.textContent = status;
  message.classList.remove("failed");
  input.disabled = sample.disabled = true;
  try {
    const session = await request();
    location.assign(`/review/${session.session_id}`);
  } catch (error) {
    message.textContent = error.message;
    message.classList.add("failed");
    progress.hidden = true;
    input.disabled = sample.disabled = false;
    input.value = "";
  }
}

function openFile(file) {
  if (!file) return;
  const data = new FormData();
  data.append("document", file);
  if (guidelines?.value) data.append("guidelines_name", guidelines.value);
  progress.hidden = false;
  progress.value = 0;
  open(() => upload("/upload", data, (percent) => (progress.value = percent)), `Opening ${file.name}…`);
}

input.addEventListener("change", () => openFile(input.files[0]));
form.addEventListener("submit", (event) => event.preventDefault());
sample.addEventListener("click", () => open(() => post("/samples/investigation-report"), "Opening the sample…"));

let depth = 0; // dragenter and dragleave also come for every element that is crossed
addEventListener("dragenter", (event) => {
  event.preventDefault();
  depth += 1;
  document.body.classList.add("dragging");
});
addEventListener("dragleave", () => {
  depth = Math.max(0, depth - 1);
  if (!depth) document.body.classList.remove("dragging");
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  depth = 0;
  document.body.classList.remove("dragging");
  if (!input.disabled) openFile(event.dataTransfer.files[0]);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // the list may have changed since
});
