// The part of a long list that is in the page: it grows at its ends as the reader gets there.

const STEP = 400; // entries by which it grows
const BEFORE = 50; // entries before one that is far away
const MARGIN = "1500px 0px"; // from its ends at which it grows

export class ListWindow {
  // `list` is scrolled by `root`; `draw()` it.
  constructor(list, root, draw) {
    this.reset();
    this.length = 0;
    this.ends = [document.createElement("div"), document.createElement("div")];
    list.before(this.ends[0]);
    list.after(this.ends[1]);
    this.observer = new IntersectionObserver((entries) => this.grow(entries.filter(({ isIntersecting }) => isIntersecting), draw), { root, rootMargin: MARGIN });
    for (const [event, printing] of [["beforeprint", true], ["afterprint", false]])
      addEventListener(event, () => {
        this.printing = printing; // on paper nothing can be scrolled
        draw();
      });
  }

  reset() {
    Object.assign(this, { from: 0, to: STEP });
  }

  grow(reached, draw) {
    const { from, to } = this;
    for (const { target } of reached) {
      if (target === this.ends[0]) this.from = Math.max(0, from - STEP);
      else if (to < this.length) this.to += STEP;
    }
    if (this.from !== from || this.to !== to) draw();
  }

  // Move it to where that entry is, unless it is in it.
  include(index) {
    if (index < this.from || index >= this.to) Object.assign(this, { from: Math.max(0, index - BEFORE), to: index + STEP });
  }

  // Those of all the entries that are in it.
  slice(entries) {
    this.length = entries.length;
    if (this.from >= this.length) this.reset(); // so many have gone
    return this.printing ? entries : entries.slice(this.from, this.to);
  }

  // The list has been drawn: what is observed anew is reported anew.
  observe() {
    for (const end of this.ends) {
      this.observer.unobserve(end);
      this.observer.observe(end);
    }
  }
}
