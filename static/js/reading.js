// A review that runs: started, followed, stopped, and settled with what the server has kept.
import { Failed, get, post } from "./api.js";
import { follow } from "./follow.js";
import * as mode from "./mode.js";
import { counted } from "./progress.js";
import { ACROSS } from "./sections.js";

const AGAIN = 1500; // ms between two tries to fetch the session while the server is away
const review = document.getElementById("review");
const stop = document.getElementById("stop");
const readAll = document.getElementById("read-all");

export class Reading {
  // `show(names)` redraws sections, by name, whose state or findings have changed; `settle(fresh)`
  // takes over what the server has kept.
  constructor(sessionId, { findings, sections, progress, show, settle }) {
    Object.assign(this, { sessionId, findings, sections, progress, show, settle });
    this.task = null;
    review.addEventListener("click", () => this.begin());
    stop.addEventListener("click", () => this.stop());
    readAll.addEventListener("click", () => this.begin({ fresh: true }));
  }

  toggle() {
    return this.task ? this.stop() : this.begin();
  }

  // `fresh`: read also what has not changed since it was last read.
  begin({ fresh = false } = {}) {
    if (this.task) return;
    this.sections.states = {};
    return this.submit("/review_document", { session_id: this.sessionId, ...(fresh ? { fresh } : {}) });
  }

  retry(name) {
    if (name === ACROSS) return this.begin();
    this.sections.states[name] = { state: "reading" };
    return this.submit("/analyze_section", { session_id: this.sessionId, section_name: name });
  }

  async submit(path, body) {
    if (this.task) return;
    this.unwanted = false;
    this.busy("starting");
    this.progress.begin();
    try {
      const accepted = await post(path, body);
      mode.told(accepted);
      this.listen(accepted.task_id, body.section_name);
      if (this.unwanted) this.stop();
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
        // Of those that are known the session knows better: they may have been decided since.
        const found = (data.feedback_items ?? []).filter((item) => !this.findings.items.has(item.id));
        if (found.length) this.findings.add(found);
        this.show([...Object.keys(data.sections ?? {}), ...found.map((item) => item.section_name)]);
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
    readAll.hidden = true;
    stop.hidden = !taskId;
    if (focused) (taskId ? stop : review).focus();
  }

  // Take the truth from the server, since a review may also have dropped findings.
  async finish(ended, section) {
    const fresh = await this.fetch();
    this.busy(null);
    if (fresh) await this.settle(fresh);
    const { states } = this.sections;
    if (section && ended.state === "SUCCESS") delete states[section];
    if (section && ended.state === "FAILURE") states[section] = { state: "failed", detail: ended.error.detail };
    if (fresh) this.sections.settle(fresh.sections.filter((one) => one.reviewed).map((one) => one.name));
    this.show(this.sections.rows.keys());
    this.again();
    readAll.hidden = ended.state !== "SUCCESS" || Boolean(section) || !Object.values(states).some((one) => one.unchanged);
    const same = Object.entries(states).filter(([name, { unchanged }]) => unchanged && name !== ACROSS).length;
    this.progress.end(verdict(ended, this.findings.items.size, section, same), ended.state === "FAILURE");
  }

  // Where everything has been read, reading is no longer the first thing to do.
  again() {
    const all = [...this.sections.rows.keys()].every((name) => name === ACROSS || this.sections.reviewed.has(name));
    review.classList.toggle("primary", !all);
    review.textContent = all ? "Review again" : "Review";
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
    if (!this.task) return;
    this.unwanted = this.task === "starting"; // stopped as soon as it has a name
    if (this.unwanted) return;
    try {
      await post(`/cancel_task/${this.task}`);
    } catch (error) {
      if (!(error instanceof Failed && error.status === 409)) this.progress.say(error.message);
    }
  }
}

// What came of it, in a line. `same`: how many sections had not changed, and were not read again.
function verdict(ended, total, section, same) {
  const found = counted(total, "finding");
  if (ended.state === "REVOKED") return `Stopped; ${found} kept`;
  if (ended.state === "FAILURE") return section ? `“${section}” failed: ${ended.error.detail}` : ended.error.detail;
  const { notes = [], failed_sections: failed = [] } = ended.result?.result ?? {};
  const cost = ended.result?.usage?.cost_usd;
  const parts = [found];
  if (failed.length) parts.push(`${counted(failed.length, "section")} failed`);
  if (same) parts.push(`${counted(same, "section")} unchanged`);
  if (cost) parts.push(`US$ ${cost < 0.01 ? cost.toFixed(4) : cost.toFixed(2)}`);
  const reasons = [...new Set(failed.map((one) => one.detail))]; // the same for all: worth saying
  return [parts.join(" · "), ...(reasons.length === 1 ? reasons : []), ...notes.slice(same ? 1 : 0).slice(0, 1)].join(". ");
}
