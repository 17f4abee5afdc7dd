// The meal board: choose what differed, tap whom it is true of; sent once by the outbox, so that it also works without a line.
import { outbox } from "../../ops/web/outbox.js";
import { toast } from "../../ops/web/toast.js";
import { make } from "../../ops/web/words.js";

const form = document.querySelector("[data-table]");
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const texts = form ? json("meal-texts") : {};
const config = form ? json("meal-config") : {};
const NOT_EATEN = ["none", "refused"];
const plates = form ? [...form.querySelectorAll("[data-plate]")] : [];
const choice = (plate) => plate.querySelector("select");
let brush = "none";

function draw() {
  for (const plate of plates) {
    const select = choice(plate);
    plate.classList.toggle("marked", Boolean(select.value));
    plate.querySelector("[data-said]").textContent = select.value ? select.selectedOptions[0].textContent : texts.usual;
    plate.querySelector("[data-mark]").setAttribute("aria-pressed", String(Boolean(select.value)));
  }
  const ate = plates.filter((plate) => !NOT_EATEN.includes(choice(plate).value)).length;
  form.querySelector("[data-ate]").textContent = ate;
  const unseen = [...form.querySelectorAll("[data-seen]")].filter((box) => !box.checked).length;
  const left = document.querySelector("[data-left]");
  left.hidden = !unseen;
  left.textContent = texts.left.replace("{number}", unseen);
  const submit = document.querySelector("[data-submit]");
  submit.classList.toggle("unready", unseen > 0);
  submit.classList.toggle("primary", unseen === 0);
  submit.querySelector("span").textContent = texts.submit.replace("{ate}", ate).replace("{present}", plates.length);
}

async function send(event) {
  event.preventDefault();
  const unseen = form.querySelector("[data-seen]:not(:checked)");
  if (unseen) { unseen.focus(); unseen.scrollIntoView({ block: "center" }); return; }
  const submit = document.querySelector("[data-submit]");
  submit.disabled = true;
  const exceptions = Object.fromEntries(plates.filter((plate) => choice(plate).value).map((plate) => [plate.dataset.plate, { kind: choice(plate).value }]));
  const body = {
    id: form.elements.id.value, facility: config.facility, kind: config.kind, occurred_at: new Date().toISOString(), exceptions,
    menu: form.elements.menu.value, accompanied_by: form.elements.accompanied_by.value, flags_confirmed: form.querySelectorAll("[data-seen]").length > 0,
  };
  const result = await outbox.send({ url: config.meals, body, label: texts.label });
  if (result.state === "sent") { location.assign(config.board); return; }
  if (result.state === "waiting") { toast({ text: texts.waiting }); return; }
  submit.disabled = false;
  refuse(result.problem);
  const item = (await outbox.all()).find((one) => one.body.id === body.id);
  if (item) outbox.drop(item.key);
}

function refuse({ title, detail, errors }) {
  const messages = Object.values(errors || {}).flat();
  const problem = make("div", { class: "problems", tabindex: "-1" }, make("h2", {}, title), make("p", {}, messages[0] || detail));
  document.getElementById("problem").replaceChildren(problem);
  problem.focus();
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
    const plate = event.target.closest("[data-mark]") && event.target.closest("[data-plate]");
    if (plate) choice(plate).value = choice(plate).value === brush ? "" : brush;
    const me = event.target.closest("[data-me]");
    if (me) form.elements.accompanied_by.value = me.dataset.me;
    draw();
  });
  form.addEventListener("change", draw);
  form.addEventListener("submit", send);
  draw();
}
