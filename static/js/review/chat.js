// The chat: questions about the document or one finding, streamed answers, and what to ask next.
import { ApiError, get, post } from "../shared/api.js";
import { followTask } from "../shared/task-events.js";
import { createElement, createExchange, fillExchange, linkButton, shorten } from "./chat-exchange.js";
import * as modeBadge from "./mode-badge.js";

const FIRST_QUESTIONS = ["What are the most important findings?", "What does the guideline ask for that is missing?", "Summarize the document."];
export const FINDING_QUESTIONS = { explain: "Why is this a weakness?", reword: "How would you put it?", similar: "Where else does this occur?" };
const TOPIC_LENGTH = 40; // characters that identify a finding
const NEAR_BOTTOM = 60; // px
const STARTING = "starting"; // the task's id is not known yet
const SEARCHING = "Searching the document…";

export class Chat {
  // `on`: cite(citation), section() in view, finding(id), show(id), and use(id, wording).
  constructor(session, on) {
    Object.assign(this, { session, on });
    this.conversation = document.querySelector(".conversation");
    this.log = document.getElementById("chat-log");
    this.input = document.getElementById("chat-input");
    this.send = document.getElementById("chat-send");
    this.suggestions = document.getElementById("chat-suggestions");
    this.topicLine = document.getElementById("chat-about");
    this.task = null; // the id of the running one
    this.topic = null; // the id of the finding that the next question is about
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
      this.log.append(createElement("p", "empty", "Ask about this document. Answers cite the passages they are based on."));
    this.exchanges = 0; // shown
    for (const turn of session.chat) this.showAnswer(this.addExchange(turn.message, turn.finding_id), turn, turn.message, turn.finding_id);
    if (session.chat.length === session.exchanges) this.offerEarlier();
    this.suggest(session.chat.at(-1)?.suggestions ?? FIRST_QUESTIONS);
    this.scrollToBottom();
  }

  // The next question is about this finding, or (null) about the document.
  setTopic(id) {
    const finding = this.on.finding(id);
    this.topic = finding ? id : null;
    this.topicLine.hidden = !finding;
    if (finding) {
      const { text, show } = this.topicOf(id);
      const reset = linkButton("Ask about the whole document", () => {
        this.setTopic(null);
        this.input.focus();
      });
      this.topicLine.replaceChildren("About ", linkButton(text, show), document.createElement("br"), reset);
    }
    this.input.placeholder = finding ? "Ask about this finding" : "Ask about the document";
    this.suggest(finding ? Object.values(FINDING_QUESTIONS) : FIRST_QUESTIONS);
  }

  topicOf(id) {
    const finding = id && this.on.finding(id);
    if (!finding) return null;
    return { text: shorten(finding.quote ? `“${finding.quote}”` : finding.description, TOPIC_LENGTH), show: () => this.on.show(id) };
  }

  suggest(questions) {
    this.suggestions.replaceChildren(...questions.map((question) => linkButton(question, () => this.ask(question))));
  }

  // The page is sent the newest exchanges only.
  offerEarlier() {
    const line = createElement("p", "more");
    line.append(linkButton("Show earlier questions", (button) => this.showEarlier(line, button)));
    this.log.prepend(line);
  }

  async showEarlier(line, button) {
    const { session_id: id, exchanges } = this.session;
    button.disabled = true;
    try {
      const { chat } = await get(`/sessions/${id}/chat?skip=${this.exchanges}&limit=${exchanges}`);
      const before = line.nextElementSibling;
      line.remove();
      for (const turn of chat) this.showAnswer(this.addExchange(turn.message, turn.finding_id, before), turn, turn.message, turn.finding_id);
      if (chat.length === exchanges) this.offerEarlier();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      button.disabled = false;
    }
  }

  // `before`: the exchange that it comes before; null: it is the newest.
  addExchange(message, findingId, before = null) {
    this.log.querySelector(".empty")?.remove();
    const exchange = createExchange(message, this.topicOf(findingId));
    this.log.insertBefore(exchange, before);
    this.exchanges += 1;
    return exchange;
  }

  showAnswer(exchange, turn, message, findingId) {
    fillExchange(exchange, turn, {
      cite: this.on.cite,
      use: this.on.finding(findingId)?.quote ? (wording) => this.on.use(findingId, wording) : null,
      isUsed: (wording) => this.on.finding(findingId)?.replacement === wording,
      askAgain: () => this.ask(message, findingId),
    });
  }

  async ask(message, findingId = this.topic) {
    if (this.task || !message.trim()) return;
    const exchange = this.addExchange(message, findingId);
    this.input.value = "";
    this.suggest([]);
    this.setTask(STARTING);
    this.scrollToBottom();
    try {
      const body = { session_id: this.session.session_id, message, current_section: this.on.section() };
      if (findingId) body.finding_id = findingId;
      const accepted = await post("/chat", body);
      modeBadge.update(accepted);
      this.follow(accepted.task_id, message, findingId, exchange);
    } catch (error) {
      this.fail(exchange, message, findingId, error.message);
    }
  }

  // Follow a question that is being answered, also one that was asked before the page was loaded.
  follow(taskId, message, findingId, exchange = this.addExchange(message, findingId)) {
    const answer = exchange.querySelector(".answer");
    const note = exchange.appendChild(createElement("p", "muted", SEARCHING));
    let text = "";
    this.setTask(taskId);
    this.log.setAttribute("aria-busy", "true"); // announced once complete, not word by word
    followTask(taskId, {
      connection: (lost) => (note.textContent = lost ? "Connection lost. Reconnecting…" : ""),
      change: (data, complete) => {
        const atBottom = this.isAtBottom();
        if (data.response !== undefined) {
          text = (complete || data.reset ? "" : text) + data.response;
          answer.textContent = text;
        }
        note.textContent = data.waiting_for ? data.status : text ? "" : SEARCHING;
        if (atBottom) this.scrollToBottom();
      },
      done: (task) => {
        note.remove();
        if (task.state !== "SUCCESS") return this.fail(exchange, message, findingId, task.state === "REVOKED" ? "Stopped." : task.error.detail, text);
        this.setTask(null);
        this.showAnswer(exchange, task.result, message, findingId);
        this.suggest(task.result.suggestions);
        if (exchange.offsetHeight > this.conversation.clientHeight) exchange.scrollIntoView({ block: "start" });
        else this.scrollToBottom();
      },
    });
  }

  async stop() {
    if (!this.task || this.task === STARTING) return;
    await post(`/cancel_task/${this.task}`).catch((error) => {
      if (!(error instanceof ApiError)) throw error; // the stream shows how the task ends
    });
  }

  fail(exchange, message, findingId, detail, text = "") {
    this.setTask(null);
    exchange.querySelector(".answer").textContent = text;
    const line = createElement("p", "muted failed", `${detail} `);
    const askAgain = linkButton("Ask again", () => {
      if (this.task) return;
      exchange.remove();
      this.exchanges -= 1;
      this.ask(message, findingId);
    });
    line.append(askAgain);
    exchange.append(line);
    this.scrollToBottom();
  }

  setTask(taskId) {
    this.task = taskId;
    this.send.textContent = taskId ? "Stop" : "Ask";
    this.send.disabled = taskId === STARTING;
    if (!taskId) this.log.removeAttribute("aria-busy");
  }

  isAtBottom() {
    return this.conversation.scrollHeight - this.conversation.scrollTop - this.conversation.clientHeight < NEAR_BOTTOM;
  }

  scrollToBottom() {
    this.conversation.scrollTop = this.conversation.scrollHeight;
  }
}
