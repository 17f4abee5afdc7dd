// A checklist being filled in: which items are asked, how many are left, photos kept as soon as they are taken.
import { csrf, make, newId, sign, word } from "../web/words.js";
import { readNumber, refreshItems } from "../web/limits.js";
import { toast } from "../web/toast.js";

const form = document.getElementById("fill");
const texts = (document.getElementById("fill-words") || { dataset: {} }).dataset;
const say = (key, values = {}) => (texts[key] || "").replace(/\{(\w+)\}/g, (_, name) => values[name]);

const items = () => [...form.querySelectorAll("[data-item]")];
const field = (item, end = "") => form.elements.namedItem(item.id + end);
const valueOf = (item) => { const found = field(item); return found ? (found.value || "").trim() : ""; };

function failed(item) {
  const reading = item.querySelector("[data-limits]");
  if (!reading) return Boolean(item.querySelector("[data-fails]:checked"));
  const value = readNumber(reading.value);
  return value < Number(reading.dataset.low ?? -Infinity) || value > Number(reading.dataset.high ?? Infinity);
}

function asked(item) {
  const other = item.dataset.askedWith && document.getElementById(item.dataset.askedWith);
  if (!other) return true;
  if (other.hidden) return false;
  return "askedFailed" in item.dataset ? failed(other) : item.dataset.askedIn.split(" ").includes(valueOf(other));
}

function pictures(item) {
  const kept = item.querySelector("[data-kept-photos] input[type=hidden]");
  const file = item.querySelector("input[type=file]");
  const drawn = field(item, "-signed");
  return Boolean((kept && kept.value) || (file && file.files.length) || (drawn && drawn.value));
}

function answered(item) {
  const kind = item.dataset.item;
  if (kind === "photo") return pictures(item);
  if (kind === "signature") return Boolean(valueOf(item)) || pictures(item);
  if (!valueOf(item) || (item.querySelector("[data-limits]") && Number.isNaN(readNumber(valueOf(item))))) return false;
  if (!failed(item)) return true;
  const told = item.querySelector(`[name="${item.id}-remedy"]:checked`) || field(item, "-note").value.trim();
  return Boolean(told) && (!item.querySelector("[data-photo-needed]") || pictures(item));
}

const open = () => items().filter((item) => !item.hidden && ("required" in item.dataset || valueOf(item)) && !answered(item));

function refresh() {
  for (const item of items()) item.hidden = !asked(item);
  const wanted = items().filter((item) => !item.hidden && "required" in item.dataset);
  const left = open().length;
  const done = wanted.filter(answered).length;
  const bar = document.querySelector("[data-progress] progress");
  if (bar) {
    bar.max = wanted.length;
    bar.value = done;
    document.querySelector("[data-progress-text]").textContent = say("progress", { done, all: wanted.length });
  }
  const button = document.querySelector("[data-submit]");
  if (button) {
    button.classList.toggle("unready", left > 0);
    button.classList.toggle("primary", left === 0);
    button.querySelector("span").textContent = left ? say("left", { n: left }) : say("ready");
  }
}

const clock = (moment) => `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
const taken = new Map(); // id → when it was taken, of the photos of this page

// --- photos: sent at once, so that neither a flat battery nor an ended sign-in loses one ---
async function keepPhotos(input) {
  const part = input.closest("[data-kept-photos]");
  const box = part.querySelector("[data-photos]");
  const kept = part.querySelector("input[type=hidden]");
  const files = [...input.files];
  for (const file of files) {
    const body = new FormData();
    const id = newId();
    body.append("id", id);
    body.append("facility", form.dataset.facility);
    body.append("occurred_at", new Date(file.lastModified).toISOString());
    body.append("file", file, file.name);
    let response;
    try {
      response = await fetch(form.dataset.photosUrl, { method: "POST", body, headers: { "X-CSRFToken": csrf() }, credentials: "same-origin" });
    } catch {
      toast({ text: say("later") });
      return;
    }
    if (!response.ok) {
      const told = response.headers.get("Content-Type").includes("json") ? await response.json() : {};
      const messages = told.errors && told.errors.file;
      if (messages) { toast({ text: messages[0], kind: "bad" }); continue; }
      return; // The form carries the file itself; the server says what is wrong.
    }
    taken.set(id, clock(new Date(file.lastModified)));
    kept.value = [kept.value, id].filter(Boolean).join(",");
  }
  // A fresh control: what was in it is kept by its id from now on.
  const fresh = input.cloneNode();
  fresh.value = "";
  input.replaceWith(fresh);
  for (const old of box.querySelectorAll("[data-new]")) old.remove();
  showKept(part);
  kept.dispatchEvent(new Event("change", { bubbles: true }));
}

function showKept(part) {
  const box = part.querySelector("[data-photos]");
  if (!box) return;
  const ids = part.querySelector("input[type=hidden]").value.split(",").filter(Boolean);
  for (const figure of box.querySelectorAll("[data-kept]")) if (!ids.includes(figure.dataset.kept)) figure.remove();
  for (const id of ids) {
    if (box.querySelector(`[data-kept="${id}"]`)) continue;
    box.insertBefore(make("figure", { "data-kept": id }, make("img", { src: `/photos/${id}/?small`, alt: "" }), make("time", {}, taken.get(id) || "")), box.querySelector(".add"));
  }
  for (const figure of box.querySelectorAll("[data-kept]")) {
    if (!figure.querySelector(".remove")) figure.append(make("button", { type: "button", class: "remove", "aria-label": word("remove") }, sign("close")));
  }
}

form.addEventListener("photos", (event) => keepPhotos(event.target).then(refresh));
form.addEventListener("input", refresh);
form.addEventListener("change", () => {
  form.querySelectorAll("[data-kept-photos]").forEach(showKept);
  refresh();
});
form.addEventListener("click", (event) => {
  const away = event.target.closest("[data-kept] .remove");
  if (!away) return;
  const kept = away.closest("[data-kept-photos]").querySelector("input[type=hidden]");
  kept.value = kept.value.split(",").filter((id) => id !== away.closest("[data-kept]").dataset.kept).join(",");
  kept.dispatchEvent(new Event("change", { bubbles: true }));
});
form.addEventListener("click", (event) => {
  const step = event.target.closest(".reading [data-step]");
  if (!step) return;
  const input = step.parentElement.querySelector("input");
  const now = readNumber(input.value);
  const start = Number(input.dataset.low ?? input.dataset.high ?? 0);
  input.value = String(Number.isNaN(now) ? start : Number((now + Number(step.dataset.step)).toFixed(2)));
  input.dispatchEvent(new Event("input", { bubbles: true }));
});

let saved = null;
function noteSaved() {
  const place = document.querySelector("[data-saved]");
  if (!place || !form.dataset.keep) return;
  clearTimeout(saved);
  saved = setTimeout(() => {
    place.textContent = say("saved", { time: clock(new Date()) });
  }, 400);
}
form.addEventListener("input", noteSaved);
form.addEventListener("change", noteSaved);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-submit]");
  const first = button && open()[0];
  if (!first) return;
  event.preventDefault();
  first.dispatchEvent(new CustomEvent("show", { bubbles: true }));
  first.scrollIntoView({ block: "center", behavior: "smooth" });
  const control = [...first.querySelectorAll("input:not([type=hidden]), textarea")].find((one) => one.offsetParent !== null);
  if (control) control.focus({ preventScroll: true });
});

refreshItems(form);
form.querySelectorAll("[data-kept-photos]").forEach(showKept);
refresh();
