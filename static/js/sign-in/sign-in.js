// The sign-in page: sends the password, then opens the home page.
import { post } from "../shared/api.js";

const message = document.getElementById("login-message");
const password = document.getElementById("password");

document.getElementById("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await post("/login", { password: password.value });
    location.assign("/");
  } catch (error) {
    message.textContent = error.message;
    message.classList.add("failed");
  }
});
