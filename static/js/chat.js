// The chat panel: a question, a streamed answer, what it points to, what to ask next.
import { Failed, post } from "./api.js";
import { fill, button, make, question, shorten } from "./exchange.js";
import { follow } from "./follow.js";
import * as mode from "./mode.js";

const FIRST = ["What are common gaps in investigation?", "Summarize the document.", "What was the cause?"];
export const ABOUT = { why: "Why is this a weakness?", put: "How would you put it?", where: "Where else does this occur?" };
const ABOUT_LENGTH = 40; // characters of a finding's words that say which one is meant

export class Chat {
  // `on`: cite(citation), section() that is looked at, finding(id), show(id) and use(id, wording).
  constructor(session, on) {
    Object.assign(this, { session, on });
    this.talk = document.querySelector(".talk");
    this.log = document.getElementById("chat-log");
    this.input = document.getElementById("chat-input");
    this.send = document.getElementById("chat-send");
    this.suggestions = document.getElementById("chat-suggestions");
    this.topic = document.getElementById("chat-about");
    this.task = null;
    this.about = null; // the finding the next question is about
    document.getElementById("chat-form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.task) this.stop();
      else this.ask(this.input.value);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!this.task) this.ask(this.input.value);
    });
    if (!session.chat.length)
      this.log.append(make("p", "empty", "Ask anything about this document. Answers point to its own words."));
    for (const turn of session.chat) this.answer(this.exchange(turn.message, turn.finding_id), turn, turn.message, turn.finding_id);
    this.suggest(session.chat.at(-1)?.suggestions ?? FIRST);
    this.bottom();
  }

  // What is asked next is about this finding, or (null) about the document.
  turnTo(id) {
    const item = this.on.finding(id);
    this.about = item ? id : null;
    this.topic.hidden = !item;
    if (item) {
      const line = this.subject(id);
      const off = button("the whole document instead", () => {
        this.turnTo(null);
        this.input.focus();
      });
      this.topic.replaceChildren("About ", button(line.text, line.show), document.createElement("br"), off);
    }
    this.input.placeholder = item ? "Ask about this finding" : "Ask about the document";
    this.suggest(item ? Object.values(ABOUT) : FIRST);
  }

  subject(id) {
    const item = id && this.on.finding(id);
    return item ? { text: shorten(item.quote ? `“${item.quote}”` : item.description, ABOUT_LENGTH), show: () => this.on.show(id) } : null;
  }

  suggest(questions) {
    this.suggestions.replaceChildren(...questions.map((words) => button(words, () => this.ask(words))));
  }

  exchange(message, findingId) {
    this.log.querySelector(".empty")?.remove();
    const element = question(message, this.subject(findingId));
    this.log.append(element);
    return element;
  }

  answer(element, turn, message, findingId) {
    const inUse = (wording) => this.on.finding(findingId)?.replacement === wording;
    const use = this.on.finding(findingId)?.quote ? (wording) => this.on.use(findingId, wording) : null;
    fill(element, turn, { cite: this.on.cite, use, inUse, again: () => this.ask(message, findingId) });
  }

  async ask(message, findingId = this.about) {
    if (this.task || !message.trim()) return;
    const element = this.exchange(message, findingId);
    this.input.value = "";
    this.suggest([]);
    this.busy("asking");
    this.bottom();
    try {
      const body = { session_id: this.session.session_id, message, current_section: this.on.section() };
      if (findingId) body.finding_id = findingId;
      const accepted = await post("/chat", body);
      mode.told(accepted);
      this.listen(accepted.task_id, message, findingId, element);
    } catch (error) {
      this.fail(element, message, findingId, error.message);
    }
  }

  // Follow a question that is being answered, also one that was asked before a reload.
  listen(taskId, message, findingId, element = this.exchange(message, findingId)) {
    const answered = element.querySelector(".answered");
    const note = element.appendChild(make("p", "quiet", "Reading the document"));
    let text = "";
    this.busy(taskId);
    this.log.setAttribute("aria-busy", "true"); // heard once it is whole, not word by word
    follow(taskId, {
      away: (away) => (note.textContent = away ? "Offline, trying again" : ""),
      change: (data, whole) => {
        const follows = this.atBottom();
        if (data.response !== undefined) {
          text = (whole || data.reset ? "" : text) + data.response;
          answered.textContent = text;
        }
        note.textContent = data.waiting_for ? data.status : text ? "" : "Reading the document";
        if (follows) this.bottom();
      },
      done: (task) => {
        note.remove();
        if (task.state !== "SUCCESS") return this.fail(element, message, findingId, task.state === "REVOKED" ? "Stopped." : task.error.detail, text);
        this.free();
        this.answer(element, task.result, message, findingId);
        this.suggest(task.result.suggestions);
        if (element.offsetHeight > this.talk.clientHeight) element.scrollIntoView({ block: "start" });
        else this.bottom();
      },
    });
  }

  async stop() {
    if (!this.task || this.task === "asking") return;
    await post(`/cancel_task/${this.task}`).catch((error) => {
      if (!(error instanceof Failed)) throw error; // the stream tells how it ends
    });
  }

  fail(element, message, findingId, detail, text = "") {
    this.free();
    element.querySelector(".answered").textContent = text;
    const line = make("p", "quiet failed", `${detail} `);
    const again = button("Ask again", () => {
      if (this.task) return;
      element.remove();
      this.ask(message, findingId);
    });
    line.append(again);
    element.append(line);
    this.bottom();
  }

  busy(taskId) {
    this.task = taskId;
    this.send.textContent = "Stop";
    this.send.disabled = taskId === "asking";
  }

  free() {
    this.task = null;
    this.send.textContent = "Ask";
    this.send.disabled = false;
    this.log.removeAttribute("aria-busy");
  }

  atBottom() {
    return this.talk.scrollHeight - this.talk.scrollTop - this.talk.clientHeight < 60;
  }

  bottom() {
    this.talk.scrollTop = this.talk.scrollHeight;
  }
}
