// The report goes through the outbox, so that it is kept and sent later where there is no line; then straight to the incident's page.
import { outbox } from "../../ops/web/outbox.js";
import { newId } from "../../ops/web/words.js";

const form = document.querySelector("[data-incident]");

function hints() {
  const chosen = form.querySelector("input[name=kind]:checked");
  for (const note of form.querySelectorAll("[data-for]")) note.hidden = !chosen || note.dataset.for !== chosen.value;
}

function body() {
  const sent = new FormData(form);
  const said = { id: form.elements.id.value, facility: form.dataset.facility };
  for (const name of ["kind", "severity", "what", "people", "place"]) said[name] = sent.get(name) || "";
  said.affected = Number(sent.get("affected")) || 0;
  said.occurred_at = new Date(sent.get("occurred_at") || Date.now()).toISOString();
  return said;
}

function waiting() {
  const place = document.querySelector("[data-waiting]");
  place.querySelector("[data-text]").textContent = form.dataset.kept;
  place.hidden = false;
  form.hidden = true;
  document.querySelector("[form=incident]").hidden = true;
  place.scrollIntoView({ block: "center" });
}

async function send(event) {
  if (!form.querySelector("input[name=kind]:checked")) return; // the server says what is missing
  event.preventDefault();
  const said = body();
  const result = await outbox.send({ url: form.dataset.api, body: said, label: form.dataset.label });
  if (result.state === "sent") location.assign(`/incidents/${said.id}/`);
  else if (result.state === "waiting") waiting();
  else {
    await outbox.drop(`POST ${form.dataset.api} ${said.id}`);
    form.submit();
  }
}

// A copy of this page kept by the device bears the id of an earlier report, and its hour.
if (!form.querySelector(".problems")) {
  form.elements.id.value = newId();
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000);
  form.elements.occurred_at.value = now.toISOString().slice(0, 16);
}
form.addEventListener("change", hints);
form.addEventListener("submit", send);
hints();
