// The outbox: records made on this device that the server does not have yet. They wait in IndexedDB (localStorage where there is
// none), go out in the order they were made, and leave only when the server has said yes. The pill says how many wait.
//
//   from another app, import { outbox } by the path ../../ops/web/outbox.js
//   const result = await outbox.send({ url: "/api/v1/…/", body: { id, … }, label: "孙沐阳 签到" });
//   result.state: "sent" (result.data) · "waiting" (no line, or signed out) · "refused" (result.problem: title, detail, errors)
//
// With `multipart: true` the body may hold files. `body.id` is the record's own id, so sending twice is harmless. Every change fires the event "outbox" on document.
import { make, sign, csrf, newId, word } from "./words.js";
import { openSheet } from "./sheet.js";

const reader = document.documentElement.dataset.reader || "";
const TIMEOUT = 15000;
const PAUSES = [5, 15, 30, 60, 120];

// --- where items wait ---

const open = (() => {
  let opening = null;
  return () => {
    opening = opening || new Promise((done) => {
      if (!window.indexedDB) return done(null);
      const request = indexedDB.open("aixin-outbox", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("items", { keyPath: "key" });
      request.onsuccess = () => done(request.result);
      request.onerror = request.onblocked = () => done(null);
    });
    return opening;
  };
})();

const plain = {
  read: () => JSON.parse(localStorage.getItem("aixin-outbox") || "[]"),
  write: (items) => localStorage.setItem("aixin-outbox", JSON.stringify(items)),
};

async function store(mode, act) {
  const db = await open();
  if (!db) return null;
  return new Promise((done, fail) => {
    const transaction = db.transaction("items", mode);
    const request = act(transaction.objectStore("items"));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error);
  });
}

async function all() {
  const items = (await store("readonly", (items) => items.getAll())) || plain.read();
  return items.filter((item) => item.reader === reader).sort((a, b) => a.at - b.at || a.turn - b.turn);
}

async function put(item) {
  if (await open()) await store("readwrite", (items) => items.put(item));
  else plain.write([...plain.read().filter((other) => other.key !== item.key), item]);
}

async function remove(key) {
  if (await open()) await store("readwrite", (items) => items.delete(key));
  else plain.write(plain.read().filter((item) => item.key !== key));
}

// --- sending ---

let turn = 0;
let running = null;
let failures = 0;
let timer = null;
const results = new Map();

async function attempt(item) {
  const headers = { ...(item.multipart ? {} : { "Content-Type": "application/json" }), Accept: "application/json", "X-CSRFToken": csrf(), "X-Device-Time": new Date().toISOString() };
  if (item.waited || !navigator.onLine) headers["X-Source"] = "offline";
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), item.multipart ? 4 * TIMEOUT : TIMEOUT);
  try {
    const answer = await fetch(item.url, { method: item.method, headers, body: item.multipart ? parts(item.body) : JSON.stringify(item.body), credentials: "same-origin", signal: stop.signal });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    const data = isJson ? await answer.json().catch(() => null) : null;
    if (answer.ok) return { state: "sent", data, status: answer.status };
    if (answer.status === 401 || (answer.status === 403 && data && /csrf|credential/i.test(JSON.stringify(data)))) return { state: "waiting", signedOut: true };
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) return { state: "waiting" };
    return { state: "refused", status: answer.status, problem: { title: word("refused"), detail: "", errors: {}, ...data, status: answer.status } };
  } catch { return { state: "waiting" }; } finally { clearTimeout(limit); }
}

function parts(body) {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) form.append(name, value);
  return form;
}

async function drain() {
  let signedOut = false;
  const items = await all();
  for (const item of items) {
    if (item.state === "refused") continue;
    const result = await attempt(item);
    results.set(item.key, result);
    if (result.state === "sent") {
      await remove(item.key);
      for (const part of refusedParts(item, result.data)) await put(part);
      failures = 0;
      announce({ item, result });
      continue;
    }
    if (result.state === "refused") { await put({ ...item, state: "refused", problem: result.problem }); announce({ item, result }); continue; }
    for (const late of items.slice(items.indexOf(item))) if (late.state === "waiting" && !late.waited) await put({ ...late, waited: true });
    signedOut = Boolean(result.signedOut);
    if (!signedOut) again();
    break;
  }
  await announce({ signedOut });
}

/** Of many records sent as one, `{ id, rows: [{ id, … }] }`, each that was refused stays here by itself, with its problem. */
function refusedParts(item, data) {
  const [name, rows] = Object.entries(item.body).find(([, value]) => Array.isArray(value)) || [];
  if (!name || !data || !data.results) return [];
  const problems = new Map(data.results.filter((one) => one.status >= 400).map((one) => [one.id, { ...one.error, status: one.status }]));
  return rows.filter((row) => problems.has(row.id)).map((row) => ({ ...item, key: `${item.key} ${row.id}`, body: { id: row.id, [name]: [row] }, state: "refused", problem: problems.get(row.id) }));
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSES[Math.min(failures, PAUSES.length - 1)] * 1000);
  failures += 1;
}

/** Send what waits, in order; one tab at a time. */
async function flush() {
  if (running) return running;
  const work = () => drain();
  running = (navigator.locks ? navigator.locks.request("aixin-outbox", work) : work()).finally(() => { running = null; });
  return running;
}

async function send({ url, body, label = "", method = "POST", multipart = false }) {
  const id = body.id || newId();
  turn += 1;
  const item = { key: `${method} ${url} ${id}`, reader, url, method, body: { ...body, id }, label, multipart, at: Date.now(), turn, state: "waiting", waited: !navigator.onLine };
  if (multipart && !(await open())) return attempt(item); // files cannot wait where there is no IndexedDB
  await put(item);
  announce({ item, result: { state: "sending" } });
  if (running) await running;
  await flush();
  const result = results.get(item.key) || { state: "waiting" };
  if (result.state !== "sent") return result;
  results.delete(item.key);
  return result;
}

async function drop(key) {
  await remove(key);
  results.delete(key);
  announce({});
}

// --- what people see ---

let signedOutNow = false;

async function announce(detail) {
  if ("signedOut" in detail) signedOutNow = detail.signedOut;
  const items = await all();
  const refused = items.filter((item) => item.state === "refused").length;
  const waiting = items.length - refused;
  document.dispatchEvent(new CustomEvent("outbox", { detail: { ...detail, waiting, refused, signedOut: signedOutNow } }));
  for (const pill of document.querySelectorAll("[data-outbox]")) show(pill, waiting, refused);
}

function show(pill, waiting, refused) {
  const [kind, text] = refused ? ["bad", word("n-refused", { n: refused })]
    : waiting && signedOutNow ? ["due", word("n-sign-in", { n: waiting })]
    : waiting ? ["due", word(navigator.onLine ? "n-waiting" : "n-offline", { n: waiting })]
    : !navigator.onLine ? ["due", word("offline")]
    : pill.dataset.state ? ["ok", word("synced")] : ["", ""];
  if (!kind) return;
  pill.dataset.state = kind;
  pill.className = `state outbox ${kind}`;
  pill.textContent = text;
}

async function list() {
  const items = await all();
  const old = document.getElementById("outbox-sheet");
  if (old) old.remove();
  const rows = items.map((item) => {
    const problem = item.problem && (Object.values(item.problem.errors || {}).flat()[0] || item.problem.detail || item.problem.title);
    const row = make("li", {}, make("div", { class: "row wrap" }, make("span", { class: "grow" }, item.label || item.url, make("span", { class: "small quiet" }, ` ${new Date(item.at).toTimeString().slice(0, 5)}`), problem ? make("p", { class: "error" }, problem) : null)));
    if (item.state === "refused") {
      const button = make("button", { type: "button", class: "button compact" }, word("discard"));
      button.addEventListener("click", async () => { await drop(item.key); row.remove(); });
      row.firstChild.append(button);
    }
    return row;
  });
  const close = make("form", { method: "dialog" }, make("button", { class: "button square", "aria-label": word("close") }, sign("close")));
  const body = make("div", { class: "body stack" });
  if (rows.length) body.append(make("p", { class: "small quiet" }, word(signedOutNow ? "sign-in-to-send" : "safe-here")), make("ul", { class: "list" }, ...rows));
  else body.append(make("p", {}, word("all-sent")));
  if (signedOutNow) body.append(make("a", { class: "button primary full", href: `/?next=${encodeURIComponent(location.pathname)}` }, word("sign-in")));
  else if (rows.length) {
    const now = make("button", { type: "button", class: "button primary full" }, word("send-now"));
    now.addEventListener("click", async () => { await flush(); dialog.close(); });
    body.append(now);
  }
  const dialog = make("dialog", { class: "sheet", id: "outbox-sheet", "aria-label": word("outbox") }, make("header", {}, make("h2", {}, word("outbox")), close), body);
  document.body.append(dialog);
  openSheet(dialog);
}

document.addEventListener("click", (event) => { if (event.target.closest("[data-outbox]")) list(); });
window.addEventListener("online", () => { failures = 0; flush(); });
window.addEventListener("offline", () => announce({}));
document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });

export const outbox = { send, flush, all, drop };
announce({}).then(() => all()).then((items) => { if (items.length) flush(); });
