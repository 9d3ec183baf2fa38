// The server counts code points, the browser UTF-16 units; this is the one place that converts.

const SURROGATE = /[\ud800-\udbff]/;

export function length(text) {
  return SURROGATE.test(text) ? Array.from(text).length : text.length;
}

export function slice(text, start, end) {
  return text.slice(unitsBefore(text, start), unitsBefore(text, end));
}

function unitsBefore(text, points) {
  if (!SURROGATE.test(text)) return points;
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left -= 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}
