// The document itself: its name, its guideline, and new versions of it.
import { ApiError, get, send, upload } from "../shared/api.js";
import { plural } from "../shared/format.js";

const $ = (id) => document.getElementById(id);
const ADDED = "version-added";

export class DocumentMenu {
  // `on.renameFailed(message)`; `on.guideline(items, verdicts)`: the text of the new guideline's
  // items by reference, and the verdicts on them.
  constructor(session, on) {
    Object.assign(this, { on });
    this.path = `/sessions/${session.session_id}`;
    this.setUpRename();
    for (const [id, event] of [["guideline", "change"], ["guideline-update", "click"]])
      $(id)?.addEventListener(event, () => this.setGuideline($("guideline").value));
    $("version").addEventListener("change", () => this.addVersion($("version").files[0]));
  }

  setUpRename() {
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
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [before, after] = [name.textContent, input.value.trim()];
      close();
      if (after && after !== before) this.rename(before, after);
    });
  }

  async rename(before, after) {
    this.showName(after);
    try {
      this.showName((await send("PATCH", this.path, { name: after })).document_name);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.showName(before);
      this.on.renameFailed(`Couldn't save the new name. ${error.message}`);
    }
  }

  showName(name) {
    $("rename").textContent = name;
    document.title = `${name} · Bluepencil`;
  }

  async setGuideline(name) {
    try {
      const guideline = await get(`/guidelines/${encodeURIComponent(name)}`);
      await send("PATCH", this.path, { guidelines: name });
      $("guideline-title").textContent = guideline.title;
      $("guideline-changed")?.remove();
      const { verdicts } = await get(`${this.path}/verdicts`);
      this.on.guideline(Object.fromEntries(guideline.items.map((item) => [`${name}#${item.id}`, item.text])), verdicts);
      this.showMessage(`Now using “${guideline.title}”. Review again to apply it.`, { id: "guideline-message" });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.showMessage(error.message, { failed: true, id: "guideline-message" });
    }
  }

  showMessage(text, { failed = false, id = "document-message" } = {}) {
    $(id).textContent = text;
    $(id).classList.toggle("failed", failed);
  }

  // Upload a new version and reload the page, which then shows what became of the findings.
  async addVersion(file) {
    if (!file) return;
    const form = new FormData();
    form.append("document", file);
    this.showMessage(`Opening ${file.name}…`);
    try {
      const added = await upload(`${this.path}/versions`, form);
      sessionStorage.setItem(ADDED, JSON.stringify([added.session_id, describeVersion(added)]));
      location.reload();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      $("version").value = "";
      this.showMessage(error.message, { failed: true });
    }
  }
}

// What a version that was uploaded just before this page was loaded has changed; null otherwise.
export function addedVersion(session) {
  const [id, text] = JSON.parse(sessionStorage.getItem(ADDED) ?? "[]");
  sessionStorage.removeItem(ADDED);
  return id === session.session_id ? text : null;
}

function describeVersion({ version, changed, added, removed, carried, resolved, taken_in: taken }) {
  const sections = [[changed, "changed"], [added, "added"], [removed, "removed"]]
    .filter(([names]) => names.length)
    .map(([names, state], index) => `${index ? names.length : plural(names.length, "section")} ${state}`);
  const answered = taken ? `; ${plural(taken, "comment")} resolved or answered in the file` : "";
  return `Version ${version}: ${sections.join(", ") || "nothing changed"}; ${plural(carried, "finding")} kept, ${resolved} resolved${answered}`;
}
