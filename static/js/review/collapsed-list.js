// A list of findings under a summary that opens it: its cards are there once it is open, some at a time.
import { setChildren } from "../shared/children.js";
import { formatNumber } from "../shared/format.js";
import { createElement, linkButton } from "./chat-exchange.js";

const STEP = 400; // cards by which it grows
const AFTER = 50; // cards after one that is far down

export class CollapsedList {
  // `title`: what its findings are; `findings()`: those that have come, in their order; `number(findings)`:
  // how many there are; `card(finding)`.
  constructor(name, title, { findings, number, card }) {
    Object.assign(this, { title, findings, number, card });
    this.details = document.getElementById(name);
    this.summary = document.getElementById(`${name}-summary`);
    this.list = document.getElementById(`${name}-list`);
    this.reset();
    this.details.addEventListener("toggle", () => this.draw());
  }

  reset() {
    this.length = STEP;
  }

  draw() {
    const findings = this.findings();
    const number = this.number(findings);
    this.details.hidden = !number;
    this.summary.textContent = `${formatNumber(number)} ${this.title}`;
    const cards = this.details.open ? findings.slice(0, this.length).map((finding) => this.card(finding)) : [];
    if (cards.length && cards.length < findings.length) cards.push(this.more());
    setChildren(this.list, cards);
  }

  more() {
    const item = createElement("li", "more");
    item.append(linkButton(`Show ${STEP} more`, () => {
      this.length += STEP;
      this.draw();
    }));
    return item;
  }

  // Open it far enough to show a finding.
  uncover(finding) {
    this.details.open = true;
    const index = this.findings().findIndex(({ id }) => id === finding.id);
    this.length = Math.max(this.length, index + AFTER);
  }
}
