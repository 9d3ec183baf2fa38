// The panel that shows a new secret, the one time that it is known.
import { copy } from "../shared/copy-button.js";

const secret = document.getElementById("secret");
const button = document.getElementById("copy-secret");

button.addEventListener("click", () => copy(button, secret.textContent));

export function showSecret(text, note = "") {
  secret.textContent = text;
  document.getElementById("secret-note").textContent = note;
  document.getElementById("secret-panel").hidden = false;
  document.getElementById("secret-title").focus();
}
