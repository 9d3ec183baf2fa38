// Copies text to the clipboard; the button confirms it for a moment.

const SHOWN = 2000; // ms

export async function copy(button, text) {
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  button.textContent = copied ? "Copied" : "Couldn't copy";
  setTimeout(() => (button.textContent = label), SHOWN);
}
