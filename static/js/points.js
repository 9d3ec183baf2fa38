// The server counts code points, the browser UTF-16 units; this is the one place that converts.

export function slice(text, start, end) {
  return text.slice(units(text, start), units(text, end));
}

export function units(text, points) {
  if (!/[\ud800-\udbff]/.test(text)) return points;
  let at = 0;
  for (let left = points; left > 0 && at < text.length; left -= 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

export function length(text) {
  return /[\ud800-\udbff]/.test(text) ? Array.from(text).length : text.length;
}
