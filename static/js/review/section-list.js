// The list of sections: the state of each in the review, and which one is in view.
import { plural } from "../shared/format.js";
import { wholeDocument } from "./page-data.js";

export class SectionList {
  // `sections`: their elements by name; `count(name, withMinor)`: {all, open} findings; `retry(name)`; `open(name)`,
  // also where the address stays the same.
  constructor(root, sections, { count, retry, open }) {
    Object.assign(this, { count, retry });
    this.states = {}; // by name, from the running or last review
    this.reviewed = new Set();
    this.busy = false; // while a task runs, a failed section cannot be retried
    this.rows = new Map([...document.querySelectorAll("#section-list li")].map((row) => [row.dataset.name, row]));
    const observer = new IntersectionObserver(
      (entries) => {
        const visible = entries.find((entry) => entry.isIntersecting);
        if (visible && !this.pinned) this.setCurrent(visible.target.dataset.name);
      },
      { root, rootMargin: "-15% 0px -80% 0px" },
    );
    for (const section of sections.values()) observer.observe(section);
    document.getElementById("section-list").addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) open(link.closest("li").dataset.name);
    });
    for (const type of ["wheel", "touchmove", "keydown", "pointerdown"])
      root.addEventListener(type, () => (this.pinned = false), { passive: true });
  }

  // Make the section current until the reader scrolls; the last ones never reach the top by themselves.
  pin(name) {
    this.setCurrent(name);
    this.pinned = true;
  }

  setCurrent(name) {
    if (name === this.current) return;
    this.rows.get(this.current)?.removeAttribute("aria-current");
    this.current = name;
    const row = this.rows.get(name);
    row?.setAttribute("aria-current", "true");
    if (row?.offsetParent) row.scrollIntoView({ block: "nearest" });
  }

  // How many sections of the review are done, without its last step; null before the first state.
  progress() {
    const all = Object.entries(this.states).filter(([name]) => name !== wholeDocument.name);
    const done = all.filter(([, { state }]) => state === "done" || state === "failed");
    return all.length ? { done: done.length, all: all.length } : null;
  }

  draw(names) {
    for (const name of names) this.drawRow(name);
  }

  drawRow(name) {
    const row = this.rows.get(name);
    if (!row) return;
    const place = row.querySelector(".section-state");
    const state = this.states[name]?.state;
    const isWhole = name === wholeDocument.name;
    if (isWhole) row.hidden = !state;
    place.classList.toggle("active", state === "reading");
    if (state === "waiting") place.textContent = "Queued";
    else if (state === "reading") place.textContent = "Reviewing…";
    else if (state === "failed") place.replaceChildren(this.retryButton(name));
    else if (isWhole) place.textContent = "Done"; // its findings are counted in their sections
    else place.replaceChildren(...this.findingCount(name, state));
  }

  // The open findings of a section, or that all of them are decided, or that it has none but minor ones.
  findingCount(name, state) {
    const { all, open } = this.count(name);
    if (!all && state !== "done" && !this.reviewed.has(name)) return [];
    const [visible, spoken] = [document.createElement("span"), document.createElement("span")];
    visible.className = "count";
    visible.ariaHidden = "true";
    visible.textContent = open || (all ? "Done" : "–");
    spoken.className = "visually-hidden";
    const nothing = this.count(name, true).all ? "Only minor findings" : "No findings";
    spoken.textContent = open ? plural(open, "open finding") : all ? "All findings decided" : nothing;
    return [visible, spoken];
  }

  retryButton(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = this.busy ? "Failed" : "Failed – retry";
    button.title = this.states[name].detail ?? "";
    button.disabled = this.busy;
    button.addEventListener("click", () => this.retry(name));
    return button;
  }

  // A review has ended: sections that were not reached are no longer queued.
  finish(reviewed) {
    this.reviewed = new Set(reviewed);
    for (const [name, { state }] of Object.entries(this.states)) if (state === "waiting" || state === "reading") delete this.states[name];
    this.draw(this.rows.keys());
  }
}
