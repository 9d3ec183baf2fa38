// Progress in words: counts, time left, what is waited for, and whether the server is away.

const text = document.getElementById("progress-text");
const bar = document.getElementById("progress");
let ticking = null;

function say(words) {
  if (text.textContent !== words) text.textContent = words;
}

function span(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}

export class Progress {
  begin() {
    this.began = performance.now();
    this.first = null;
    bar.hidden = false;
    bar.value = 0;
    say("Starting to read");
  }

  // `states` are the sections' states by name, the look across them included.
  show(task, states) {
    clearInterval(ticking);
    if (typeof task.progress === "number") bar.value = task.progress;
    if (task.waiting_for && task.resume_at) {
      const until = Date.parse(task.resume_at);
      const what = task.waiting_for === "retry" ? "Trying again in" : "Waiting for the rate limit,";
      const tick = () => say(`${what} ${Math.max(0, Math.ceil((until - Date.now()) / 1000))} s`);
      tick();
      ticking = setInterval(tick, 1000);
      return;
    }
    const all = Object.values(states);
    const over = all.filter((state) => state.state === "done" || state.state === "failed").length;
    if (task.queue_position) return say(`Waiting, number ${task.queue_position} in line`);
    if (!all.length) return say(task.status ?? "");
    if (over && this.first === null) this.first = { over: over - 1, at: this.began };
    const rate = over > 1 ? (performance.now() - this.began) / over / 1000 : null;
    const left = rate && over < all.length ? `, about ${span(rate * (all.length - over))} left` : "";
    say(`${over} of ${all.length} steps${left}`);
  }

  end(words) {
    clearInterval(ticking);
    bar.hidden = true;
    say(words);
  }

  away(now) {
    clearInterval(ticking);
    if (now) say("Offline, trying again");
  }
}
