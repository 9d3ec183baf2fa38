// The running review: started, followed, stopped, and shown when it has ended.
import { ApiError, get, post } from "../shared/api.js";
import { money, plural } from "../shared/format.js";
import { followTask } from "../shared/task-events.js";
import * as modeBadge from "./mode-badge.js";
import { wholeDocument } from "./page-data.js";

const RETRY_DELAY = 1500; // ms between two requests while the server is unreachable
const STARTING = "starting"; // the task's id is not known yet
const review = document.getElementById("review");
const stop = document.getElementById("stop");
const reviewAll = document.getElementById("review-all");

export class ReviewTask {
  // `redraw(names)`: sections whose state or findings have changed; `sync(session)`: show the server's state.
  constructor(sessionId, { findings, sections, progress, redraw, sync }) {
    Object.assign(this, { sessionId, findings, sections, progress, redraw, sync });
    this.task = null; // the id of the running one
    review.addEventListener("click", () => this.start());
    stop.addEventListener("click", () => this.stop());
    reviewAll.addEventListener("click", () => this.start({ fresh: true }));
  }

  toggle() {
    return this.task ? this.stop() : this.start();
  }

  // `fresh`: review unchanged sections as well.
  start({ fresh = false } = {}) {
    if (this.task) return;
    this.sections.states = {};
    return this.submit("/review_document", { session_id: this.sessionId, ...(fresh ? { fresh } : {}) });
  }

  // Review a section that failed once more.
  retry(name) {
    if (name === wholeDocument.name) return this.start();
    this.sections.states[name] = { state: "reading" };
    return this.submit("/analyze_section", { session_id: this.sessionId, section_name: name });
  }

  async submit(path, body) {
    if (this.task) return;
    this.stopRequested = false;
    this.setTask(STARTING);
    this.progress.start();
    try {
      const accepted = await post(path, body);
      modeBadge.update(accepted);
      this.follow(accepted.task_id, body.section_name);
      if (this.stopRequested) this.stop();
    } catch (error) {
      this.setTask(null);
      if (body.section_name) this.sections.states[body.section_name] = { state: "failed", detail: error.message };
      this.progress.finish(error.message, true);
    }
    this.redraw(this.sections.rows.keys());
  }

  // `section`: where only that one is reviewed.
  follow(taskId, section = null) {
    this.setTask(taskId);
    if (section) this.sections.states[section] = { state: "reading" };
    followTask(taskId, {
      connection: (lost) => this.progress.connection(lost),
      change: (data) => {
        Object.assign(this.sections.states, data.sections);
        // Findings that are shown already may have been decided since they were sent.
        const found = (data.feedback_items ?? []).filter((finding) => !this.findings.items.has(finding.id));
        if (found.length) this.findings.add(found);
        this.redraw([...Object.keys(data.sections ?? {}), ...found.map((finding) => finding.section_name)]);
        this.progress.update(data, section ? null : this.sections.progress());
      },
      done: (task) => this.finish(task, section),
    });
  }

  setTask(taskId) {
    const focused = document.activeElement === review || document.activeElement === stop;
    this.task = taskId;
    this.sections.busy = Boolean(taskId);
    review.hidden = Boolean(taskId);
    reviewAll.hidden = true;
    stop.hidden = !taskId;
    if (focused) (taskId ? stop : review).focus();
  }

  async finish(task, section) {
    const state = await this.fetchState(); // a review also removes findings
    this.setTask(null);
    if (state) await this.sync(state);
    const { states } = this.sections;
    if (section && task.state === "SUCCESS") delete states[section];
    if (section && task.state === "FAILURE") states[section] = { state: "failed", detail: task.error.detail };
    if (state) this.sections.finish(state.reviewed);
    this.redraw(this.sections.rows.keys());
    this.updateButton();
    const unchanged = Object.keys(states).filter((name) => states[name].unchanged);
    reviewAll.hidden = task.state !== "SUCCESS" || Boolean(section) || !unchanged.length;
    const skipped = unchanged.filter((name) => name !== wholeDocument.name).length;
    this.progress.finish(outcome(task, this.findings.count().all, section, skipped), task.state === "FAILURE");
  }

  // A document that is completely reviewed no longer needs a review first of all.
  updateButton() {
    const complete = [...this.sections.rows.keys()].every((name) => name === wholeDocument.name || this.sections.reviewed.has(name));
    review.classList.toggle("primary", !complete);
    review.textContent = complete ? "Review again" : "Review";
  }

  async fetchState() {
    for (;;) {
      try {
        const state = await get(`/sessions/${this.sessionId}/feedback`);
        this.progress.connection(false);
        return state;
      } catch (error) {
        if (error.status) return null; // deleted or signed out: keep what is shown
        this.progress.connection(true);
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
      }
    }
  }

  async stop() {
    if (!this.task) return;
    this.stopRequested = this.task === STARTING; // stopped as soon as its id is known
    if (this.stopRequested) return;
    try {
      await post(`/cancel_task/${this.task}`);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) this.progress.show(error.message);
    }
  }
}

// The result of a review in a line; `skipped`: sections that were unchanged and not reviewed again.
function outcome(task, total, section, skipped) {
  const found = plural(total, "finding");
  if (task.state === "REVOKED") return `Stopped; ${found} kept`;
  if (task.state === "FAILURE") return section ? `“${section}” failed: ${task.error.detail}` : task.error.detail;
  const { notes = [], failed_sections: failed = [] } = task.result?.result ?? {};
  const cost = task.result?.usage?.cost_usd;
  const parts = [found];
  if (failed.length) parts.push(`${plural(failed.length, "section")} failed`);
  if (skipped) parts.push(`${plural(skipped, "section")} unchanged`);
  if (cost) parts.push(money(cost));
  const reasons = [...new Set(failed.map(({ detail }) => detail))]; // shown where all failed for the same one
  return [parts.join(" · "), ...(reasons.length === 1 ? reasons : []), ...notes.slice(skipped ? 1 : 0).slice(0, 1)].join(". ");
}
