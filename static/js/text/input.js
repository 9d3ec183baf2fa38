// The options of each kind: shown for the one that is chosen, and read into its input.

const value = (id) => document.getElementById(id).value;

const LABELS = { summarize: "Summarize", keywords: "Find keywords", normalize: "Normalize" };

export function showKind(kind) {
  for (const option of document.querySelectorAll("[data-for]")) {
    option.hidden = option.dataset.for !== kind;
    for (const field of option.querySelectorAll("input, textarea")) field.disabled = option.hidden;
  }
  document.getElementById("run").textContent = LABELS[kind];
}

// What the kind takes. Throws an Error whose message is for the reader.
export function inputOf(kind) {
  const language = value("language") ? { language: value("language") } : {};
  if (kind === "summarize") return { text: value("text"), max_length: Number(value("max-length")), ...language };
  if (kind === "keywords") return { text: value("text"), max_keywords: Number(value("max-keywords")), ...language };
  return { request: value("text"), schema: schema(), ...language };
}

function schema() {
  try {
    return JSON.parse(value("schema"));
  } catch (error) {
    throw new Error(`The schema is not JSON: ${error.message}`);
  }
}
