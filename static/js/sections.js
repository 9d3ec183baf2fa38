// The list of sections: where each one is in the review, and which one is being looked at.

export const ACROSS = "Across the sections"; // the last step of a review, told like a section

export class Sections {
  constructor(sheet, parts, { count, retry }) {
    this.count = count;
    this.retry = retry;
    this.states = {}; // by name, as the running or last review told them
    this.reviewed = new Set();
    this.busy = false; // while a task runs, a failed section can not be tried again
    this.rows = new Map([...document.querySelectorAll("#section-list li")].map((row) => [row.dataset.name, row]));
    const watcher = new IntersectionObserver(
      (entries) => {
        const seen = entries.find((entry) => entry.isIntersecting);
        if (seen && !this.held) this.look(seen.target.dataset.name);
      },
      { root: sheet, rootMargin: "-15% 0px -80% 0px" },
    );
    for (const part of parts.values()) watcher.observe(part);
    for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"])
      sheet.addEventListener(moved, () => (this.held = false), { passive: true });
  }

  // Somebody asked for this section: it is the one looked at, wherever it comes to stand (the last
  // ones never reach the top), until the sheet is scrolled by hand.
  hold(name) {
    this.look(name);
    this.held = true;
  }

  look(name) {
    if (name === this.current) return;
    this.rows.get(this.current)?.removeAttribute("aria-current");
    this.current = name;
    const row = this.rows.get(name);
    row?.setAttribute("aria-current", "true");
    if (row?.offsetParent) row.scrollIntoView({ block: "nearest" });
  }

  // How many have been read of how many, the look across them left out.
  progress() {
    const all = Object.entries(this.states).filter(([name]) => name !== ACROSS);
    const over = all.filter(([, { state }]) => state === "done" || state === "failed");
    return all.length ? { over: over.length, all: all.length } : null;
  }

  draw(names) {
    for (const name of names) this.drawRow(name);
  }

  drawRow(name) {
    const row = this.rows.get(name);
    if (!row) return;
    const place = row.querySelector(".section-state");
    const state = this.states[name]?.state;
    if (name === ACROSS) row.hidden = !state;
    place.classList.toggle("now", state === "reading");
    if (state === "waiting") place.textContent = "waiting";
    else if (state === "reading") place.textContent = "reading";
    else if (state === "failed") place.replaceChildren(...this.failed(name));
    else if (name === ACROSS) place.textContent = "done"; // its findings are counted where they stand
    else place.replaceChildren(...this.counted(name, state));
  }

  // What is still open of what was found; “none” where nothing was, “decided” where nothing is left.
  counted(name, state) {
    const { all, open } = this.count(name);
    if (!all && state !== "done" && !this.reviewed.has(name)) return [];
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = open || (all ? "decided" : "none");
    const heard = document.createElement("span");
    heard.className = "only-heard";
    heard.textContent = open || !all ? (open === 1 ? " finding" : " findings") : "";
    return [number, heard];
  }

  failed(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = this.busy ? "failed" : "failed, try again";
    button.title = this.states[name].detail ?? "";
    button.disabled = this.busy;
    button.addEventListener("click", () => this.retry(name));
    return [button];
  }

  // A review has ended: what was not read to its end is no longer waiting.
  settle(reviewed) {
    this.reviewed = new Set(reviewed);
    for (const [name, { state }] of Object.entries(this.states)) if (state === "waiting" || state === "reading") delete this.states[name];
    this.draw(this.rows.keys());
  }
}
