// The meal board: choose what differed, tap whom it is true of; sent once by the outbox, so that it also works without a line.
// Who comes late, and what colleagues recorded meanwhile, is fetched now and then; what is chosen here stays.
import { outbox } from "../../ops/web/outbox.js";
import { toast } from "../../ops/web/toast.js";
import { make, newId } from "../../ops/web/words.js";

const table = document.getElementById("table");
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const texts = table ? json("meal-texts") : {};
const config = table ? json("meal-config") : {};
const NOT_EATEN = ["none", "refused"];
const NOT_SERVED = [...NOT_EATEN, "brought"];
const POLL = 20000;
const form = table && table.querySelector("[data-table]");
const plates = () => [...form.querySelectorAll("[data-plate]")];
const choice = (plate) => plate.querySelector("select");
let brush = "half";
let sending = false;

function plateOf(care) { return form.querySelector(`[data-plate="${care.dataset.care}"]`); }

/** What still waits for a word: not for a child who gets nothing of the kitchen. */
function unsettled() {
  return [...form.querySelectorAll("[data-care]")].filter((care) => {
    const plate = plateOf(care);
    if (!plate || NOT_SERVED.includes(choice(plate).value)) return false;
    const box = care.querySelector("[data-seen]");
    if (box) return !box.checked;
    const done = care.querySelector("[data-settle]").value;
    return !done || (done !== "left_out" && !care.querySelector("input").value.trim());
  });
}

function draw() {
  for (const plate of plates()) {
    const select = choice(plate);
    const differs = select.value !== "full";
    plate.classList.toggle("marked", differs);
    plate.querySelector("[data-said]").textContent = differs ? select.selectedOptions[0].textContent : texts.usual;
    plate.querySelector("[data-mark]").setAttribute("aria-pressed", String(differs));
  }
  const all = plates();
  const ate = all.filter((plate) => !NOT_EATEN.includes(choice(plate).value)).length;
  form.querySelector("[data-ate]").textContent = ate;
  form.querySelector("[data-present]").textContent = all.length;
  const waiting = unsettled().length;
  const left = document.querySelector("[data-left]");
  left.hidden = !waiting;
  left.textContent = texts.left.replace("{number}", waiting);
  const submit = document.querySelector("[data-submit]");
  submit.classList.toggle("unready", waiting > 0);
  submit.classList.toggle("primary", waiting === 0);
  submit.querySelector("span").textContent = texts.submit.replace("{ate}", ate).replace("{present}", all.length);
}

function plate(node) {
  const child = node.dataset.plate;
  const value = (name) => { const field = form.elements[`${name}-${child}`]; return field ? field.value : ""; };
  const seen = form.elements[`seen-${child}`];
  return { id: newId(), child, portion: choice(node).value, settled: value("settled") || (seen && seen.checked ? "checked" : ""), instead: value("instead") };
}

async function send(event) {
  event.preventDefault();
  const [first] = unsettled();
  if (first) { const field = first.querySelector("select, input"); field.focus(); field.scrollIntoView({ block: "center" }); return; }
  if (sending) return;
  sending = true;
  const submit = document.querySelector("[data-submit]");
  submit.disabled = true;
  const occurred_at = new Date().toISOString();
  const where = { facility: config.facility, kind: config.kind, occurred_at };
  const body = { id: newId(), ...where, menu: form.elements.menu.value, plates: plates().map(plate) };
  const name = form.elements.accompanied_by.value.trim();
  const result = await outbox.send({ url: config.servings, body, label: texts.label });
  if (name && result.state !== "refused") await outbox.send({ url: config.accompanied, body: { id: newId(), ...where, person_name: name }, label: texts.accompanied });
  if (result.state === "waiting") { toast({ text: texts.waiting }); return; }
  const failed = result.state === "sent" ? result.data.results.find((one) => one.error) : null;
  if (result.state === "sent" && !failed) { location.assign(config.board); return; }
  sending = false;
  submit.disabled = false;
  refuse(failed ? failed.error : result.problem);
  const item = (await outbox.all()).find((one) => one.body.id === body.id);
  if (item) outbox.drop(item.key);
  update();
}

function refuse({ title, detail, errors }) {
  const messages = Object.values(errors || {}).flat();
  const problem = make("div", { class: "problems", tabindex: "-1" }, make("h2", {}, title), make("p", {}, messages[0] || detail));
  document.getElementById("problem").replaceChildren(problem);
  problem.focus();
}

/** Take over who came and what was served since, without touching what is chosen here. */
async function update() {
  let answer;
  try { answer = await fetch(config.part, { credentials: "same-origin" }); } catch { return; }
  if (!answer.ok || sending) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const served = fresh.getElementById("served");
  if (served) document.getElementById("served").replaceChildren(...served.childNodes);
  const now = [...fresh.querySelectorAll("[data-plate]")];
  if (!form) {
    if (now.length) toast({ text: texts.load, undo: () => location.reload() });
    return;
  }
  const there = new Set(plates().map((node) => node.dataset.plate));
  const still = new Set(now.map((node) => node.dataset.plate));
  for (const node of plates()) if (!still.has(node.dataset.plate)) { form.querySelector(`[data-care="${node.dataset.plate}"]`)?.remove(); node.remove(); }
  for (const node of now) {
    if (there.has(node.dataset.plate)) continue;
    form.querySelector("[data-plates]").append(node);
    toast({ text: texts.came.replace("{name}", node.querySelector(".name").textContent) });
  }
  for (const care of fresh.querySelectorAll("[data-care]")) if (!there.has(care.dataset.care)) form.querySelector("[data-careful] > div").append(care);
  form.querySelector("[data-careful]").hidden = !form.querySelector("[data-care]");
  if (!plates().length) { location.assign(config.board); return; }
  draw();
}

if (form) {
  form.classList.add("ready");
  for (const part of form.querySelectorAll("[data-brushes], [data-me]")) part.hidden = false;
  form.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-brush]");
    if (chosen) {
      brush = chosen.dataset.brush;
      for (const chip of form.querySelectorAll("[data-brush]")) chip.setAttribute("aria-pressed", String(chip === chosen));
    }
    const marked = event.target.closest("[data-mark]") && event.target.closest("[data-plate]");
    if (marked) choice(marked).value = choice(marked).value === brush ? "full" : brush;
    const me = event.target.closest("[data-me]");
    if (me) form.elements.accompanied_by.value = me.dataset.me;
    draw();
  });
  form.addEventListener("input", draw);
  form.addEventListener("submit", send);
  draw();
}
if (table) setInterval(() => { if (!document.hidden && navigator.onLine) update(); }, POLL);
