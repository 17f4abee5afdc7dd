// Subscribes this browser to push: only offered where the browser can, and only after the person's own tap.
import { toast } from "../../ops/web/toast.js";
import { csrf } from "../../ops/web/words.js";

const line = document.querySelector("[data-push]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window && window.isSecureContext;

function bytes(text) {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

/** What the person will recognise in the list: the browser and the kind of device. */
function name() {
  const agent = navigator.userAgent;
  const browser = (agent.match(/(Edg|Firefox|Chrome|Safari)\//) || ["", "Browser"])[1].replace("Edg", "Edge");
  const device = (agent.match(/(Android|iPhone|iPad|Windows|Macintosh|Linux)/) || [""])[0];
  return `${browser} ${device}`.trim();
}

function denied() {
  line.querySelector("[data-push-about]").hidden = true;
  line.querySelector("[data-push-denied]").hidden = false;
  line.querySelector("button").hidden = true;
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") return denied();
  const worker = await navigator.serviceWorker.ready;
  const key = bytes(line.dataset.key);
  let subscription;
  try {
    subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch {
    // A subscription with another key of ours stands, or the browser's push service cannot be reached.
    const old = await worker.pushManager.getSubscription();
    if (!old) return denied();
    await old.unsubscribe();
    subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }
  const answer = await fetch(line.dataset.push, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify({ label: name(), subscription }),
  });
  if (answer.ok) location.reload();
  else toast({ text: (await answer.json()).detail, kind: "bad" });
}

if (line && able) {
  line.hidden = false;
  if (Notification.permission === "denied") denied();
  else line.querySelector("button").addEventListener("click", (event) => {
    event.currentTarget.disabled = true;
    subscribe().catch(denied);
  });
}
