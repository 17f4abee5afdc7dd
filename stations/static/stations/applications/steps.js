// A long form in steps that fit one thumb. Without this script it is one page from top to bottom, with its button at the end.
import { toast } from "../../ops/web/toast.js";
import { word } from "../../ops/web/words.js";

const form = document.querySelector("[data-parts]");
const steps = [...form.querySelectorAll("[data-part]")];
const list = document.querySelector("[data-part-list]");
const nav = form.querySelector("[data-part-nav]");
const next = nav.querySelector("[data-part-next]");
const back = nav.querySelector("[data-part-back]");
let now = 0;

const firstWrong = () => steps.findIndex((step) => step.querySelector(".wrong"));
const wanted = () => Number((location.hash.match(/^#step-(\d+)$/) || [])[1]) - 1;

function show(number, moved) {
  now = Math.max(0, Math.min(steps.length - 1, number));
  steps.forEach((step, at) => step.toggleAttribute("data-now", at === now));
  [...list.children].forEach((item, at) => {
    item.className = at < now ? "done" : "";
    item.toggleAttribute("aria-current", at === now);
    if (at === now) item.setAttribute("aria-current", "step");
  });
  back.hidden = now === 0;
  next.hidden = now === steps.length - 1;
  if (!moved) return;
  window.scrollTo(0, 0);
  const heading = steps[now].querySelector("h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

// What must be filled in is asked for before the next step; what the server knows better it says at the end.
function complete(step) {
  const empty = [...step.querySelectorAll("input, select, textarea")].find((field) => !field.checkValidity());
  if (!empty) return true;
  for (let box = empty.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  empty.reportValidity();
  return false;
}

function named() {
  for (const place of form.querySelectorAll("[data-name-of]")) {
    const name = document.getElementById(place.dataset.nameOf);
    place.dataset.plain ??= place.textContent;
    place.textContent = (name && name.value.trim()) || place.dataset.plain;
    // Nothing is asked about the health of a child that was not entered.
    const box = place.closest("details");
    box.hidden = box !== box.parentElement.querySelector("details") && !(name && name.value.trim()) && !box.querySelector(".wrong");
  }
}

steps.forEach((step) => {
  const item = document.createElement("li");
  item.textContent = step.dataset.part;
  list.append(item);
});
form.classList.add("stepping");
list.hidden = nav.hidden = false;
next.addEventListener("click", () => { if (complete(steps[now])) location.hash = `#step-${now + 2}`; });
back.addEventListener("click", () => history.back());
window.addEventListener("hashchange", () => {
  const number = wanted();
  if (number >= 0) { named(); show(number, true); return; }
  // A link of the list of mistakes: to the step in which it stands.
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const step = steps.findIndex((one) => target && one.contains(target));
  if (step >= 0) { show(step); target.scrollIntoView({ block: "center" }); target.focus(); } else show(0, true);
});
// Sent only over a line that stands: the browser's own page about a dropped one would take the form away.
const PATIENCE = 8000;
let sure = false;
async function reachable() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try { return (await fetch("/healthz", { cache: "no-store", signal: stop.signal })).ok; } catch { return false; } finally { clearTimeout(timer); }
}
form.addEventListener("submit", async (event) => {
  if (sure) return;
  event.preventDefault();
  const button = event.submitter;
  if (button) button.disabled = true;
  sure = await reachable();
  if (button) button.disabled = false;
  if (sure) form.requestSubmit(); else toast({ text: word("no-line"), kind: "bad" });
});
window.addEventListener("pageshow", () => { sure = false; });
// Return in a field goes on, it does not send half a form.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input") && now < steps.length - 1) { event.preventDefault(); next.click(); }
});
named();
const wrong = firstWrong();
show(wrong >= 0 ? wrong : wanted() >= 0 ? wanted() : 0);
