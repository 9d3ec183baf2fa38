// The chat panel: a question, a streamed answer, the passages it points to, what to ask next.
import { Failed, post } from "./api.js";
import { follow } from "./follow.js";

const FIRST = ["What are common gaps in investigation?", "Summarize the document.", "Who is responsible for the actions?"];

export class Chat {
  constructor(session, { onCite, currentSection }) {
    this.session = session;
    this.onCite = onCite;
    this.currentSection = currentSection;
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
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        if (!this.task) this.ask(this.input.value);
      }
    });
    for (const turn of session.chat) this.fill(this.exchange(turn.message), turn);
    this.suggest(session.chat.at(-1)?.suggestions ?? FIRST);
    if (!session.chat.length) {
      const empty = document.createElement("p");
      empty.className = "empty";
      empty.textContent = "Ask anything about this document. Answers point to its own words.";
      this.log.append(empty);
    }
  }

  suggest(questions) {
    this.suggestions.replaceChildren(
      ...questions.map((question) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = question;
        button.addEventListener("click", () => this.ask(question));
        return button;
      }),
    );
  }

  exchange(message) {
    this.log.querySelector(".empty")?.remove();
    const element = document.createElement("div");
    element.className = "exchange";
    const asked = document.createElement("p");
    asked.className = "asked";
    asked.textContent = message;
    const answered = document.createElement("p");
    answered.className = "answered";
    element.append(asked, answered);
    this.log.append(element);
    this.log.scrollTop = this.log.scrollHeight;
    return element;
  }

  // Put a finished answer in its place.
  fill(element, turn) {
    element.querySelector(".answered").textContent = turn.response;
    const list = document.createElement("ul");
    list.className = "citations";
    for (const citation of turn.citations) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${citation.section_name}: “${citation.quote.length > 140 ? `${citation.quote.slice(0, 139)}…` : citation.quote}”`;
      button.addEventListener("click", () => this.onCite(citation));
      item.append(button);
      list.append(item);
    }
    const label = document.createElement("p");
    label.className = "quiet";
    label.textContent = turn.engine === "claude" ? "Claude" : "Built-in search, no AI";
    element.append(...(turn.citations.length ? [list] : []), label);
    this.log.scrollTop = this.log.scrollHeight;
  }

  async ask(message) {
    if (this.task || !message.trim()) return;
    const element = this.exchange(message);
    this.input.value = "";
    this.suggest([]);
    this.busy("");
    try {
      const body = { session_id: this.session.session_id, message, current_section: this.currentSection() };
      this.listen((await post("/chat", body)).task_id, message, element);
    } catch (error) {
      this.fail(element, message, error.message);
    }
  }

  // Follow a question that is being answered, also one that was asked before a reload.
  listen(taskId, message, element = this.exchange(message)) {
    const answered = element.querySelector(".answered");
    let text = "";
    this.busy(taskId);
    this.unfollow = follow(taskId, 0, {
      away: (away) => (answered.dataset.away = away),
      change: (data, whole) => {
        if (data.waiting_for && !text) answered.textContent = data.status;
        if (data.response === undefined) return;
        text = (whole || data.reset ? "" : text) + data.response;
        answered.textContent = text;
        this.log.scrollTop = this.log.scrollHeight;
      },
      done: (task) => {
        this.free();
        if (task.state === "SUCCESS") {
          this.fill(element, { ...task.result, message });
          this.suggest(task.result.suggestions);
        } else if (task.state === "REVOKED") this.fail(element, message, "Stopped.", text);
        else this.fail(element, message, task.error?.detail ?? "It failed.", text);
      },
    });
  }

  async stop() {
    if (!this.task) return;
    await post(`/cancel_task/${this.task}`).catch((error) => {
      if (!(error instanceof Failed && error.status === 409)) throw error;
    });
  }

  fail(element, message, detail, text = "") {
    this.free();
    element.querySelector(".answered").textContent = text;
    const line = document.createElement("p");
    line.className = "quiet";
    const again = document.createElement("button");
    again.type = "button";
    again.className = "plain";
    again.textContent = "Ask again";
    again.addEventListener("click", () => {
      element.remove();
      this.ask(message);
    });
    line.append(`${detail} `, again);
    element.append(line);
  }

  busy(taskId) {
    this.task = taskId || "asking";
    this.send.textContent = "Stop";
    this.send.disabled = !taskId;
  }

  free() {
    this.task = null;
    this.send.textContent = "Ask";
    this.send.disabled = false;
  }
}
