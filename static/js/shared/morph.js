// DOM morphing: makes an element equal to another one and touches only what differs, so that focus,
// selection and a button about to be pressed stay. Rows are identified by `data-key`.

export function morph(element, target) {
  if (element.isEqualNode(target)) return;
  if (element.nodeName !== target.nodeName) element.replaceWith(target);
  else if (element.nodeType !== Node.ELEMENT_NODE) element.data = target.data;
  else {
    morphAttributes(element, target);
    morphChildren(element, target);
  }
}

function morphAttributes(element, target) {
  for (const { name } of [...element.attributes]) if (!target.hasAttribute(name)) element.removeAttribute(name);
  for (const { name, value } of target.attributes) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function morphChildren(element, target) {
  const rows = new Map([...element.children].map((row) => [row.dataset.key, row]));
  const wanted = new Set([...target.children].map((row) => row.dataset.key));
  for (const [key, row] of rows) if (key && !wanted.has(key)) row.remove();
  let position = element.firstChild;
  for (const node of [...target.childNodes]) {
    const key = node.dataset?.key;
    const existing = key ? rows.get(key) : position?.dataset?.key ? null : position;
    if (existing && existing === position) position = position.nextSibling;
    else element.insertBefore(existing || node, position);
    if (existing) morph(existing, node);
  }
  while (position) {
    const next = position.nextSibling;
    position.remove();
    position = next;
  }
}
