// The list of findings: grouped by section, the most important first shown, one lit at a time.

const SEVERITY = { high: "Serious", medium: "Moderate", low: "Minor" };
const CATEGORY = { "root-cause": "root cause" }; // the others are words already
const SOURCE = { checks: "Built-in check", claude: "Claude", you: "Yours" };
const RANK = { high: 0, medium: 1, low: 2 };
const PER_SECTION = 5;
const PER_DOCUMENT = 30;

function sureness(confidence) {
  if (confidence === null) return null;
  return confidence >= 0.85 ? "sure" : confidence >= 0.6 ? "fairly sure" : "worth a look";
}

export class Findings {
  // `asks`: the guideline's items by their reference, as sentences.
  constructor(names, asks, { open, show }) {
    this.order = new Map(names.map((name, index) => [name, index]));
    this.asks = asks;
    this.items = new Map();
    this.elements = new Map(); // the drawn ones; kept, so that a redraw takes nobody's focus
    this.all = false;
    this.lit = null;
    this.list = document.getElementById("finding-list");
    this.template = document.getElementById("finding-template");
    this.more = document.getElementById("show-all");
    this.more.addEventListener("click", () => {
      this.all = !this.all;
      this.draw();
    });
    for (const [moment, all] of [["beforeprint", true], ["afterprint", false]])
      addEventListener(moment, () => {
        this.printing = all; // on paper nothing can be unfolded
        this.draw();
      });
    this.list.addEventListener("click", (event) => {
      const element = event.target.closest(".finding");
      if (!element || getSelection().toString()) return;
      if (event.target.closest(".finding-copy")) copy(event.target, this.items.get(element.dataset.id));
      else if (event.target.closest(".finding-show")) show(element.dataset.id);
      else open(element.dataset.id);
    });
  }

  add(items) {
    for (const item of items) this.put(item);
    this.draw();
  }

  replace(items) {
    const kept = new Set(items.map((item) => item.id));
    for (const id of this.items.keys()) if (!kept.has(id)) this.items.delete(id);
    this.add(items);
  }

  put(item) {
    if (JSON.stringify(this.items.get(item.id)) !== JSON.stringify(item)) this.elements.delete(item.id);
    this.items.set(item.id, item);
  }

  of(section) {
    return [...this.items.values()].filter((item) => item.section_name === section);
  }

  counts() {
    const counts = new Map();
    for (const { section_name: name } of this.items.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts;
  }

  // In the order of the document: section, then place.
  sorted() {
    return [...this.items.values()].sort(
      (a, b) => this.order.get(a.section_name) - this.order.get(b.section_name) || (a.start ?? -1) - (b.start ?? -1),
    );
  }

  shown() {
    const sorted = this.sorted();
    if (this.all || this.printing) return sorted;
    const perSection = new Map();
    const chosen = new Set();
    const byWeight = [...sorted].sort((a, b) => RANK[a.severity] - RANK[b.severity] || (b.confidence ?? 1) - (a.confidence ?? 1));
    for (const item of byWeight) {
      const count = perSection.get(item.section_name) ?? 0;
      if (count >= PER_SECTION || chosen.size >= PER_DOCUMENT) continue;
      chosen.add(item.id);
      perSection.set(item.section_name, count + 1);
    }
    return sorted.filter((item) => chosen.has(item.id));
  }

  draw() {
    const shown = this.shown();
    const counts = this.counts();
    const groups = new Map();
    for (const item of shown) {
      if (!groups.has(item.section_name)) groups.set(item.section_name, []);
      groups.get(item.section_name).push(this.element(item));
    }
    arrange(this.list, [...groups].flatMap(([name, elements]) => this.group(name, elements, counts.get(name))));
    const total = this.items.size;
    document.getElementById("finding-count").textContent = total || "";
    this.more.hidden = !this.all && shown.length === total;
    this.more.textContent = this.all ? "Show the most important only" : `Show all ${total} (${shown.length} shown)`;
  }

  group(name, elements, total) {
    const old = [...this.list.children].find((child) => child.dataset.name === name);
    const heading = old ?? document.createElement("h2");
    const list = old?.nextElementSibling ?? document.createElement("ul");
    heading.dataset.name = name;
    const said = [document.createElement("span"), document.createElement("span")];
    said[0].className = "group-name";
    said[0].textContent = name;
    said[1].textContent = elements.length < total ? `${elements.length} of ${total} shown` : "";
    heading.replaceChildren(...said);
    arrange(list, elements);
    return [heading, list];
  }

  element(item) {
    if (this.elements.has(item.id)) return this.elements.get(item.id);
    const element = this.template.content.firstElementChild.cloneNode(true);
    const put = (name, text, target = element.querySelector(`.finding-${name}`)) => {
      if (text) target.textContent = text;
      else target.remove();
    };
    element.classList.add(item.severity);
    element.dataset.id = item.id;
    element.id = `f-${item.id}`;
    put("", SEVERITY[item.severity], element.querySelector(".severity"));
    put("", CATEGORY[item.category] ?? item.category, element.querySelector(".category"));
    const [quoted, rest] = quotedFirst(item);
    put("quote", !quoted && item.quote && `“${item.quote}”`);
    element.querySelector(".finding-text").replaceChildren(...(quoted ? [words(quoted)] : []), rest);
    put("suggestion", item.suggestion);
    if (item.replacement) element.querySelector("q").textContent = item.replacement;
    else element.querySelector(".finding-replacement").remove();
    put("asked", this.asks[item.guideline] && `The guideline asks: ${this.asks[item.guideline]}`);
    put("meta", [SOURCE[item.source], sureness(item.confidence)].filter(Boolean).join(", "));
    if (item.quote === null) element.querySelector(".finding-show").textContent = "Show the section";
    if (!navigator.clipboard) element.querySelector(".finding-copy").remove();
    this.elements.set(item.id, element);
    this.mark(element, item.id === this.lit);
    return element;
  }

  mark(element, lit) {
    element?.classList.toggle("lit", lit);
    element?.querySelector(".finding-head").setAttribute("aria-expanded", String(lit));
  }

  // Light one up (or none) and bring it into view; a hidden one is shown first.
  open(id) {
    this.mark(this.elements.get(this.lit), false);
    this.lit = this.items.has(id) ? id : null;
    if (this.lit && !this.shown().some((item) => item.id === id)) {
      this.all = true;
      this.draw();
    }
    const element = this.elements.get(this.lit);
    this.mark(element, true);
    element?.scrollIntoView({ block: "nearest" });
    return element ?? null;
  }

  beside(step) {
    const shown = this.shown();
    const at = shown.findIndex((item) => item.id === this.lit);
    const next = at < 0 ? (step > 0 ? 0 : shown.length - 1) : at + step;
    return shown[Math.max(0, Math.min(shown.length - 1, next))]?.id ?? null;
  }
}

// Make `children` the parent's children, moving only what is not in its place.
function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

// Where a description begins by quoting the words it is about, they need not be quoted twice:
// the quotation and the rest, or null and the whole.
function quotedFirst({ quote, description }) {
  const [, inner] = /^“([^”]+)”/.exec(description) ?? [];
  const begins = inner && quote?.startsWith(inner.replace(/\s*…$/, ""));
  return begins ? [`“${inner}”`, description.slice(inner.length + 2)] : [null, description];
}

function words(text) {
  const element = document.createElement("span");
  element.className = "words";
  element.textContent = text;
  return element;
}

async function copy(button, item) {
  const lines = [
    `${item.section_name} (${SEVERITY[item.severity].toLowerCase()}, ${CATEGORY[item.category] ?? item.category})`,
    item.quote && `“${item.quote}”`,
    item.description,
    item.suggestion,
    item.replacement && `Write: “${item.replacement}”`,
  ];
  const done = await navigator.clipboard.writeText(lines.filter(Boolean).join("\n")).then(() => true, () => false);
  button.textContent = done ? "Copied" : "Could not copy";
  setTimeout(() => (button.textContent = "Copy"), 2000);
}
