// Two windows on one review: what one does, the other shows.
import { Failed, get } from "./api.js";
import { writing } from "./editor.js";

const EVERY = 4000; // ms between two looks while the window is seen

export class Together {
  // `on.take(told)`: show what the server says, false where that must wait; `on.tasks(tasks)`: what
  // runs; `on.gone(words)`: the review is not there any more.
  constructor(session, revision, on) {
    Object.assign(this, { session, revision, on });
    this.channel = new BroadcastChannel(`bluepencil-${session.session_id}`);
    this.channel.addEventListener("message", () => this.look());
    addEventListener("focus", () => this.look());
    document.addEventListener("visibilitychange", () => this.look());
    this.timer = setInterval(() => this.look(), EVERY);
  }

  // This window has changed something: the others need not wait for their next look.
  tell() {
    this.channel.postMessage("changed");
  }

  // `anew`: what is shown may be wrong, whatever was seen before.
  async look(anew = false) {
    if (document.hidden || this.looking || this.over) return;
    this.looking = true;
    try {
      const told = await get(`/sessions/${this.session.session_id}/feedback${anew ? "" : `?since=${this.revision()}`}`);
      if (told.version !== this.session.version) this.turn(); // the next version of the document
      else if (this.on.take(told)) this.on.tasks(told.tasks);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (error.status === 404) this.end("This review has been deleted.");
    } finally {
      this.looking = false; // away for a moment: the next look tells
    }
  }

  // Show the next version, but not in place of what somebody is writing.
  turn() {
    if (!writing()) location.reload();
  }

  end(words) {
    this.over = true;
    clearInterval(this.timer);
    this.on.gone(words);
  }
}
