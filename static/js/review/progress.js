// The progress of a review in words: sections done, time left, waiting, and a lost connection.
import { duration, plural } from "../shared/format.js";

const text = document.getElementById("progress-text");
const announcer = document.getElementById("announcer");
const bar = document.getElementById("progress");
const ANNOUNCE_INTERVAL = 15_000; // ms between two counts for screen readers
const REPLAY = 600; // ms in which a stream repeats what happened before the page was opened
const LOST = "Connection lost. Reconnecting…";

export class Progress {
  start(status = "Starting review…") {
    this.started = performance.now();
    this.origin = null; // {done, at}: from which the speed is measured
    this.end = null; // when the review will be done at that speed
    this.task = {};
    this.count = null;
    this.lastAnnounced = 0;
    text.classList.remove("failed");
    bar.hidden = false;
    bar.removeAttribute("value");
    this.show(status);
    this.announce(status);
    clearInterval(this.timer);
    this.timer = setInterval(() => this.draw(), 1000);
  }

  // `task`: what has changed of it; `count`: {done, all} sections, or null for a single section.
  update(task, count) {
    this.task = { ...this.task, ...task };
    this.count = count;
    if (task.progress) bar.value = this.task.progress;
    if (count) this.estimate(count);
    this.draw();
  }

  estimate({ done, all }) {
    const now = performance.now();
    const replaying = now - this.started < REPLAY;
    if (!this.origin || replaying) this.origin = { done, at: replaying ? this.started : now };
    const since = done - this.origin.done;
    this.end = since > 0 ? now + ((now - this.origin.at) / since) * (all - done) : null;
  }

  draw() {
    if (this.lost) return this.show(LOST);
    const { waiting_for: waiting, resume_at: until, queue_position: position, estimated_wait: wait, status } = this.task;
    if (waiting && until) return this.drawWaiting(waiting, until, status);
    this.waiting = null;
    if (position) return this.show(`Queue position ${position}${wait >= 1 ? `, starts in about ${duration(wait)}` : ""}`);
    if (!this.count) return status && this.show(status);
    const { done, all } = this.count;
    if (done >= all) return this.show("Checking the document as a whole");
    const words = `${done} of ${plural(all, "section")}`;
    const left = this.end === null ? 0 : (this.end - performance.now()) / 1000;
    this.show(left > 0.5 ? `${words}, about ${duration(left)} left` : words);
    if (performance.now() - this.lastAnnounced > ANNOUNCE_INTERVAL) this.announce(`${words} reviewed`);
  }

  // Counts down on the screen; announced once.
  drawWaiting(waiting, until, status) {
    const reason = waiting === "retry" ? "Retrying in" : "Rate-limited, resuming in";
    if (this.waiting !== waiting) this.announce(`${reason} ${status?.match(/\d+ s$/)?.[0] ?? "a moment"}`);
    this.waiting = waiting;
    this.show(`${reason} ${Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000))} s`);
  }

  finish(status, failed = false) {
    text.classList.toggle("failed", failed);
    clearInterval(this.timer);
    this.lost = false;
    bar.hidden = true;
    this.show(status);
    this.announce(status);
  }

  connection(lost) {
    this.lost = lost;
    if (lost) this.announce(LOST);
    this.draw();
  }

  show(status) {
    if (text.textContent !== status) text.textContent = status;
  }

  announce(status) {
    this.lastAnnounced = performance.now();
    announcer.textContent = status;
  }
}
