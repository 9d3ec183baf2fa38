// What can be done with the findings, by key or button: decide and go on, edit, ask why, comment.
import { compose, edit } from "./editor.js";
import * as line from "./line.js";
import * as panes from "./panes.js";

const host = document.getElementById("compose");

export class Acts {
  // `on`: open(id, {focus}), shown() findings, names of the sections.
  constructor(findings, decisions, on) {
    Object.assign(this, { findings, decisions, on });
    document.getElementById("accept-shown").addEventListener("click", () => this.all("accepted"));
    document.getElementById("reject-shown").addEventListener("click", () => this.all("rejected"));
    document.getElementById("next-open").addEventListener("click", () => this.next());
  }

  standing(id) {
    return this.findings.items.get(id) ?? null; // those of earlier versions can no longer be decided
  }

  // Decide about one and go on to the next that is open.
  decide(id, decision) {
    const item = this.standing(id);
    if (!item || item.decision === decision) return;
    const next = this.findings.lit === id ? this.findings.nextOpen() : null;
    const reason = decision === "rejected" ? (text) => this.decisions.change(id, { reason: text }, "Gave a reason") : null;
    this.decisions.decide([id], decision, { reason });
    if (decision !== "open" && next) this.on.open(next, { focus: true });
    else this.on.open(id, { focus: true });
  }

  next() {
    const id = this.findings.nextOpen();
    if (id) this.on.open(id, { focus: true });
    else line.say(this.findings.items.size ? "Everything that is shown is decided" : "There is nothing to decide yet");
  }

  // One decision about all that is shown and still open.
  all(decision) {
    const ids = this.open().map((item) => item.id);
    if (!ids.length) return;
    this.decisions.decide(ids, decision);
    if (!document.activeElement?.offsetParent) document.querySelector(".findings").focus(); // its button is gone
  }

  open() {
    return this.findings.shown().filter((item) => item.decision === "open");
  }

  edit(id) {
    const item = this.standing(id);
    if (!item) return;
    panes.show("findings");
    this.on.open(id);
    const element = document.getElementById(`f-${id}`);
    const next = this.findings.nextOpen();
    let moved = false;
    edit(element, item, {
      now: () => this.standing(id),
      save: (fields, accept) => {
        const accepts = accept && item.decision !== "accepted";
        const said = accepts && Object.keys(fields).length ? "Edited and accepted a finding" : undefined;
        this.decisions.change(id, { ...fields, ...(accepts ? { decision: "accepted" } : {}) }, said);
        moved = accepts && Boolean(next);
        if (moved) this.on.open(next, { focus: true });
      },
      closed: () => moved || element.querySelector(".finding-head").focus(),
    });
  }

  remove(id) {
    if (this.standing(id)?.source !== "you") return;
    const next = [this.findings.beside(1), this.findings.beside(-1)].find((one) => one !== id);
    this.decisions.remove(id);
    if (next) this.on.open(next, { focus: true });
    else document.querySelector(".findings").focus();
  }

  // Write a comment of one's own; `about`: {section, quote, start}, the last two where words are meant.
  comment(about) {
    panes.show("findings");
    const before = document.activeElement;
    let made = null;
    compose(host, { ...about, names: this.on.names }, {
      add: async (body) => (made = await this.decisions.add(body)),
      closed: () => (made ? this.on.open(made.id, { focus: true }) : before?.focus?.()),
    });
  }
}
