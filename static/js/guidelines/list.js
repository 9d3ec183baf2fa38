// The guidelines page: a new guideline comes from a file, or starts from a template.
import { send, upload } from "../shared/api.js";

const status = document.getElementById("status");
const file = document.getElementById("file");
const title = document.getElementById("name");
const existing = new Set([...document.querySelectorAll(".guideline-list a")].map((link) => link.pathname.split("/").pop()));
const NAME_LENGTH = 90;

const address = (name) => `/settings/guidelines/${name}`;

// The name in addresses and the API: “Complaint handling” becomes “complaint-handling”.
function slug(text) {
  const ascii = text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return ascii.replace(/^-+|-+$/g, "").slice(0, NAME_LENGTH);
}

async function open(request) {
  status.textContent = "Saving…";
  try {
    const { name } = await request();
    location.assign(address(name));
  } catch (error) {
    status.textContent = error.message;
    file.value = "";
  }
}

file.addEventListener("change", () => {
  if (!file.files[0]) return;
  const data = new FormData();
  data.append("document", file.files[0]);
  open(() => upload("/guidelines", data));
});

document.getElementById("upload").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const heading = title.value.trim();
  const name = slug(heading);
  if (!name) status.textContent = "The name needs at least one letter (a–z) or digit.";
  else if (existing.has(name)) location.assign(address(name));
  else {
    const text = `# ${heading}\n\n## Expected sections\n\n- Summary\n\n## Checklist\n\n- owner-and-date: Every action names one owner and a date.\n`;
    open(() => send("PUT", `/guidelines/${name}`, { text }));
  }
});
