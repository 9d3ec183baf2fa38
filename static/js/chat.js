// The chat panel: a question, a streamed answer, the passages it points to, what to ask next.
import { Failed, post } from "./api.js";
import { follow } from "./follow.js";

const FIRST = ["What are common gaps in investigation?", "Summarize the document.", "Who is responsible for the actions?"];
const PASSAGES = 5; // citations shown at first
const LONGEST = 160; // characters of a citation

function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  if (tag === "button") element.type = "button";
  return element;
}

export class Chat {
  constructor(session, { cite, section }) {
    Object.assign(this, { session, cite, section });
    this.talk = document.querySelector(".talk");
    this.log = document.getElementById("chat-log");
    this.input = document.getElementById("chat-input");
    this.send = document.getElementById("chat-send");
    this.suggestions = document.getElementById("chat-suggestions");
    this.task = null;
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
    for (const turn of session.chat) this.fill(this.exchange(turn.message), turn);
    this.suggest(session.chat.at(-1)?.suggestions ?? FIRST);
    this.bottom();
  }

  suggest(questions) {
    this.suggestions.replaceChildren(
      ...questions.map((question) => {
        const button = make("button", "plain", question);
        button.addEventListener("click", () => this.ask(question));
        return button;
      }),
    );
  }

  exchange(message) {
    this.log.querySelector(".empty")?.remove();
    const element = make("div", "exchange");
    element.append(make("p", "asked", message), make("p", "answered"));
    this.log.append(element);
    return element;
  }

  // Put a finished answer in its place.
  fill(element, turn) {
    element.querySelector(".answered").textContent = turn.response;
    const list = make("ul", "citations");
    list.append(...turn.citations.map((citation) => this.citation(citation)));
    const rest = [...list.children].slice(PASSAGES);
    for (const item of rest) item.hidden = true;
    const more = make("button", "plain", `Show all ${turn.citations.length} passages`);
    more.addEventListener("click", () => {
      for (const item of rest) item.hidden = false;
      more.remove();
      rest[0].firstElementChild.focus();
    });
    const label = turn.engine === "claude" ? "Claude" : "Built-in search, no AI";
    element.append(...(turn.citations.length ? [list] : []), ...(rest.length ? [more] : []));
    element.append(make("p", "quiet source", [label, ...(turn.notes ?? [])].join(". ")));
  }

  citation(citation) {
    const button = make("button", "");
    const short = citation.quote.length > LONGEST ? `${citation.quote.slice(0, LONGEST - 1)}…` : citation.quote;
    button.append(make("span", "words", `“${short}”`), " ", make("span", "from", citation.section_name));
    button.addEventListener("click", () => {
      for (const other of this.log.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      this.cite(citation);
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  async ask(message) {
    if (this.task || !message.trim()) return;
    const element = this.exchange(message);
    this.input.value = "";
    this.suggest([]);
    this.busy("asking");
    this.bottom();
    try {
      const body = { session_id: this.session.session_id, message, current_section: this.section() };
      this.listen((await post("/chat", body)).task_id, message, element);
    } catch (error) {
      this.fail(element, message, error.message);
    }
  }

  // Follow a question that is being answered, also one that was asked before a reload.
  listen(taskId, message, element = this.exchange(message)) {
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
        if (task.state !== "SUCCESS") return this.fail(element, message, task.state === "REVOKED" ? "Stopped." : task.error.detail, text);
        this.free();
        this.fill(element, task.result);
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

  fail(element, message, detail, text = "") {
    this.free();
    element.querySelector(".answered").textContent = text;
    const line = make("p", "quiet failed", `${detail} `);
    const again = make("button", "plain", "Ask again");
    again.addEventListener("click", () => {
      if (this.task) return;
      element.remove();
      this.ask(message);
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
