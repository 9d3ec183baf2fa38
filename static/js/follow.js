// Following a task: Server-Sent Events, taken up where they broke; a long poll where there are none.
import { get } from "./api.js";

// Calls `on.change(data)` for every change (with what is new, or with `whole` so far), `on.done(task)`
// once, and `on.away(true|false)` when the server is lost and back. Returns a function that stops.
export function follow(taskId, since, on) {
  let version = since;
  let stopped = false;
  let source = null;
  let away = false;

  const setAway = (now) => {
    if (now !== away) on.away((away = now));
  };
  const stop = () => {
    stopped = true;
    source?.close();
  };
  const finish = (task) => {
    if (stopped) return;
    stop();
    setAway(false);
    on.done(task);
  };

  function listen() {
    source = new EventSource(`/task_events/${taskId}?since=${version}`);
    source.onopen = () => setAway(false);
    for (const kind of ["progress", "partial"]) {
      source.addEventListener(kind, (event) => {
        const data = JSON.parse(event.data);
        if (data.version <= version) return;
        version = data.version;
        setAway(false);
        on.change(data, false);
      });
    }
    source.addEventListener("done", (event) => finish(JSON.parse(event.data)));
    source.onerror = () => {
      if (stopped) return;
      if (source.readyState === EventSource.CLOSED) poll(); // refused: too many streams, or over
      else setAway(true); // cut off: the browser comes back by itself
    };
  }

  async function poll() {
    while (!stopped) {
      try {
        const task = await get(`/task_status/${taskId}?wait=25&since=${version}`);
        setAway(false);
        if (task.ready) return finish(task);
        if (task.version > version) {
          version = task.version;
          on.change({ ...task, ...task.partial }, true);
        }
      } catch (error) {
        if (error.status === 404 || error.status === 410) return finish({ state: "FAILURE", error: { detail: error.message } });
        setAway(true);
        await new Promise((resolve) => setTimeout(resolve, 1500));
      }
    }
  }

  listen();
  return stop;
}
