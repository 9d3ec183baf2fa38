// Talking to the server: JSON in and out, and errors that say what to do.

export class Failed extends Error {
  constructor(detail, status = 0, code = "") {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const AWAY = "The server cannot be reached. Check that it is running; nothing is lost.";

async function told(response) {
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  if (problem.code === "not_signed_in") location.assign("/sign-in");
  throw new Failed(problem.detail || "Something went wrong; try again.", response.status, problem.code);
}

export async function get(path, options = {}) {
  const response = await fetch(path, { headers: { Accept: "application/json" }, ...options }).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Failed(AWAY);
  });
  return told(response);
}

// A page of ours, as a document of its own.
export async function page(path) {
  const response = await fetch(path, { headers: { Accept: "text/html" } }).catch(() => {
    throw new Failed(AWAY);
  });
  if (!response.ok) throw new Failed("Something went wrong; trying again.", response.status);
  if (response.redirected) location.assign(response.url);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

export const post = (path, body) => send("POST", path, body);

export async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json", Accept: "application/json", Prefer: "respond-async" },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new Failed(AWAY);
  });
  return told(response);
}

// Upload a file; `onProgress` is told percents. fetch() cannot tell progress, so XMLHttpRequest it is.
export function upload(path, form, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress((100 * event.loaded) / event.total);
    });
    request.addEventListener("load", () => {
      const body = request.response || {};
      if (request.status < 300) resolve(body);
      else reject(new Failed(body.detail || "The upload failed; try again.", request.status, body.code));
    });
    request.addEventListener("error", () => reject(new Failed(AWAY)));
    request.send(form);
  });
}
