// Keeps what is typed in <form data-keep> on this device until it has been sent: across an expired log-in, a dead battery.
// data-keep="session": gone with the tab (anything about children). data-keep="device": three days. Never passwords or files.
import { toast } from "./toast.js";
import { word } from "./words.js";

const reader = document.documentElement.dataset.reader;
const DAYS = 3 * 24 * 3600 * 1000;
const SENT = "keep-sent";

const storeOf = (form) => (form.dataset.keep === "device" ? localStorage : sessionStorage);
const keyOf = (form) => `keep:${reader}:${location.pathname}:${form.getAttribute("id") || form.getAttribute("action") || ""}`;
const skipped = (field) => !field.name || field.name === "csrfmiddlewaretoken" || field.name === "next" || ["password", "file", "submit", "button"].includes(field.type);

function read(form) {
  const fields = [];
  for (const field of form.elements) {
    if (skipped(field)) continue;
    if (field.type === "checkbox" || field.type === "radio") fields.push([field.name, field.value, field.checked]);
    else if (field.type === "select-multiple") fields.push([field.name, [...field.selectedOptions].map((option) => option.value)]);
    else fields.push([field.name, field.value]);
  }
  return fields;
}

function write(form, fields) {
  for (const [name, value, checked] of fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (skipped(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") { if (field.value === value) field.checked = checked; }
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

function save(form) {
  try { storeOf(form).setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields: read(form) })); } catch { /* storage full or forbidden: the form still works */ }
}

/** Forget a form's draft: call it when the record was made without leaving the page. */
export function forget(form) {
  storeOf(form).removeItem(keyOf(form));
}

/** Forget every draft on this device (sign-out). */
export function forgetAll() {
  for (const store of [sessionStorage, localStorage]) for (const key of Object.keys(store)) if (key.startsWith("keep:")) store.removeItem(key);
}

function restore(form) {
  const kept = JSON.parse(storeOf(form).getItem(keyOf(form)) || "null");
  // A page that was refused shows what was typed by itself, with the version it must be judged against.
  if (!kept || form.querySelector(".wrong") || document.querySelector("main .problems")) return;
  if (Date.now() - kept.at > DAYS) { forget(form); return; }
  // The server has something newer from a colleague (data-keep-since: ms).
  if (kept.at < Number(form.dataset.keepSince || 0)) { forget(form); return; }
  if (JSON.stringify(kept.fields.filter(([name]) => name !== "id")) === JSON.stringify(read(form).filter(([name]) => name !== "id"))) return;
  const before = read(form);
  form.dataset.restoring = "yes";
  write(form, kept.fields);
  delete form.dataset.restoring;
  toast({ text: word("restored"), undo: () => { write(form, before); forget(form); } });
}

// After a form was sent: the next page tells whether it was taken. A sign-in, a refusal or a reload keeps the draft, and so
// does any page that was not come to from the form: the line dropped, and somebody opened the link anew.
function start() {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  const navigation = performance.getEntriesByType ? performance.getEntriesByType("navigation")[0] : null;
  const again = navigation && navigation.type !== "navigate";
  const answers = sent && document.referrer && sent.includes(`:${new URL(document.referrer).pathname}:`);
  if (answers && !again && !document.querySelector("[data-refused], [type=password], .problems, .wrong")) {
    sessionStorage.removeItem(sent);
    localStorage.removeItem(sent);
  }
  if (reader) document.querySelectorAll("form[data-keep]").forEach(restore);
}

let timer = null;
function later(event) {
  const form = event.target.closest && event.target.closest("form[data-keep]");
  if (!form || !reader || form.dataset.restoring) return;
  clearTimeout(timer);
  timer = setTimeout(() => save(form), 250);
}
document.addEventListener("input", later);
document.addEventListener("change", later);
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form || !reader) return;
  clearTimeout(timer);
  save(form);
  if (!event.defaultPrevented) sessionStorage.setItem(SENT, keyOf(form));
});
// Back on the form from the browser's own page: it was not sent.
window.addEventListener("pageshow", (event) => { if (event.persisted) sessionStorage.removeItem(SENT); });
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest && event.target.closest("form[data-keep]");
  if (!form) return;
  sessionStorage.removeItem(SENT);
  if (event.detail.successful) { clearTimeout(timer); forget(form); }
});
start();
