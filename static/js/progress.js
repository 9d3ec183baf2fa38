// Progress in words: counts, time left, what is waited for, and whether the server is away.

const text = document.getElementById("progress-text");
const heard = document.getElementById("heard");
const bar = document.getElementById("progress");
const HEAR_EVERY = 15_000; // ms between two counts that a screen reader speaks
const SETTLED = 600; // ms until what had happened before a reload has been told again

function span(seconds) {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90) return `${Math.round(seconds / 5) * 5} s`;
  return `${Math.round(seconds / 60)} min`;
}

export function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

export class Progress {
  begin(words = "Starting to read") {
    this.began = performance.now();
    this.from = null; // how many sections were read at what moment, to tell the pace by
    this.ends = null; // when all will be read, at that pace
    this.task = {};
    this.count = null;
    this.lastHeard = 0;
    text.classList.remove("failed");
    bar.hidden = false;
    bar.removeAttribute("value");
    this.say(words);
    this.hear(words);
    clearInterval(this.ticking);
    this.ticking = setInterval(() => this.draw(), 1000);
  }

  // `count`: {over, all} sections, or null where there is nothing to count.
  show(task, count) {
    this.task = { ...this.task, ...task };
    this.count = count;
    if (task.progress) bar.value = this.task.progress;
    if (count) this.pace(count);
    this.draw();
  }

  pace({ over, all }) {
    const now = performance.now();
    if (!this.from || now - this.began < SETTLED) this.from = { over, at: now - this.began < SETTLED ? this.began : now };
    const read = over - this.from.over;
    this.ends = read > 0 ? now + ((now - this.from.at) / read) * (all - over) : null;
  }

  draw() {
    if (this.away) return this.say("Offline, trying again");
    const { waiting_for: waits, resume_at: until, queue_position: place, estimated_wait: wait, status } = this.task;
    if (waits && until) {
      const what = waits === "retry" ? "Trying again in" : "Waiting for the rate limit,";
      if (this.waits !== waits) this.hear(`${what} ${status?.match(/\d+ s$/)?.[0] ?? "a moment"}`);
      this.waits = waits;
      return this.say(`${what} ${Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000))} s`);
    }
    this.waits = null;
    if (place) return this.say(`Waiting, number ${place} in line${wait >= 1 ? `, about ${span(wait)}` : ""}`);
    if (!this.count) return status && this.say(status);
    const { over, all } = this.count;
    if (over >= all) return this.say("Looking across the sections");
    const words = `${over} of ${counted(all, "section")}`;
    const left = this.ends === null ? 0 : (this.ends - performance.now()) / 1000;
    this.say(left > 0.5 ? `${words}, about ${span(left)} left` : words);
    if (performance.now() - this.lastHeard > HEAR_EVERY) this.hear(`${words} read`);
  }

  end(words, failed = false) {
    text.classList.toggle("failed", failed);
    clearInterval(this.ticking);
    this.away = false;
    bar.hidden = true;
    this.say(words);
    this.hear(words);
  }

  lost(away) {
    this.away = away;
    if (away) this.hear("Offline, trying again");
    this.draw();
  }

  say(words) {
    if (text.textContent !== words) text.textContent = words;
  }

  hear(words) {
    this.lastHeard = performance.now();
    heard.textContent = words;
  }
}
