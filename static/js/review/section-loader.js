// Sections that were not sent with the page: their headings are there at once, their text comes when it is near.
import { ApiError, getPage } from "../shared/api.js";
import { session } from "./page-data.js";

const RETRY_DELAY = 3000; // ms until what could not be fetched is fetched again
const DEEPEST = 4; // level of a heading that looks different

// The height of a section that was never rendered, estimated by its words so that the scrollbar is right.
const [HEADING_HEIGHT, LINE_HEIGHT, WORDS_PER_LINE] = [90, 28, 11];
const height = ({ words }) => `${HEADING_HEIGHT + Math.ceil(words / WORDS_PER_LINE) * LINE_HEIGHT}px`;

export class SectionLoader {
  // `loaded(names)`: the text of these sections has come.
  constructor(root, loaded) {
    this.loaded = loaded;
    this.missing = new Map(); // by name: the index of a section without its text
    this.requests = new Map(); // by the index of the first section: what is being fetched
    this.batch = session.sent;
    const rest = session.sections.slice(session.sent);
    const whole = document.querySelector("#section-list .whole-document");
    whole.before(...rest.map(row));
    const shells = rest.map(shell);
    document.querySelector(".paper").append(...shells);
    rest.forEach(({ name }, index) => this.missing.set(name, session.sent + index));
    this.elements = [...document.querySelectorAll(".document-section")];
    session.sections.forEach((section, index) => (this.elements[index].style.containIntrinsicSize = `auto ${height(section)}`));
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) this.need(entry.target.dataset.name);
      },
      { root, rootMargin: "200% 0px" },
    );
    for (const element of shells) this.observer.observe(element);
    // The browser finds, and prints, only what is there.
    addEventListener("keydown", (event) => {
      const key = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
      if (key === "f") this.all();
      else if (key === "p" && this.missing.size) {
        event.preventDefault();
        this.print();
      }
    });
  }

  // Fetch the text of a section with that of those around it; null where it is there.
  need(name) {
    if (!this.missing.has(name)) return null;
    const start = this.missing.get(name) - (this.missing.get(name) % this.batch);
    if (!this.requests.has(start)) this.requests.set(start, this.fetch(start));
    return this.requests.get(start);
  }

  all() {
    return Promise.all([...this.missing.keys()].map((name) => this.need(name)));
  }

  async print() {
    await this.all();
    print();
  }

  async fetch(start) {
    for (;;) {
      try {
        const page = await getPage(`/review/${session.session_id}/sections/${start}`);
        return this.insert(start, [...page.querySelectorAll("section[data-name]")]);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status === 404) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
      }
    }
  }

  insert(start, sections) {
    sections.forEach((section, index) => {
      const element = this.elements[start + index];
      this.observer.unobserve(element);
      element.append(...section.childNodes);
      element.style.minHeight = "";
      this.missing.delete(element.dataset.name);
    });
    this.loaded(sections.map((section) => section.dataset.name));
  }
}

const title = ({ number, name }) => `${number ? `${number} ` : ""}${name}`;
const level = (section) => `level-${Math.min(section.level, DEEPEST)}`;

function row(section) {
  const item = document.createElement("li");
  item.className = level(section);
  item.dataset.name = section.name;
  const link = Object.assign(document.createElement("a"), { href: `#s-${section.anchor}`, textContent: title(section) });
  const state = Object.assign(document.createElement("span"), { className: "section-state" });
  item.append(link, " ", state);
  return item;
}

function shell(section) {
  const element = document.createElement("section");
  element.className = "document-section";
  element.id = `s-${section.anchor}`;
  element.dataset.name = section.name;
  element.style.minHeight = height(section);
  const heading = Object.assign(document.createElement("h2"), { className: level(section), textContent: title(section) });
  const findings = Object.assign(document.createElement("p"), { className: "section-findings", hidden: true });
  element.append(heading, findings);
  return element;
}
