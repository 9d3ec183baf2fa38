// Bring what the page shows up to what the server now says, touching only what differs: what one
// is about to press, has focused or selected stays where it is. Rows are known by `data-key`.

export function patch(now, next) {
  if (now.isEqualNode(next)) return;
  if (now.nodeName !== next.nodeName) now.replaceWith(next);
  else if (now.nodeType !== Node.ELEMENT_NODE) now.data = next.data;
  else {
    attributes(now, next);
    children(now, next);
  }
}

function attributes(now, next) {
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name)) now.removeAttribute(name);
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value);
}

function children(now, next) {
  const rows = new Map([...now.children].map((row) => [row.dataset.key, row]));
  const kept = new Set([...next.children].map((row) => row.dataset.key));
  for (const [key, row] of rows) if (key && !kept.has(key)) row.remove();
  let place = now.firstChild;
  for (const wanted of [...next.childNodes]) {
    const key = wanted.dataset?.key;
    const mine = key ? rows.get(key) : place?.dataset?.key ? null : place;
    if (mine && mine === place) place = place.nextSibling;
    else now.insertBefore(mine || wanted, place);
    if (mine) patch(mine, wanted);
  }
  while (place) {
    const after = place.nextSibling;
    place.remove();
    place = after;
  }
}
