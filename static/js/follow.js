// Following a task: Server-Sent Events, taken up where they broke; a long poll where there are none.
import { get } from "./api.js";

const PATIENCE = 2500; // ms without a connection before it is called away; streams end on purpose too
const AGAIN = 1500; // ms between two tries of the long poll while the server is away

// Calls `on.change(data, whole)` for every change (`whole`: with all there is so far, not only what
// is new), `on.done(task)` once, and `on.away(true|false)` when the server is lost and back.
export function follow(taskId, on) {
  let version = 0;
  let stopped = false;
  let source = null;
  let losing = null; // the timer that runs while there is no connection
  let away = false;

  function lost() {
    losing ??= setTimeout(() => on.away((away = true)), PATIENCE);
  }
  function here() {
    clearTimeout(losing);
    losing = null;
    if (away) on.away((away = false));
  }
  function finish(task) {
    if (stopped) return;
    stopped = true;
    source.close();
    here();
    on.done(task);
  }

  function listen() {
    source = new EventSource(`/task_events/${taskId}?since=${version}`);
    source.addEventListener("open", here);
    for (const kind of ["progress", "partial"]) {
      source.addEventListener(kind, (event) => {
        const data = JSON.parse(event.data);
        if (data.version <= version) return;
        version = data.version;
        here();
        on.change(data, false);
      });
    }
    source.addEventListener("done", (event) => finish(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (stopped) return;
      lost();
      if (source.readyState === EventSource.CLOSED) poll(); // refused: too many streams, or over
    }); // otherwise the browser comes back by itself, with the last event's id
  }

  async function poll() {
    while (!stopped) {
      try {
        const task = await get(`/task_status/${taskId}?wait=25&since=${version}`);
        here();
        if (task.ready) return finish(task);
        if (task.version > version) {
          version = task.version;
          on.change({ ...task, ...task.partial }, true);
        }
      } catch (error) {
        if ([401, 404, 410].includes(error.status)) return finish({ state: "FAILURE", error: { detail: error.message } });
        lost();
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    }
  }

  listen();
}
