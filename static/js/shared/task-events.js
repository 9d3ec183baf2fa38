// Follows a task: by Server-Sent Events, resumed after a break; by long polling where streams are refused.
import { get } from "./api.js";

const GRACE_PERIOD = 2500; // ms without a connection before it counts as lost; streams also end on purpose
const RETRY_DELAY = 1500; // ms between two polls while the server is unreachable

// Calls `on.change(data, complete)` for every change (`complete`: the data has everything so far, not
// only what is new), `on.done(task)` once, and `on.connection(lost)` when the connection is lost or back.
export function followTask(taskId, on) {
  let version = 0;
  let finished = false;
  let source = null;
  let timer = null; // runs while there is no connection
  let lost = false;

  function disconnected() {
    timer ??= setTimeout(() => on.connection((lost = true)), GRACE_PERIOD);
  }
  function connected() {
    clearTimeout(timer);
    timer = null;
    if (lost) on.connection((lost = false));
  }
  function finish(task) {
    if (finished) return;
    finished = true;
    source.close();
    connected();
    on.done(task);
  }

  function listen() {
    source = new EventSource(`/task_events/${taskId}?brief=true&since=${version}`);
    source.addEventListener("open", connected);
    for (const kind of ["progress", "partial"]) {
      source.addEventListener(kind, (event) => {
        const data = JSON.parse(event.data);
        if (data.version <= version) return;
        version = data.version;
        connected();
        on.change(data, false);
      });
    }
    source.addEventListener("done", (event) => finish(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (finished) return;
      disconnected();
      if (source.readyState === EventSource.CLOSED) poll(); // refused: too many streams, or the task is over
    }); // otherwise the browser reconnects by itself, with the last event's id
  }

  async function poll() {
    while (!finished) {
      try {
        const task = await get(`/task_status/${taskId}?wait=25&since=${version}`);
        connected();
        if (task.ready) return finish(task);
        if (task.version > version) {
          version = task.version;
          on.change({ ...task, ...task.partial }, true);
        }
      } catch (error) {
        if ([401, 404, 410].includes(error.status)) return finish({ state: "FAILURE", error: { detail: error.message } });
        disconnected();
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
      }
    }
  }

  listen();
}
