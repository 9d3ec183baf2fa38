// Keeps several tabs or windows on one review in sync.
import { ApiError, get } from "../shared/api.js";
import { hasUnsavedText } from "./finding-editor.js";

const INTERVAL = 4000; // ms between two checks while the tab is visible

export class TabSync {
  // `revision()`: of the findings this tab shows. `on.update(state)`: show the server's state, false where
  // that has to wait; `on.tasks(tasks)`: the running ones; `on.deleted()`: the review was deleted.
  constructor(session, revision, on) {
    Object.assign(this, { session, revision, on });
    this.channel = new BroadcastChannel(`bluepencil-${session.session_id}`);
    this.channel.addEventListener("message", () => this.check());
    addEventListener("focus", () => this.check());
    document.addEventListener("visibilitychange", () => this.check());
    this.timer = setInterval(() => this.check(), INTERVAL);
  }

  // Tell the other tabs that this one has changed something.
  broadcast() {
    this.channel.postMessage("changed");
  }

  // `force`: fetch the findings even where their revision is the same.
  async check({ force = false } = {}) {
    if (document.hidden || this.checking || this.stopped) return;
    this.checking = true;
    try {
      const state = await get(`/sessions/${this.session.session_id}/feedback${force ? "" : `?since=${this.revision()}&only=changed`}`);
      if (state.version !== this.session.version) this.reload();
      else if (this.on.update(state)) this.on.tasks(state.tasks);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) this.stop();
    } finally {
      this.checking = false; // a failed check is followed by the next one
    }
  }

  // Show the new version of the document, unless that would lose text.
  reload() {
    if (!hasUnsavedText()) location.reload();
  }

  stop() {
    this.stopped = true;
    clearInterval(this.timer);
    this.on.deleted();
  }
}
