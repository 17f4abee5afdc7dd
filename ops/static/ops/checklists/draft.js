// Keeps what is answered so far on the server, every few seconds while there is a line, so that a colleague can go on with it.
import { csrf } from "../web/words.js";
import { toast } from "../web/toast.js";
import { answersOf } from "./answers.js";

const form = document.getElementById("fill");
const PAUSE = 4000;
let version = Number(form.dataset.draftVersion || 0);
let timer = null;
let stopped = !form.dataset.draftAt;
let running = null;

const value = (name) => form.elements.namedItem(name).value;

async function save() {
  timer = null;
  if (stopped || !navigator.onLine) return;
  if (running) { later(); return; }
  const body = JSON.stringify({ run_id: value("id"), checklist: value("checklist"), started_at: value("started_at"), answers: answersOf(form), version });
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() };
  running = fetch(form.dataset.draftAt, { method: "PUT", headers, body, credentials: "same-origin", keepalive: true }).catch(() => null);
  const answer = await running;
  running = null;
  if (!answer || stopped) return;
  if (answer.ok) version = (await answer.json()).version;
  else if (answer.status === 409) {
    stopped = true;
    toast({ text: (await answer.json()).detail, kind: "bad" });
  }
}

function later() {
  if (!stopped && !timer && !form.dataset.restoring) timer = setTimeout(save, PAUSE);
}

/** No more drafts: it is being handed in. */
export function stopDraft() {
  stopped = true;
  clearTimeout(timer);
}

form.addEventListener("input", later);
form.addEventListener("change", later);
document.addEventListener("visibilitychange", () => { if (document.hidden && timer) { clearTimeout(timer); save(); } });
