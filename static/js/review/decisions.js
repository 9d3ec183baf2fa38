// Changes to findings: shown at once, sent one after the other, rolled back where the server refuses.
import { ApiError, post, send } from "../shared/api.js";
import { plural } from "../shared/format.js";
import * as statusBar from "./status-bar.js";

const VERBS = { accepted: "Accepted", rejected: "Rejected", open: "Reopened" };

// A change in words, as the server's history has it.
function describe(number, fields) {
  return `${VERBS[fields.decision] ?? "Edited"} ${number === 1 ? "a finding" : plural(number, "finding")}`;
}

export class Decisions {
  // `on.changed(findings)`: redraw what depends on them; `on.saved()`; `on.failed()`: what is shown may
  // differ from what the server has; `on.open(id)`.
  constructor(session, findings, on) {
    Object.assign(this, { findings, on });
    this.path = `/sessions/${session.session_id}`;
    this.revision = session.revision;
    this.last = Promise.resolve(); // the last request of the queue
    this.queued = 0;
    this.pending = new Map(); // by id: the finding as the server has it, and the number of unsaved changes
    statusBar.init({ onUndo: () => this.step("undo"), onRedo: () => this.step("redo") });
    statusBar.setHistory(session.history);
  }

  // Change fields of one finding. Resolves to whether the change was saved.
  change(id, fields, label = describe(1, fields), options = {}) {
    return this.apply([id], fields, label, options, async () => {
      const finding = await send("PATCH", `${this.path}/feedback/${id}`, fields);
      return { items: [finding], missing: [] };
    });
  }

  decide(ids, decision, options = {}) {
    const label = describe(ids.length, { decision });
    if (ids.length === 1) return this.change(ids[0], { decision }, label, options);
    return this.apply(ids, { decision }, label, options, () => send("PATCH", `${this.path}/feedback`, { ids, decision }));
  }

  // Show a change at once, then send it; `options` go to the status bar.
  apply(ids, fields, label, options, request) {
    const findings = ids.map((id) => this.findings.items.get(id)).filter(Boolean);
    for (const finding of findings) {
      const entry = this.pending.get(finding.id) ?? { saved: finding, changes: 0 };
      entry.changes += 1;
      this.pending.set(finding.id, entry);
    }
    this.show(findings.map((finding) => ({ ...finding, ...("decision" in fields ? { reason: null } : {}), ...fields })));
    statusBar.show(label, options);
    return this.enqueue(async () => {
      try {
        const { items, missing } = await request();
        this.settle(ids, items, missing);
        statusBar.setHistory({ undo: label, redo: null });
        return true;
      } catch (error) {
        this.settle(ids, []);
        throw error;
      }
    });
  }

  // A request has ended: show what the server has, unless another change is still unsaved.
  settle(ids, items, missing = []) {
    const saved = new Map(items.map((finding) => [finding.id, finding]));
    const settled = [];
    for (const id of ids) {
      const entry = this.pending.get(id);
      if (!entry) continue;
      entry.saved = saved.get(id) ?? entry.saved;
      entry.changes -= 1;
      if (entry.changes) continue;
      this.pending.delete(id);
      if (!missing.includes(id)) settled.push(entry.saved);
    }
    this.findings.remove(missing);
    this.show(settled);
  }

  show(findings) {
    this.findings.add(findings);
    this.on.changed(findings);
  }

  // Run requests in the order of the changes. A failure is shown, or with `report: false` thrown.
  enqueue(request, { report = true } = {}) {
    this.queued += 1;
    const result = this.last.then(async () => {
      try {
        const value = await request();
        this.on.saved();
        return value;
      } catch (error) {
        if (!report || !(error instanceof ApiError)) throw error;
        statusBar.show(`Not saved. ${error.message}`, { failed: true });
        this.on.failed();
        return false;
      } finally {
        this.queued -= 1;
      }
    });
    this.last = result.catch(() => {});
    return result;
  }

  // Add a comment; resolves to it. Throws ApiError.
  add(body) {
    const request = async () => {
      const comment = await post(`${this.path}/feedback`, body);
      this.show([comment]);
      statusBar.show("Added a comment");
      statusBar.setHistory({ undo: "Added a comment", redo: null });
      return comment;
    };
    return this.enqueue(request, { report: false });
  }

  // Delete a comment.
  remove(id) {
    const comment = this.findings.items.get(id);
    return this.enqueue(async () => {
      await send("DELETE", `${this.path}/feedback/${id}`);
      this.findings.remove([id]);
      this.on.changed([comment]);
      statusBar.show("Removed a comment");
      statusBar.setHistory({ undo: "Removed a comment", redo: null });
    });
  }

  // `direction`: undo or redo.
  step(direction) {
    return this.enqueue(async () => {
      const result = await post(`${this.path}/${direction}`).catch((error) => {
        if (error.code !== `nothing_to_${direction}`) throw error;
        return null;
      });
      if (!result) return statusBar.show(`Nothing to ${direction}`);
      const removed = result.removed.map((id) => this.findings.items.get(id)).filter(Boolean);
      this.findings.remove(result.removed);
      this.show(result.items);
      this.on.changed(removed);
      statusBar.show(`${direction === "undo" ? "Undone" : "Redone"}: ${result.label.toLowerCase()}`);
      statusBar.setHistory(result.history);
      if (result.items.length === 1) this.on.open(result.items[0].id);
    });
  }

  // Show the server's state, which another tab or a review has changed; refused (false) while changes
  // of this tab are unsaved. `running`: a review runs, and its stream may be ahead of this state.
  sync({ items, resolved, removed, history, revision }, running = false) {
    if (this.queued) return false;
    this.revision = revision;
    statusBar.setHistory(history);
    if (items) {
      const before = this.findings.update(items, resolved, removed, running);
      this.on.changed([...before, ...items]);
    }
    return true;
  }
}
