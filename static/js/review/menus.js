// The menus of the toolbar: one open at a time, closed by Esc or a click elsewhere.

const menus = [...document.querySelectorAll(".menu")];

export function open(menu) {
  menu.open = true;
  menu.querySelector("a[href], button, select").focus();
}

export function init() {
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
}
