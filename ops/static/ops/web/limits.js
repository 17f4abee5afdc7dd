// Checklist items: says at once when a reading is out of its limits and by how much, and opens what follows from a fault.
import { word } from "./words.js";

/** Read a number as people type it: full-width digits and signs, a comma for the point. NaN for anything else. */
export function readNumber(text) {
  const plain = text.trim().replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[。．,，]/g, ".").replace(/[－−–]/g, "-").replace(/＋/g, "+");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

function check(input) {
  const box = input.closest(".reading");
  const hint = document.getElementById(input.getAttribute("aria-describedby"));
  const follow = box.parentElement.querySelector("[data-when-out]");
  if (hint && hint.dataset.plain === undefined) hint.dataset.plain = hint.textContent;
  const value = readNumber(input.value);
  const low = "low" in input.dataset ? Number(input.dataset.low) : -Infinity;
  const high = "high" in input.dataset ? Number(input.dataset.high) : Infinity;
  const empty = input.value.trim() === "" || input.value.trim() === "-";
  const wrong = !empty && Number.isNaN(value);
  const over = !empty && !wrong ? (value > high ? value - high : value < low ? low - value : 0) : 0;
  box.classList.toggle("out", wrong || over > 0);
  box.classList.toggle("fine", !empty && !wrong && over === 0);
  input.setAttribute("aria-invalid", String(wrong || over > 0));
  if (follow) follow.hidden = over === 0;
  if (!hint) return;
  hint.classList.toggle("bad", wrong || over > 0);
  hint.classList.toggle("ok", !empty && !wrong && over === 0);
  const by = `${Number(over.toFixed(3))} ${input.dataset.unit}`.trim();
  hint.textContent = wrong ? word("not-a-number") : over > 0 ? word(value > high ? "above" : "below", { by }) : hint.dataset.plain;
}

function follow(item) {
  const target = item.querySelector("[data-when-fails]");
  if (target) target.hidden = !item.querySelector("[data-fails]:checked");
}

export function refreshItems(root = document) {
  for (const input of root.querySelectorAll("[data-limits]")) check(input);
  for (const item of root.querySelectorAll("[data-item]")) follow(item);
}

document.addEventListener("input", (event) => { if (event.target.matches("[data-limits]")) check(event.target); });
document.addEventListener("change", (event) => { const item = event.target.closest("[data-item]"); if (item) follow(item); });
document.addEventListener("click", (event) => {
  const negate = event.target.closest("[data-negate]");
  if (!negate) return;
  const input = negate.parentElement.querySelector("input");
  input.value = input.value.startsWith("-") ? input.value.slice(1) : `-${input.value}`;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});
refreshItems();
document.addEventListener("htmx:load", (event) => refreshItems(event.detail.elt));
