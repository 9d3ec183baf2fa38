// Sign in, then go on.
import { post } from "./api.js";

const message = document.getElementById("login-message");
document.getElementById("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await post("/login", { password: document.getElementById("password").value });
    location.assign("/");
  } catch (error) {
    message.textContent = error.message;
    message.classList.add("failed");
  }
});
