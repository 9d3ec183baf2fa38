// What came of a text: shown as prose, as a list or as JSON, and kept to be copied or downloaded.
import { formatNumber, plural } from "../shared/format.js";

const box = document.getElementById("result");
const actions = document.getElementById("result-actions");
const notes = document.getElementById("notes");

function made(tag, text = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

export class Result {
  text = "";
  #name = "";

  clear() {
    this.text = "";
    box.replaceChildren();
    actions.hidden = notes.hidden = true;
  }

  // More of a summary that is being written; `anew` takes back what came before.
  write(more, anew) {
    if (anew || !box.querySelector("p:only-child")) box.replaceChildren(made("p"));
    box.firstChild.textContent += more;
  }

  // Returns a sentence about it.
  show(result, kind) {
    this.clear();
    const sentence = { summarize: this.#summary, keywords: this.#keywords, normalize: this.#json }[kind].call(this, result);
    notes.replaceChildren(...result.notes.map((note) => made("li", note)));
    notes.hidden = !result.notes.length;
    actions.hidden = false;
    return sentence;
  }

  #summary({ summary, original_length, summary_length, compression_ratio }) {
    this.text = summary;
    this.#name = "summary.txt";
    box.append(made("p", summary));
    const share = Math.round(100 * compression_ratio);
    return `${plural(summary_length, "word")} of ${formatNumber(original_length)}, ${share}%`;
  }

  #keywords({ keywords, count }) {
    this.text = keywords.join("\n");
    this.#name = "keywords.txt";
    const list = made("ol");
    list.append(...keywords.map((word) => made("li", word)));
    box.append(list);
    return plural(count, "keyword");
  }

  #json({ normalized, confidence }) {
    this.text = JSON.stringify(normalized, null, 2);
    this.#name = "normalized.json";
    const code = made("pre", this.text);
    code.tabIndex = 0; // it may scroll sideways
    code.setAttribute("aria-label", "JSON");
    code.setAttribute("role", "region");
    box.append(code);
    return `Valid against the schema, confidence ${Math.round(100 * confidence)}%`;
  }

  download() {
    const link = made("a");
    link.href = URL.createObjectURL(new Blob([this.text], { type: "text/plain" }));
    link.download = this.#name;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
