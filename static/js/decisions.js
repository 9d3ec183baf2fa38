// What a reader does with findings: shown at once, kept by the server, taken back when it was not kept.
import { Failed, post, send } from "./api.js";
import * as line from "./line.js";

const DONE = { accepted: "Accepted", rejected: "Rejected", open: "Reopened" };
const counted = (number) => (number === 1 ? "a finding" : `${number.toLocaleString("en")} findings`);

export class Decisions {
  // `on.changed(items)`: draw anew where these are; `on.kept()`: the server has kept something;
  // `on.lost()`: what is shown may not be the truth, fetch it.
  constructor(session, findings, on) {
    Object.assign(this, { findings, on });
    this.base = `/sessions/${session.session_id}`;
    this.revision = session.revision;
    this.turn = Promise.resolve(); // one request after the other, in the order of what was done
    this.waiting = new Map(); // by finding: the truth, and how many of its changes are on their way
    this.busy = 0;
    line.start({ undo: () => this.step("undo"), redo: () => this.step("redo") });
    line.history(session.history);
  }

  // Change one finding: `fields` are shown at once. Returns whether they were kept.
  change(id, fields, said = saying(1, fields), options = {}) {
    return this.make([id], fields, said, options, async () => {
      const item = await send("PATCH", `${this.base}/feedback/${id}`, fields);
      return { items: [item], missing: [] };
    });
  }

  decide(ids, decision, options = {}) {
    if (ids.length === 1) return this.change(ids[0], { decision }, saying(1, { decision }), options);
    return this.make(ids, { decision }, saying(ids.length, { decision }), options, () =>
      send("PATCH", `${this.base}/feedback`, { ids, decision }),
    );
  }

  make(ids, fields, said, options, request) {
    const shown = ids.map((id) => this.findings.items.get(id)).filter(Boolean);
    for (const item of shown) {
      const entry = this.waiting.get(item.id) ?? { truth: item, changes: 0 };
      entry.changes += 1;
      this.waiting.set(item.id, entry);
    }
    this.show(shown.map((item) => ({ ...item, ...("decision" in fields ? { reason: null } : {}), ...fields })));
    line.say(said, options);
    return this.queue(async () => {
      try {
        const { items, missing } = await request();
        this.settle(ids, items, missing);
        line.history({ undo: said, redo: null });
        return true;
      } catch (error) {
        this.settle(ids, []);
        throw error;
      }
    });
  }

  // An answer has come for these: the truth is shown again where nothing else is on its way.
  settle(ids, items, missing = []) {
    const told = new Map(items.map((item) => [item.id, item]));
    const final = [];
    for (const id of ids) {
      const entry = this.waiting.get(id);
      if (!entry) continue;
      entry.truth = told.get(id) ?? entry.truth;
      entry.changes -= 1;
      if (entry.changes) continue;
      this.waiting.delete(id);
      if (!missing.includes(id)) final.push(entry.truth);
    }
    for (const id of missing) this.findings.items.delete(id);
    this.show(final);
  }

  show(items) {
    this.findings.add(items);
    this.on.changed(items);
  }

  // One request after the other. A failure is told, and what is true is shown; or it is thrown, where
  // the caller tells it.
  queue(work, { tell = true } = {}) {
    this.busy += 1;
    const turn = this.turn.then(async () => {
      try {
        const kept = await work();
        this.on.kept();
        return kept;
      } catch (error) {
        if (!tell || !(error instanceof Failed)) throw error;
        line.say(`That was not saved. ${error.message}`, { failed: true });
        this.on.lost();
        return false;
      } finally {
        this.busy -= 1;
      }
    });
    this.turn = turn.catch(() => {});
    return turn;
  }

  // Returns the new finding. Throws Failed.
  add(body) {
    const work = async () => {
      const item = await post(`${this.base}/feedback`, body);
      this.show([item]);
      line.say("Added a comment");
      line.history({ undo: "Added a comment", redo: null });
      return item;
    };
    return this.queue(work, { tell: false });
  }

  remove(id) {
    const item = this.findings.items.get(id);
    return this.queue(async () => {
      await send("DELETE", `${this.base}/feedback/${id}`);
      this.findings.remove(id);
      this.on.changed([item]);
      line.say("Removed a comment");
      line.history({ undo: "Removed a comment", redo: null });
      return true;
    });
  }

  // `way`: undo or redo. Returns the findings it changed.
  step(way) {
    return this.queue(async () => {
      const told = await post(`${this.base}/${way}`).catch((error) => {
        if (error.code !== `nothing_to_${way}`) throw error;
        line.say(`There is nothing to ${way}`);
        return null;
      });
      if (!told) return [];
      const gone = told.removed.map((id) => this.findings.items.get(id)).filter(Boolean);
      for (const id of told.removed) this.findings.items.delete(id);
      this.show(told.items);
      this.on.changed(gone);
      line.say(`${way === "undo" ? "Undone" : "Done again"}: ${told.label.toLowerCase()}`);
      line.history(told.history);
      if (told.items.length === 1) this.on.open(told.items[0].id);
      return told.items;
    });
  }

  // What another window or the server has made of the findings. Refused while own changes are on
  // their way: they would be drawn over. `growing`: a review runs, which may have told more already.
  take({ items, resolved, history, revision }, growing = false) {
    if (this.busy) return false;
    this.revision = revision;
    line.history(history);
    if (items) {
      const before = [...this.findings.items.values()];
      if (growing) this.findings.add(items);
      else this.findings.replace(items, resolved);
      this.on.changed([...before, ...items]);
    }
    return true;
  }
}

function saying(number, fields) {
  return `${DONE[fields.decision] ?? "Edited"} ${counted(number)}`;
}
