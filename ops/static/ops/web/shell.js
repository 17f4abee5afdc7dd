// Loaded by every page: the modules, how htmx speaks with the server, and the service worker.
import { forgetAll } from "./keep.js";
import "./limits.js";
import "./outbox.js";
import "./photo.js";
import "./sheet.js";
import "./signature.js";
import "./stepper.js";
import "./submit_once.js";
import "./theme.js";
import { toast } from "./toast.js";
import { csrf, make, word } from "./words.js";

// --- htmx ---
document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrf(); });
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400) return;
  const meant = xhr.getResponseHeader("HX-Retarget") || xhr.status === 422 || xhr.status === 409;
  if (meant && !/<html/i.test(xhr.responseText.slice(0, 200))) return;
  event.detail.shouldSwap = false;
  if (xhr.status === 401) location.assign(`/?next=${encodeURIComponent(location.pathname + location.search)}`);
  else toast({ text: word(xhr.status >= 500 ? "server-error" : xhr.status === 404 ? "not-found" : xhr.status === 429 ? "too-fast" : "refused"), kind: "bad" });
});
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => toast({ text: word("no-line"), kind: "bad" }));
document.addEventListener("htmx:afterSwap", (event) => {
  const problem = event.detail.target && event.detail.target.querySelector(".problems");
  if (problem) { problem.focus(); problem.scrollIntoView({ block: "center" }); }
});

// --- small conveniences ---
document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-back], [data-print], [data-reload], [data-drawer]");
  if (!target) return;
  if ("print" in target.dataset) window.print();
  else if ("reload" in target.dataset) location.reload();
  else if (target.dataset.back === "reload" && document.referrer) location.replace(document.referrer);
  else if ("back" in target.dataset) { if (history.length > 1) history.back(); else location.assign("/"); }
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && location.hash === "#menu") location.hash = "#close"; });
document.addEventListener("change", (event) => { if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit(); });
for (const clock of document.querySelectorAll("[data-until]")) count(clock);
const faulty = document.querySelector("[data-focus]");
if (faulty) faulty.focus();

/** <time data-until="ISO"> counts down; <time data-since="ISO"> is not needed: the server writes it. */
function count(clock) {
  const until = new Date(clock.dataset.until).getTime();
  const show = () => {
    const minutes = Math.floor(Math.abs(until - Date.now()) / 60000);
    const [h, m] = [Math.floor(minutes / 60), minutes % 60];
    clock.textContent = word(until > Date.now() ? "time-left" : "time-over", { time: h ? word("h-min", { h, m }) : word("min", { m }) });
  };
  show();
  setInterval(show, 20000);
}

// --- a kept copy says how old it is ---
const made = new Date(document.documentElement.dataset.at);
const navigation = performance.getEntriesByType ? performance.getEntriesByType("navigation")[0] : null;
if (Date.now() - made > 120000 && (!navigation || navigation.type !== "back_forward")) {
  const main = document.getElementById("main");
  if (main && !navigator.onLine) main.prepend(make("p", { class: "banner due" }, word("kept-copy", { time: made.toTimeString().slice(0, 5) })));
}

// --- device: service worker, and nothing left behind for the next person ---
const worker = navigator.serviceWorker;
const forgetPages = () => { if (worker && worker.controller) worker.controller.postMessage("forget-pages"); };
if (worker && window.isSecureContext) window.addEventListener("load", () => worker.register("/sw.js").catch(() => {}));
const reader = document.documentElement.dataset.reader;
if (reader) {
  try {
    if (localStorage.getItem("reader") && localStorage.getItem("reader") !== reader) forgetPages();
    localStorage.setItem("reader", reader);
  } catch { /* no storage: nothing was left behind */ }
}
document.addEventListener("submit", (event) => { if (event.target.matches("[data-sign-out]")) { forgetPages(); forgetAll(); } });
