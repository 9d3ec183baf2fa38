// The list of findings: grouped by section, the most important first shown, one lit at a time.

const SEVERITY = { high: "Serious", medium: "Moderate", low: "Minor" };
const CATEGORY = {
  evidence: "evidence", "root-cause": "root cause", actions: "actions", completeness: "completeness",
  consistency: "consistency", clarity: "clarity", language: "language", structure: "structure",
};
const SOURCE = { checks: "Built-in check", claude: "Claude", you: "Yours" };
const RANK = { high: 0, medium: 1, low: 2 };
const PER_SECTION = 5;
const PER_DOCUMENT = 30;

function sureness(confidence) {
  if (confidence === null) return "";
  return confidence >= 0.85 ? "sure" : confidence >= 0.6 ? "fairly sure" : "worth a look";
}

export class Findings {
  constructor(sections, { onOpen }) {
    this.order = new Map(sections.map((section, index) => [section.name, index]));
    this.items = new Map();
    this.onOpen = onOpen;
    this.all = false;
    this.lit = null;
    this.list = document.getElementById("finding-list");
    this.template = document.getElementById("finding-template");
    this.more = document.getElementById("show-all");
    this.more.addEventListener("click", () => {
      this.all = !this.all;
      this.draw();
    });
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest(".finding");
      if (item && !getSelection().toString()) this.onOpen(item.dataset.id);
    });
  }

  add(items) {
    for (const item of items) this.items.set(item.id, item);
    this.draw();
  }

  replace(items) {
    this.items = new Map(items.map((item) => [item.id, item]));
    this.draw();
  }

  of(section) {
    return [...this.items.values()].filter((item) => item.section_name === section);
  }

  // In the order of the document: section, then place.
  sorted() {
    return [...this.items.values()].sort(
      (a, b) => this.order.get(a.section_name) - this.order.get(b.section_name) || (a.start ?? -1) - (b.start ?? -1),
    );
  }

  shown() {
    const sorted = this.sorted();
    if (this.all) return sorted;
    const perSection = new Map();
    const chosen = new Set();
    const byWeight = [...sorted].sort((a, b) => RANK[a.severity] - RANK[b.severity] || (b.confidence ?? 0) - (a.confidence ?? 0));
    for (const item of byWeight) {
      const count = perSection.get(item.section_name) || 0;
      if (count < PER_SECTION && chosen.size < PER_DOCUMENT) {
        chosen.add(item.id);
        perSection.set(item.section_name, count + 1);
      }
    }
    return sorted.filter((item) => chosen.has(item.id));
  }

  draw() {
    const shown = this.shown();
    const groups = [];
    let names = null;
    for (const item of shown) {
      if (item.section_name !== names) {
        names = item.section_name;
        const heading = document.createElement("h2");
        heading.textContent = names;
        groups.push(heading, document.createElement("ul"));
      }
      groups.at(-1).append(this.element(item));
    }
    this.list.replaceChildren(...groups);
    const total = this.items.size;
    document.getElementById("finding-count").textContent = total ? String(total) : "";
    this.more.hidden = !this.all && shown.length === total;
    this.more.textContent = this.all ? "Show only the most important" : `Show all ${total} findings (${shown.length} shown)`;
  }

  element(item) {
    const element = this.template.content.firstElementChild.cloneNode(true);
    element.classList.add(item.severity);
    element.classList.toggle("lit", item.id === this.lit);
    element.dataset.id = item.id;
    element.id = `f-${item.id}`;
    const put = (name, text) => {
      const target = element.querySelector(`.finding-${name}`);
      if (text) target.textContent = text;
      else target.remove();
    };
    element.querySelector(".severity").textContent = SEVERITY[item.severity];
    element.querySelector(".category").textContent = CATEGORY[item.category] || item.category;
    put("quote", item.quote && `“${item.quote}”`);
    put("text", item.description);
    put("suggestion", item.suggestion);
    if (item.replacement) element.querySelector("q").textContent = item.replacement;
    else element.querySelector(".finding-replacement").remove();
    put("meta", [SOURCE[item.source], sureness(item.confidence), item.guideline].filter(Boolean).join(" · "));
    return element;
  }

  // Light one up and bring it into view; a hidden one is shown first.
  open(id) {
    if (id && this.items.has(id) && !this.shown().some((item) => item.id === id)) {
      this.all = true;
      this.draw();
    }
    for (const lit of this.list.querySelectorAll(".lit")) lit.classList.remove("lit");
    this.lit = id;
    const element = id && document.getElementById(`f-${id}`);
    if (element) {
      element.classList.add("lit");
      element.scrollIntoView({ block: "nearest" });
    }
    return element;
  }

  beside(step) {
    const shown = this.shown();
    const at = shown.findIndex((item) => item.id === this.lit);
    const next = at < 0 ? (step > 0 ? 0 : shown.length - 1) : at + step;
    return shown[Math.max(0, Math.min(shown.length - 1, next))]?.id ?? null;
  }
}
