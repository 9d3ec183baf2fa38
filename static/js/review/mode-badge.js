// Where tasks run: shown when the page is opened, and updated when the queue goes away or comes back.
import { modes } from "./page-data.js";

const badge = document.getElementById("mode-short");

// `queued`: whether the task that the server has just accepted was put on the queue.
export function update({ queued }) {
  const available = String(queued);
  if (!("available" in badge.dataset) || badge.dataset.available === available) return;
  const mode = queued ? modes.available : modes.unavailable;
  badge.dataset.available = available;
  badge.textContent = mode.badge;
  document.getElementById("mode").textContent = mode.sentence;
}
