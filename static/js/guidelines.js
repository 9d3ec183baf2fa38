// The list of guidelines: one's own come from a file, or are written from a blank one.
import { send, upload } from "./api.js";

const said = document.getElementById("said");
const file = document.getElementById("file");
const name = document.getElementById("name");
const there = new Set([...document.querySelectorAll(".rows a")].map((link) => link.pathname.split("/").pop()));

async function open(work) {
  said.textContent = "Reading…";
  try {
    const { name: called } = await work();
    location.assign(`/settings/guidelines/${called}`);
  } catch (error) {
    said.textContent = error.message;
    file.value = "";
  }
}

file.addEventListener("change", () => {
  if (!file.files[0]) return;
  const data = new FormData();
  data.append("document", file.files[0]);
  open(() => upload("/guidelines", data, () => {}));
});

document.getElementById("upload").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const title = name.value.trim();
  const plain = title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 90);
  if (!plain) said.textContent = "Its name needs a letter from a to z, or a digit.";
  else if (there.has(plain)) location.assign(`/settings/guidelines/${plain}`);
  else {
    const text = `# ${title}\n\n## Expected sections\n\n- Summary\n\n## Checklist\n\n- owner-and-date: Every action names one owner and a date.\n`;
    open(() => send("PUT", `/guidelines/${plain}`, { text }));
  }
});
