// Hands a checklist in through the outbox: at once where there is a line, else as soon as it is back, photos first.
import { outbox } from "../web/outbox.js";
import { forget } from "../web/keep.js";
import { make, newId } from "../web/words.js";
import { toast } from "../web/toast.js";
import { answersOf, picturesOf } from "./answers.js";
import { stopDraft } from "./draft.js";

const form = document.getElementById("fill");
const texts = document.getElementById("fill-words").dataset;
const here = () => form.elements.namedItem("id").value;
const key = () => `POST ${form.dataset.sendTo} ${here()}`;

function release() {
  delete form.dataset.sending;
  for (const button of document.querySelectorAll("[data-submit].busy")) button.classList.remove("busy");
}

async function handIn() {
  const answers = answersOf(form);
  const at = new Date().toISOString();
  for (const { key: item, file } of picturesOf(form)) {
    const id = newId();
    const taken = new Date(file.lastModified || Date.now()).toISOString();
    const body = { id, facility: form.dataset.facility, occurred_at: taken, file };
    const told = await outbox.send({ url: form.dataset.photosUrl, body, label: texts.photo, multipart: true });
    if (told.state === "refused") {
      await outbox.drop(`POST ${form.dataset.photosUrl} ${id}`);
      return refused({ errors: { [`answers.${item}`]: (told.problem.errors && told.problem.errors.file) || [told.problem.detail] } });
    }
    answers[item] = answers[item] || {};
    answers[item].photos = [...(answers[item].photos || []), id];
  }
  const value = (name) => { const field = form.elements.namedItem(name); return field ? field.value : ""; };
  const body = { id: here(), checklist: value("checklist"), started_at: value("started_at"), occurred_at: at, answers };
  if (form.dataset.sendTo.includes("/duties/")) Object.assign(body, { code: value("code"), scanned: value("scanned") === "yes" });
  else body.facility = form.dataset.facility;
  const told = await outbox.send({ url: form.dataset.sendTo, body, label: document.title });
  if (told.state === "sent") return done(told.data);
  if (told.state === "refused") { await outbox.drop(key()); return refused(told.problem); }
  forget(form);
  return waits();
}

function done(run) {
  forget(form);
  const passed = run && run.passed;
  location.assign(passed && form.dataset.doneUrl ? form.dataset.doneUrl : form.dataset.runUrl.replace(form.dataset.firstId, here()));
}

function refused(problem) {
  release();
  for (const old of form.querySelectorAll(".said-wrong")) old.remove();
  for (const old of form.querySelectorAll(".item.wrong")) old.classList.remove("wrong");
  let first = null;
  for (const [name, messages] of Object.entries(problem.errors || {})) {
    const place = document.getElementById(name === "code" ? "presence" : name.replace(/^answers\./, "item-"));
    if (!place) { toast({ text: messages[0], kind: "bad" }); continue; }
    place.classList.add("wrong");
    place.append(make("p", { class: "error said-wrong", role: "alert" }, String(messages[0])));
    first = first || place;
  }
  if (first) first.dispatchEvent(new CustomEvent("show", { bubbles: true }));
  else if (!Object.keys(problem.errors || {}).length) toast({ text: problem.detail || problem.title, kind: "bad" });
}

/** It lies on this device and goes out by itself: nothing is left to do here. */
function waits() {
  const told = document.getElementById("fill-waits").content.cloneNode(true);
  form.hidden = true;
  document.querySelectorAll("[data-progress], .actions, [data-draft-banner]").forEach((part) => { part.hidden = true; });
  document.getElementById("main").append(told);
  document.addEventListener("outbox", (event) => {
    const { item, result } = event.detail;
    if (!item || item.key !== key()) return;
    if (result.state === "sent") done(result.data);
    if (result.state === "refused") location.reload();
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  stopDraft();
  handIn().catch(() => { release(); form.submit(); });
});

// A page from before: what it hands in may lie in the outbox already.
outbox.all().then((items) => {
  if (items.some((item) => item.url === form.dataset.sendTo && item.state !== "refused" && item.body.checklist)) waits();
});
