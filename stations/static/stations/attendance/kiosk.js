// The tablet at the door: digits by large keys, an answer in place, as new after seconds, and a plain word where there is no line.
import "./scan.js";

const offline = document.getElementById("kiosk-offline");
let timer = null;

function line(there) {
  offline.hidden = there;
  if (there) delete document.body.dataset.offline;
  else document.body.dataset.offline = "yes";
}

async function show(url, options = {}) {
  let text;
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...options });
    text = await answer.text();
    line(true);
  } catch { line(false); return; }
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("kiosk");
  if (!fresh) { location.reload(); return; }
  document.getElementById("kiosk").replaceWith(fresh);
  begin();
}

function begin() {
  const place = document.getElementById("kiosk");
  clearTimeout(timer);
  const seconds = Number(place.dataset.reset);
  if (seconds) timer = setTimeout(() => show(place.dataset.home), seconds * 1000);
  const keys = place.querySelector(".kiosk-keys");
  const box = place.querySelector(".kiosk-code");
  if (keys) keys.hidden = false;
  if (box) {
    box.inputMode = "none"; // our keys, not the device's; a scanner that types still does
    box.focus({ preventScroll: true });
    box.addEventListener("input", () => { if (box.value.replace(/\D/g, "").length === 6) box.form.requestSubmit(); });
  }
  document.dispatchEvent(new CustomEvent("scan-again"));
}

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]");
  if (!key) return;
  const box = document.querySelector(".kiosk-code");
  box.value = key.dataset.key === "clear" ? "" : (box.value + key.dataset.key).slice(0, 6);
  box.dispatchEvent(new Event("input"));
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const body = new FormData(form);
  if (event.submitter && event.submitter.name) body.set(event.submitter.name, event.submitter.value);
  show(form.action, { method: "POST", body });
});
window.addEventListener("offline", () => line(false));
window.addEventListener("online", () => show(document.getElementById("kiosk").dataset.home));
setInterval(() => { if (document.body.dataset.offline) show(document.getElementById("kiosk").dataset.home); }, 15000);

line(navigator.onLine);
begin();
