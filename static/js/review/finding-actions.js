// What the reader does with findings, by button or shortcut: decide, edit, comment, delete.
import { composeComment, editFinding } from "./finding-editor.js";
import * as panels from "./panels.js";
import * as statusBar from "./status-bar.js";

const composeHost = document.getElementById("compose");

const focusList = () => document.querySelector(".findings").focus();

export class FindingActions {
  // `open(id, {focus})` selects a finding; `sections`: their names, for new comments.
  constructor(findings, decisions, { open, sections }) {
    Object.assign(this, { findings, decisions, open, sections });
    document.getElementById("accept-shown").addEventListener("click", () => this.decideShown("accepted"));
    document.getElementById("reject-shown").addEventListener("click", () => this.decideShown("rejected"));
    document.getElementById("next-open").addEventListener("click", () => this.nextOpen());
  }

  // The finding, unless it is one of an earlier version, which cannot be changed.
  editable(id) {
    return this.findings.items.get(id) ?? null;
  }

  // Decide one and go to the next open one.
  decide(id, decision) {
    const finding = this.editable(id);
    if (!finding || finding.decision === decision) return;
    const next = this.findings.selected === id ? this.findings.nextOpen() : null;
    const onReason = decision === "rejected" ? (reason) => this.decisions.change(id, { reason }, "Added a reason") : null;
    this.decisions.decide([id], decision, { onReason });
    this.open(decision !== "open" && next ? next : id, { focus: true });
  }

  nextOpen() {
    const id = this.findings.nextOpen();
    if (id) this.open(id, { focus: true });
    else statusBar.show(this.findings.count().all ? "You have decided all the findings shown" : "No findings yet");
  }

  // Decide all open findings that are shown.
  decideShown(decision) {
    const ids = this.findings.shown().filter((finding) => finding.decision === "open").map(({ id }) => id);
    if (!ids.length) return;
    this.decisions.decide(ids, decision);
    if (!document.activeElement?.offsetParent) focusList(); // the button has disappeared
  }

  edit(id) {
    const finding = this.editable(id);
    if (!finding) return;
    panels.show("findings");
    this.open(id);
    const card = document.getElementById(`f-${id}`);
    const next = this.findings.nextOpen();
    let moved = false;
    editFinding(card, finding, {
      current: () => this.editable(id),
      save: (fields, accept) => {
        const accepts = accept && finding.decision !== "accepted";
        const label = accepts && Object.keys(fields).length ? "Edited and accepted a finding" : undefined;
        this.decisions.change(id, { ...fields, ...(accepts ? { decision: "accepted" } : {}) }, label);
        moved = accepts && Boolean(next);
        if (moved) this.open(next, { focus: true });
      },
      closed: () => moved || card.querySelector(".finding-head").focus(),
    });
  }

  // Delete a comment.
  remove(id) {
    if (this.editable(id)?.source !== "you") return;
    const next = [this.findings.neighbour(1), this.findings.neighbour(-1)].find((one) => one !== id);
    this.decisions.remove(id);
    if (next) this.open(next, { focus: true });
    else focusList();
  }

  // Write a comment on a section, or on the selected text: `target` is {section, quote, start}.
  comment(target) {
    panels.show("findings");
    const focused = document.activeElement;
    let added = null;
    composeComment(composeHost, { ...target, sections: this.sections }, {
      add: async (body) => (added = await this.decisions.add(body)),
      closed: () => (added ? this.open(added.id, { focus: true }) : focused?.focus?.()),
    });
  }
}
