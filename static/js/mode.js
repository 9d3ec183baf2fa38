// Where work runs: said when the page is opened, and again when a queue falls away or comes back.
const short = document.getElementById("mode-short");
const words = document.getElementById("mode");
let was = !short.textContent.includes("away");

// `queued`: what the server said of a task it has just taken.
export function told({ queued }) {
  if (!("queue" in short.dataset) || queued === was) return;
  was = queued;
  short.textContent = queued ? "Queue" : "Queue away";
  words.textContent = queued
    ? "Work waits its turn for a worker."
    : "No worker can be reached, so work runs right here, in the web process.";
}
