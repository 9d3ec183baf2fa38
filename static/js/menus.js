// The menus of the bar: one open at a time, closed by Esc or a press elsewhere; and the export.

const menus = [...document.querySelectorAll(".menu")];
const $ = (id) => document.getElementById(id);

export function start(sessionId) {
  for (const menu of menus) {
    menu.addEventListener("toggle", () => {
      if (menu.open) for (const other of menus) if (other !== menu) other.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      menu.firstElementChild.focus();
    });
  }
  document.addEventListener("pointerdown", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  $("export-all").addEventListener("change", () => address(sessionId));
  $("print").addEventListener("click", () => {
    $("export").open = false;
    print();
  });
  address(sessionId);
}

export function open(id) {
  $(id).open = true;
  $(id).querySelector("a[href], button, select").focus();
}

function address(sessionId) {
  for (const link of document.querySelectorAll("[data-format]")) {
    const asked = new URLSearchParams({ format: link.dataset.format });
    if (link.dataset.changes) asked.set("changes", link.dataset.changes);
    if ($("export-all").checked) asked.set("include", "all");
    link.href = `/sessions/${sessionId}/export?${asked}`;
  }
  count();
}

let tally = { open: 0, accepted: 0 };

// How many findings the exported files will have.
export function count(now = tally) {
  tally = now;
  const all = $("export-all").checked;
  const number = tally.accepted + (all ? tally.open : 0);
  const comments = `${number.toLocaleString("en")} ${all ? "" : "accepted "}comment${number === 1 ? "" : "s"}`;
  $("export-word").textContent = `Word file with ${comments}`;
  $("export-count").textContent = number || all ? "" : "Nothing is accepted yet.";
  $("export-count").hidden = Boolean(number || all);
}
