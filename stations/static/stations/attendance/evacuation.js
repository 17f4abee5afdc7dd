// Counting outside: ticks stay on this device for the day. Who is in the house is the newest that this device knows: the page
// itself, or what the roll call on this device kept since (its taps without a line included).
import { saved } from "./saved_board.js";

const place = document.getElementById("evac");
const texts = JSON.parse(document.getElementById("evac-texts").textContent);
const key = `evac:${place.dataset.station}:${place.dataset.day}`;
const say = (name, values) => texts[name].replace(/\{(\w+)\}/g, (whole, part) => values[part]);
const clock = (moment) => new Intl.DateTimeFormat("en-GB", { timeZone: place.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);

function ticks() {
  try { return new Set(JSON.parse(localStorage.getItem(key) || "[]")); } catch { return new Set(); }
}

function keep() {
  const ticked = [...place.querySelectorAll("[data-tick]:checked")].map((box) => box.dataset.tick);
  try { localStorage.setItem(key, JSON.stringify(ticked)); } catch { /* private mode: they live as long as the page */ }
  count();
}

function count() {
  const rows = [...place.querySelectorAll("[data-child]")].filter((row) => !row.hidden);
  const left = rows.filter((row) => !row.querySelector("input").checked).length;
  const line = document.getElementById("evac-left");
  for (const node of document.querySelectorAll("[data-number]")) node.textContent = rows.length;
  line.dataset.left = left;
  line.textContent = rows.length ? say(left ? "left" : "all", { number: left || rows.length }) : "";
  document.querySelector("[data-clear]").hidden = !place.querySelector("[data-tick]:checked");
}

function newest() {
  let at = new Date(place.dataset.at);
  const kept = saved.read(place.dataset.station, place.dataset.day);
  if (kept && kept.at > at.getTime()) {
    at = new Date(kept.at);
    for (const row of place.querySelectorAll("[data-child]")) row.hidden = kept.tiles[row.dataset.child]?.state !== "here";
    const nobody = document.getElementById("evac-nobody");
    if (nobody) nobody.hidden = Boolean(place.querySelector("[data-child]:not([hidden])"));
  }
  document.getElementById("evac-at").textContent = say(navigator.onLine ? "as_of" : "offline", { clock: clock(at) });
}

const before = ticks();
for (const box of place.querySelectorAll("[data-tick]")) box.checked = before.has(box.dataset.tick);
place.addEventListener("change", keep);
document.querySelector("[data-clear]").addEventListener("click", () => { for (const box of place.querySelectorAll("[data-tick]")) box.checked = false; keep(); });
const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
for (const name of ["online", "offline"]) window.addEventListener(name, newest);
newest();
count();
