// The document itself: its name, the guideline it is held against, its next version.
import { Failed, get, send, upload } from "./api.js";

const $ = (id) => document.getElementById(id);
const ADDED = "version-added";

export class DocumentMenu {
  // `on.say(words, failed)`: tell in the bar; `on.guideline(items)`: it is held against another one.
  constructor(session, on) {
    Object.assign(this, { on });
    this.base = `/sessions/${session.session_id}`;
    this.renaming();
    $("guideline").addEventListener("change", () => this.hold($("guideline").value));
    $("guideline-renew")?.addEventListener("click", () => this.hold($("guideline").value));
    $("version").addEventListener("change", () => this.addVersion($("version").files[0]));
    this.welcome(session);
  }

  renaming() {
    const [name, form, input] = [$("rename"), $("rename-form"), $("rename-input")];
    const close = () => {
      form.hidden = true;
      name.hidden = false;
      name.focus();
    };
    name.addEventListener("click", () => {
      input.value = name.textContent;
      name.hidden = true;
      form.hidden = false;
      input.select();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
    input.addEventListener("blur", () => form.hidden || form.requestSubmit());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const wanted = input.value.trim();
      const before = name.textContent;
      close();
      if (!wanted || wanted === before) return;
      this.called(wanted);
      try {
        this.called((await send("PATCH", this.base, { name: wanted })).document_name);
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        this.called(before);
        this.on.say(`The new name was not saved. ${error.message}`, true);
      }
    });
  }

  called(name) {
    $("rename").textContent = name;
    document.title = `${name} · Bluepencil`;
  }

  async hold(name) {
    try {
      const guideline = await get(`/guidelines/${encodeURIComponent(name)}`);
      await send("PATCH", this.base, { guidelines: name });
      $("guideline-title").textContent = guideline.title;
      $("guideline-changed")?.remove();
      this.on.guideline(Object.fromEntries(guideline.items.map((item) => [`${name}#${item.id}`, item.text])));
      this.tell(`From now on it is held against “${guideline.title}”. Review reads it anew.`);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.tell(error.message, true);
    }
  }

  tell(words, failed = false) {
    $("document-said").textContent = words;
    $("document-said").classList.toggle("document-failed", failed);
  }

  async addVersion(file) {
    if (!file) return;
    const form = new FormData();
    form.append("document", file);
    this.tell(`Reading ${file.name}`);
    try {
      const told = await upload(`${this.base}/versions`, form, () => {});
      sessionStorage.setItem(ADDED, JSON.stringify([told.session_id, saying(told)]));
      location.reload();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      $("version").value = "";
      this.tell(error.message, true);
    }
  }

  // A version was added just before this page was loaded: say once what has become of things.
  welcome(session) {
    const [id, words] = JSON.parse(sessionStorage.getItem(ADDED) ?? "[]");
    sessionStorage.removeItem(ADDED);
    if (id === session.session_id) this.welcomed = words;
  }
}

function saying({ version, changed, added, removed, carried, resolved }) {
  const sections = [[changed, "changed"], [added, "added"], [removed, "removed"]]
    .filter(([names]) => names.length)
    .map(([names, what], index) => `${names.length}${index ? "" : names.length === 1 ? " section" : " sections"} ${what}`);
  const said = sections.length ? sections.join(", ") : "nothing changed";
  return `Version ${version}: ${said}; ${carried} ${carried === 1 ? "finding" : "findings"} kept, ${resolved} resolved`;
}
