// The tablet at the door: digits by large keys, an answer in place, as new after seconds, and a plain word where there is no line.
import "./scan.js";

const IDLE = 20; // seconds after which digits that somebody left behind are gone
const PATIENCE = 15000; // milliseconds to wait for an answer
const offline = document.getElementById("kiosk-offline");
let timer = null;
let asking = false;

function line(there) {
  offline.hidden = there;
  if (there) delete document.body.dataset.offline;
  else document.body.dataset.offline = "yes";
}

async function show(url, options = {}) {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...options });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("kiosk");
    line(Boolean(fresh) || answer.status < 500);
    if (fresh) { document.getElementById("kiosk").replaceWith(fresh); begin(); } else if (answer.status < 500) location.reload();
  } catch { line(false); } finally { asking = false; }
}

function home() { show(document.getElementById("kiosk").dataset.home); }

function homeAfter(seconds) {
  clearTimeout(timer);
  if (seconds) timer = setTimeout(home, seconds * 1000);
}

function begin() {
  const place = document.getElementById("kiosk");
  homeAfter(Number(place.dataset.reset));
  const keys = place.querySelector(".kiosk-keys");
  const box = place.querySelector(".kiosk-code");
  if (keys) keys.hidden = false;
  if (box) {
    box.inputMode = "none"; // our keys, not the device's; a scanner that types still does
    box.focus({ preventScroll: true });
    box.addEventListener("input", () => { homeAfter(IDLE); if (box.value.replace(/\D/g, "").length === 6) box.form.requestSubmit(); });
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
window.addEventListener("online", home);
setInterval(() => { if (document.body.dataset.offline) home(); }, PATIENCE);

line(navigator.onLine);
begin();
