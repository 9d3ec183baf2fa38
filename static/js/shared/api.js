// Requests to the server: JSON in and out, pages, and uploads with progress.

const UNREACHABLE = "Can't reach the server. Check your connection and try again.";

// What a failed request throws: `message` is a sentence for the reader, `status` is 0 where no answer came.
export class ApiError extends Error {
  constructor(detail, status = 0, code = "") {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

async function request(path, options) {
  return fetch(path, options).catch(() => {
    throw new ApiError(UNREACHABLE);
  });
}

async function parsed(response) {
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  if (problem.code === "not_signed_in") location.assign("/sign-in");
  throw new ApiError(problem.detail || "Something went wrong. Try again.", response.status, problem.code);
}

export async function get(path) {
  return parsed(await request(path, { headers: { Accept: "application/json" } }));
}

export const post = (path, body) => send("POST", path, body);

// Long work is never waited for: it is answered with the id of its task.
export async function send(method, path, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", Prefer: "respond-async" };
  return parsed(await request(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }));
}

// A page of this site, as a document of its own.
export async function getPage(path) {
  const response = await request(path, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new ApiError("Something went wrong. Trying again.", response.status);
  if (response.redirected) location.assign(response.url);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// `onProgress` is called with a percentage; fetch() has no upload progress, XMLHttpRequest has.
export function upload(path, form, onProgress = () => {}) {
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
      else reject(new ApiError(body.detail || "The upload failed. Try again.", request.status, body.code));
    });
    request.addEventListener("error", () => reject(new ApiError(UNREACHABLE)));
    request.send(form);
  });
}
