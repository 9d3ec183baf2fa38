// A review that runs: started, followed, stopped, and settled with what the server has kept.
import { Failed, get, post } from "./api.js";
import { follow } from "./follow.js";
import { counted } from "./progress.js";
import { ACROSS } from "./sections.js";

const AGAIN = 1500; // ms between two tries to fetch the session while the server is away
const review = document.getElementById("review");
const stop = document.getElementById("stop");

export class Reading {
  // `show(names)` redraws sections, by name, whose state or findings have changed.
  constructor(sessionId, { findings, sections, progress, show }) {
    Object.assign(this, { sessionId, findings, sections, progress, show });
    this.task = null;
    review.addEventListener("click", () => this.begin());
    stop.addEventListener("click", () => this.stop());
  }

  toggle() {
    return this.task ? this.stop() : this.begin();
  }

  begin() {
    this.sections.states = {};
    return this.submit("/review_document", { session_id: this.sessionId });
  }

  retry(name) {
    if (name === ACROSS) return this.begin();
    this.sections.states[name] = { state: "reading" };
    return this.submit("/analyze_section", { session_id: this.sessionId, section_name: name });
  }

  async submit(path, body) {
    if (this.task) return;
    this.busy("starting");
    this.progress.begin();
    try {
      this.listen((await post(path, body)).task_id, body.section_name);
    } catch (error) {
      this.busy(null);
      if (body.section_name) this.sections.states[body.section_name] = { state: "failed", detail: error.message };
      this.progress.end(error.message, true);
    }
    this.show(this.sections.rows.keys());
  }

  // `section`: the one that is read, where it is not a review of the whole document.
  listen(taskId, section = null) {
    this.busy(taskId);
    if (section) this.sections.states[section] = { state: "reading" };
    follow(taskId, {
      away: (away) => this.progress.lost(away),
      change: (data) => {
        Object.assign(this.sections.states, data.sections);
        if (data.feedback_items) this.findings.add(data.feedback_items);
        this.show([...Object.keys(data.sections ?? {}), ...(data.feedback_items ?? []).map((item) => item.section_name)]);
        this.progress.show(data, section ? null : this.sections.progress());
      },
      done: (ended) => this.finish(ended, section),
    });
  }

  busy(taskId) {
    const focused = document.activeElement === review || document.activeElement === stop;
    this.task = taskId;
    this.sections.busy = Boolean(taskId);
    review.hidden = Boolean(taskId);
    stop.hidden = !taskId;
    stop.disabled = taskId === "starting";
    if (focused) (taskId ? stop : review).focus();
  }

  // Take the truth from the server, since a review may also have dropped findings.
  async finish(ended, section) {
    const fresh = await this.fetch();
    this.busy(null);
    if (fresh) this.findings.replace(fresh.feedback);
    const { states } = this.sections;
    if (section && ended.state === "SUCCESS") delete states[section];
    if (section && ended.state === "FAILURE") states[section] = { state: "failed", detail: ended.error.detail };
    if (fresh) this.sections.settle(fresh.sections.filter((one) => one.reviewed).map((one) => one.name));
    this.show(this.sections.rows.keys());
    this.progress.end(verdict(ended, this.findings.items.size, section), ended.state === "FAILURE");
  }

  async fetch() {
    for (;;) {
      try {
        const fresh = await get(`/sessions/${this.sessionId}`);
        this.progress.lost(false);
        return fresh;
      } catch (error) {
        if (error.status) return null; // deleted meanwhile, or signed out: keep what is shown
        this.progress.lost(true);
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    }
  }

  async stop() {
    if (!this.task || this.task === "starting") return;
    stop.disabled = true;
    try {
      await post(`/cancel_task/${this.task}`);
    } catch (error) {
      if (!(error instanceof Failed && error.status === 409)) this.progress.say(error.message);
    }
    stop.disabled = false;
  }
}

// What came of it, in a line.
function verdict(ended, total, section) {
  const found = counted(total, "finding");
  if (ended.state === "REVOKED") return `Stopped; ${found} kept`;
  if (ended.state === "FAILURE") return section ? `“${section}” failed: ${ended.error.detail}` : ended.error.detail;
  const { notes = [], failed_sections: failed = [] } = ended.result?.result ?? {};
  const cost = ended.result?.usage?.cost_usd;
  const parts = [found];
  if (failed.length) parts.push(`${counted(failed.length, "section")} failed`);
  if (cost) parts.push(`US$ ${cost < 0.01 ? cost.toFixed(4) : cost.toFixed(2)}`);
  return [parts.join(" · "), ...notes.slice(0, 1)].join(". ");
}
