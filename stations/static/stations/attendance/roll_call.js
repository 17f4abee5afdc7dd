// The roll call: one tap is one record, shown at once, sent by the outbox, taken back from the toast. Tiles never move;
// what the filter showed stays where it is until another filter is chosen.
import { outbox } from "../../ops/web/outbox.js";
import { closeSheet, openSheet } from "../../ops/web/sheet.js";
import { toast } from "../../ops/web/toast.js";
import { csrf, make, newId } from "../../ops/web/words.js";
import { keepPage, saved } from "./saved_board.js";

const board = document.querySelector("[data-board]");
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const texts = board ? json("door-texts") : {};
const config = board ? json("door-config") : {};
const HOLD = 500; // milliseconds of a long press
const REST = 700; // in which a second tap on the same tile is the first one's echo
const POLL = 20000;
const STATES = { drop_off: "here", pick_up: "left" };

const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const clock = (moment) => new Intl.DateTimeFormat("en-GB", { timeZone: config.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
const tiles = new Map([...document.querySelectorAll(".tile")].map((tile) => [tile.dataset.child, tile]));
const face = (tile) => tile.querySelector(".child");
const pending = new Map(); // record id → { tile, before }

// --- what a tile shows ---

function read(tile) {
  return { state: tile.dataset.state, css: [...face(tile).classList].filter((name) => !["child", "sending", "refused"].includes(name)).join(" "), note: face(tile).querySelector(".note").textContent, handover: tile.dataset.handover || "" };
}

function show(tile, { state, css, note, handover }) {
  const button = face(tile);
  button.className = `child ${css}${button.classList.contains("sending") ? " sending" : ""}`;
  button.querySelector(".note").textContent = note;
  tile.dataset.state = state;
  tile.dataset.handover = handover || "";
  tile.dataset.at = Date.now();
}

/** As much of a tile as may stay on the device: no name, no relation, nothing of health. */
function bare(tile) {
  const { state, note, handover } = read(tile);
  return { state, handover, at: (note.match(/^\d\d:\d\d/) || [""])[0] };
}

/** How a tile looks of which no more is known than its state, and since when. */
function lookOf(tile, state, at, handover) {
  const note = { missing: say("tap"), absent: say("absent", { name: tile.dataset.name }) }[state] || at;
  return { state, css: { missing: "wait", here: "here", absent: "away", left: "gone" }[state], note, handover };
}

function recount() {
  const number = { missing: 0, here: 0, absent: 0, left: 0, overdue: 0, all: tiles.size };
  for (const tile of tiles.values()) {
    number[tile.dataset.state] += 1;
    if (face(tile).classList.contains("late")) number.overdue += 1;
  }
  number.expected = number.all - number.absent;
  save();
  for (const node of document.querySelectorAll("[data-count]")) node.textContent = number[node.dataset.count];
  drawParts({ ok: number.here, due: number.overdue, rest: number.missing - number.overdue, void: number.absent, gone: number.left });
  for (const section of document.querySelectorAll(".door-group")) {
    const own = [...section.querySelectorAll(".tile")];
    const missing = own.filter((tile) => tile.dataset.state === "missing").length;
    const here = section.querySelector("[data-group-here]");
    if (here) here.textContent = own.filter((tile) => tile.dataset.state === "here").length;
    const all = section.querySelector("[data-all]");
    if (all) { all.hidden = !missing || Boolean(board.dataset.closed); if (!missing) calm(all); }
  }
}

function save() {
  if (config.states) saved.write(config.station, config.day, Object.fromEntries([...tiles].map(([child, tile]) => [child, bare(tile)])));
}

/** A page that comes from this device's store is as old as its loading: what the board showed since counts. */
function recall() {
  const kept = config.states ? saved.read(config.station, config.day) : null;
  if (!kept || kept.at <= new Date(board.dataset.at).getTime()) return;
  for (const [child, { state, at, handover }] of Object.entries(kept.tiles)) {
    const tile = tiles.get(child);
    if (!tile || tile.dataset.state === state) continue;
    show(tile, lookOf(tile, state, at, handover));
    delete tile.dataset.at;
  }
  filter(board.dataset.show);
}

function drawParts(counts) {
  const svg = document.querySelector("#parts svg");
  if (!svg) return;
  const shown = Object.entries(counts).filter(([, number]) => number > 0);
  const total = shown.reduce((sum, [, number]) => sum + number, 0) || 1;
  const room = 1000 - 6 * Math.max(0, shown.length - 1);
  const widths = shown.map(([, number]) => Math.max((number / total) * room, 12));
  const scale = room / (widths.reduce((sum, width) => sum + width, 0) || 1);
  let left = 0;
  svg.replaceChildren(...shown.map(([kind], index) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ class: kind, x: left.toFixed(1), width: (widths[index] * scale).toFixed(1), height: 10 })) rect.setAttribute(name, value);
    left += widths[index] * scale + 6;
    return rect;
  }));
}

function drawRatio(ratio) {
  const mark = document.querySelector("#ratio .state");
  if (!mark || !ratio) return;
  mark.className = `state ${ratio[0]}`;
  mark.textContent = ratio[1];
}

function filter(name) {
  board.dataset.show = name;
  for (const chip of document.querySelectorAll("#filters [data-show]")) { if (chip.dataset.show === name) chip.setAttribute("aria-current", "true"); else chip.removeAttribute("aria-current"); }
  for (const tile of tiles.values()) tile.hidden = name !== "all" && tile.dataset.state !== name;
  empties(name);
}

function find(text) {
  const wanted = text.trim().toLowerCase().replace(/\s+/g, "");
  if (!wanted) return filter(board.dataset.show);
  for (const tile of tiles.values()) tile.hidden = !tile.dataset.search.replace(/\s+/g, " ").split(" ").some((part) => part.startsWith(wanted) || (part.charCodeAt(0) > 255 && part.includes(wanted)));
  empties("");
}

function empties(name) {
  const any = [...tiles.values()].some((tile) => !tile.hidden);
  document.getElementById("nobody").hidden = any || name === "missing";
  document.getElementById("nobody-missing").hidden = any || name !== "missing";
  for (const section of document.querySelectorAll(".door-group")) section.hidden = ![...section.querySelectorAll(".tile")].some((tile) => !tile.hidden);
}

// --- taps ---

function begin(tile, id, look) {
  pending.set(id, { tile, before: read(tile) });
  face(tile).classList.add("sending");
  show(tile, look);
  recount();
}

function settle(id, back) {
  const held = pending.get(id);
  if (!held) return;
  pending.delete(id);
  face(held.tile).classList.remove("sending");
  if (back) show(held.tile, held.before);
  recount();
}

function arrive(tile, person, health = {}) {
  const at = new Date();
  const id = newId();
  const look = { state: "here", css: "here", note: `${clock(at)} ${person ? person.who : ""}`.trim(), handover: id };
  const body = { id, child: tile.dataset.child, kind: "drop_off", occurred_at: at.toISOString(), ...(person ? { person: person.id } : {}), ...health };
  const undo = begin_and_undo(tile, id, look);
  outbox.send({ url: config.handovers, body, label: say("drop_off", { name: tile.dataset.name }) });
  const told = { name: tile.dataset.name, clock: clock(at), who: person ? person.name : "" };
  toast({ text: say(person ? "arrived_with" : "arrived", told), undo });
}

function leave(tile, how, who, note) {
  const at = new Date();
  const id = newId();
  const undo = begin_and_undo(tile, id, { state: "left", css: "gone", note: `${clock(at)} ${note}`, handover: id });
  const body = { id, child: tile.dataset.child, kind: "pick_up", occurred_at: at.toISOString(), ...how };
  outbox.send({ url: config.handovers, body, label: say("pick_up", { name: tile.dataset.name }) });
  toast({ text: say(how.left_alone ? "alone" : "left", { name: tile.dataset.name, clock: clock(at), who }), undo });
}

function absent(tile, reason, why) {
  const id = newId();
  begin(tile, id, { state: "absent", css: "away", note: say("away", { why }), handover: "" });
  const body = { id, child: tile.dataset.child, local_date: config.day, reason, occurred_at: new Date().toISOString() };
  outbox.send({ url: config.absences, body, label: say("absence", { name: tile.dataset.name }) });
  toast({ text: say("absent", { name: tile.dataset.name }) });
}

function many(found) {
  const at = new Date();
  const taps = found.map((tile) => {
    const id = newId();
    begin(tile, id, { state: "here", css: "here", note: clock(at), handover: id });
    return { id, child: tile.dataset.child, kind: "drop_off", occurred_at: at.toISOString() };
  });
  outbox.send({ url: config.batch, body: { id: newId(), handovers: taps }, label: say("group", { number: taps.length }) });
  toast({ text: say("group", { number: taps.length }), undo: () => taps.forEach((tap) => takeBack(tiles.get(tap.child), tap.id)) });
}

function begin_and_undo(tile, id, look) {
  const before = read(tile);
  begin(tile, id, look);
  return () => takeBack(tile, id, before);
}

async function takeBack(tile, id, before = { state: "missing", css: "wait", note: say("tap"), handover: "" }) {
  const item = (await outbox.all()).find((one) => one.body.id === id && one.waited && one.state === "waiting");
  pending.delete(id);
  face(tile).classList.remove("sending");
  show(tile, before);
  recount();
  if (item) await outbox.drop(item.key);
  else outbox.send({ url: `${config.handovers}${id}/undo/`, body: { id: newId(), at: new Date().toISOString() }, label: say("undo", { name: tile.dataset.name }) }).then(refresh);
  toast({ text: say("undone", { name: tile.dataset.name }) });
}

// --- what became of what was sent ---

document.addEventListener("outbox", ({ detail: { item, result } }) => {
  if (!board || !item || !result || result.state === "sending") return;
  if (result.state === "sent") {
    if (!result.data || !result.data.results) return settle(item.body.id, false);
    const refused = result.data.results.filter((one) => one.status >= 400);
    for (const one of result.data.results) settle(one.id, one.status >= 400);
    if (refused.length) { toast({ text: say("some_refused", { number: refused.length, why: refused[0].error.detail }), kind: "bad" }); forget().then(refresh); }
    return;
  }
  if (result.state !== "refused") return;
  const held = pending.get(item.body.id);
  if (!held && !ours(item)) return;
  settle(item.body.id, true);
  if (held) face(held.tile).classList.add("refused");
  const fields = Object.values(result.problem.errors || {}).flat();
  toast({ text: fields[0] || result.problem.detail || result.problem.title, kind: "bad" });
  forget().then(refresh);
});

const ours = (item) => item.url.startsWith(config.handovers) || item.url === config.absences;

/** Who was marked here twice, or taken back twice, is where both wanted: nothing is left to decide. All else that was refused
 *  stays in the outbox until somebody has read why. */
async function forget() {
  for (const item of await outbox.all()) {
    if (item.state !== "refused" || !ours(item)) continue;
    const agreed = item.url.endsWith("/undo/") || (item.body.handovers || [item.body]).every((tap) => tap.kind === "drop_off" && item.problem.status === 409);
    if (agreed) await outbox.drop(item.key);
  }
}

async function refresh() {
  if (!config.states || document.hidden || !navigator.onLine) return;
  try {
    const answer = await fetch(config.states, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const news = await answer.json();
    const busy = new Set([...pending.values()].map((held) => held.tile));
    for (const [child, [css, state, note, handover]] of Object.entries(news.tiles)) {
      const tile = tiles.get(child);
      if (!tile || busy.has(tile)) continue;
      face(tile).classList.remove("refused");
      if (tile.dataset.state !== state || face(tile).querySelector(".note").textContent !== note) show(tile, { css, state, note, handover });
    }
    drawRatio(news.ratio);
    const unknown = Object.keys(news.tiles).length !== tiles.size;
    document.getElementById("stale").hidden = news.mark === board.dataset.mark && !unknown;
    recount();
  } catch { /* no line: the board stays as it is */ }
}

async function restore() {
  await forget();
  const waiting = (await outbox.all()).filter((item) => item.state === "waiting" && ours(item));
  const undone = waiting.filter((item) => item.url.endsWith("/undo/")).map((item) => item.url.split("/").at(-3));
  for (const tap of waiting.flatMap((item) => item.body.handovers || [item.body])) {
    const tile = tiles.get(tap.child);
    if (tile && !pending.has(tap.id) && !undone.includes(tap.id)) begin(tile, tap.id, lookOf(tile, STATES[tap.kind] || "absent", clock(new Date(tap.occurred_at)), tap.kind ? tap.id : ""));
  }
}

// --- the sheet of one child ---

function open(tile) {
  const dialog = document.getElementById("child-sheet");
  const form = document.getElementById("child-sheet-form");
  const { state, note } = read(tile);
  document.getElementById("child-sheet-title").textContent = tile.dataset.name;
  form.replaceChildren(document.querySelector(`template[data-sheet-of="${tile.dataset.child}"]`).content.cloneNode(true));
  form.dataset.child = tile.dataset.child;
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state) || Boolean(board.dataset.closed);
  const facts = form.querySelector("[data-state]");
  if (facts.dataset.state !== state) facts.querySelector("[data-note]").textContent = note;
  const warning = form.querySelector("[data-offline]");
  warning.hidden = navigator.onLine || state !== "here";
  warning.textContent = say("offline_since", { clock: clock(new Date(board.dataset.at)) });
  openSheet(dialog);
  dialog.scrollTop = 0;
}

function act(button) {
  const form = button.closest("form");
  const tile = tiles.get(form.dataset.child);
  const { do: verb, person, who, name, reason, why } = button.dataset;
  if (verb === "release" && !filled(form)) return;
  const health = verb === "arrive" ? healthOf(form) : {};
  if (health === null) return;
  closeSheet(form.closest("dialog"));
  if (verb === "arrive") arrive(tile, person ? { id: person, who, name } : null, health);
  else if (verb === "together") many([tile, ...button.dataset.with.split(" ").map((id) => tiles.get(id))].filter((one) => one && one.dataset.state === "missing"));
  else if (verb === "absent") absent(tile, reason, why);
  else if (verb === "leave") leave(tile, { person }, name, who);
  else if (verb === "alone") leave(tile, { left_alone: true }, "", say("left_alone"));
  else if (verb === "release") {
    const given = Object.fromEntries([...form.querySelectorAll("[data-release]")].map((box) => [box.dataset.release, box.value.trim()]));
    leave(tile, given, given.person_name, given.person_name);
  }
}

/** What epidemic mode asks, or null where a fever waits for what was done about it. */
function healthOf(form) {
  const given = Object.fromEntries([...form.querySelectorAll("[data-health]")].map((box) => [box.dataset.health, box.value.trim()]).filter(([, value]) => value));
  if (Number(given.temperature) < config.fever || !given.temperature || given.measure) return given;
  toast({ text: say("fever", { limit: config.fever }), kind: "bad" });
  form.querySelector('[data-health="measure"]').focus();
  return null;
}

function filled(form) {
  const empty = [...form.querySelectorAll("[data-release]")].find((box) => !box.value.trim());
  for (const box of form.querySelectorAll("[data-release]")) box.closest(".formfield").classList.toggle("wrong", box === empty);
  if (empty) empty.focus();
  return !empty;
}

async function call(link) {
  if (!navigator.onLine) return toast({ text: say("no_line_phone"), kind: "bad" });
  const child = link.closest("form").dataset.child;
  const body = JSON.stringify({ id: newId(), what: "phone", person: link.dataset.call, reason: link.textContent.trim() });
  const answer = await fetch(`${config.children}${child}/open/`, { method: "POST", body, credentials: "same-origin", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() } });
  if (!answer.ok) { location.assign(link.href); return; }
  const { phone } = await answer.json();
  link.replaceWith(make("a", { class: "button primary", href: `tel:${phone}` }, phone.replace(/^(\d{3})(\d{4})(\d{4})$/, "$1 $2 $3")));
  location.assign(`tel:${phone}`);
}

// --- listening ---

function calm(button) {
  if (!("sure" in button.dataset)) return;
  button.querySelector("span").textContent = button.dataset.sure;
  delete button.dataset.sure;
}

function all(button) {
  const found = [...button.closest(".door-group").querySelectorAll(".tile")].filter((tile) => tile.dataset.state === "missing");
  if ("sure" in button.dataset) { calm(button); many(found); return; }
  const label = button.querySelector("span");
  button.dataset.sure = label.textContent;
  label.textContent = say("sure", { number: found.length });
  setTimeout(() => calm(button), 5000);
}

function listen() {
  let held = null;
  let opened = false;
  const release = () => { clearTimeout(held); held = null; };
  board.addEventListener("pointerdown", (event) => {
    const tile = event.target.closest(".tile");
    opened = false;
    if (tile) held = setTimeout(() => { opened = true; open(tile); }, HOLD);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave", "scroll"]) board.addEventListener(name, release);
  window.addEventListener("scroll", release, { passive: true });
  board.addEventListener("contextmenu", (event) => { if (event.target.closest(".tile")) event.preventDefault(); });
  board.addEventListener("click", (event) => {
    const group = event.target.closest("[data-all]");
    if (group) return all(group);
    const tile = event.target.closest(".tile");
    if (!tile) return null;
    event.preventDefault();
    if (opened) { opened = false; return null; }
    if (event.target.closest(".tile-more") || board.dataset.closed) return open(tile);
    if (Date.now() - Number(tile.dataset.at || 0) < REST) return null;
    return tile.dataset.state === "missing" && !config.health ? arrive(tile, null) : open(tile);
  });
  document.getElementById("child-sheet-form").addEventListener("click", (event) => {
    const link = event.target.closest("[data-call]");
    if (link) { event.preventDefault(); call(link); return; }
    const button = event.target.closest("[data-do]");
    if (button) { event.preventDefault(); act(button); }
  });
  document.getElementById("child-sheet-form").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("stale").addEventListener("click", () => location.reload());
  const search = document.getElementById("search");
  const box = document.getElementById("find");
  document.getElementById("filters").addEventListener("click", (event) => {
    const chip = event.target.closest("a");
    if (!chip) return;
    event.preventDefault();
    if ("search" in chip.dataset) { search.hidden = !search.hidden; if (search.hidden) { box.value = ""; find(""); } else box.focus(); return; }
    search.hidden = true;
    box.value = "";
    filter(chip.dataset.show);
  });
  search.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", () => find(box.value));
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, POLL);
}

if (board) {
  listen();
  recall();
  recount();
  empties(board.dataset.show);
  const chosen = document.querySelector("#filters [aria-current]");
  if (chosen) chosen.parentElement.scrollLeft = chosen.offsetLeft - chosen.parentElement.offsetLeft - 16;
  restore().then(refresh);
  if (config.states) { keepPage(config.evacuation); setInterval(() => keepPage(config.evacuation), 15 * 60000); }
}
