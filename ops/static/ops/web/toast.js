// Something short was done, and how to take it back. Lies over the tabs, never over a row; waits while it is touched.
import { make, sign, word } from "./words.js";

const STAYS = 8000;

/** Show a toast. `undo`: a function, or an address that is posted to. `kind`: "" or "bad" (stays until closed). */
export function toast({ text, undo = null, kind = "" }) {
  const place = document.getElementById("toasts");
  if (!place) return;
  for (const old of place.querySelectorAll(".toast:not(.bad)")) old.remove();
  const close = make("button", { type: "button", "aria-label": word("close"), "data-toast-close": true }, sign("close"));
  const node = make("div", { class: `toast ${kind}`, "data-toast": true }, make("span", { class: "text" }, text));
  if (undo) {
    const button = make("button", { type: "button", class: "undo" }, word("undo"));
    button.addEventListener("click", () => {
      node.remove();
      if (typeof undo === "function") undo();
      else window.htmx.ajax("POST", undo, { swap: "none", source: document.body });
    });
    node.append(button);
  }
  node.append(close);
  place.append(node);
  if (kind !== "bad") leave(node);
}

function leave(node) {
  let timer = setTimeout(() => node.remove(), STAYS);
  const hold = () => clearTimeout(timer);
  const go = () => { hold(); timer = setTimeout(() => node.remove(), STAYS / 2); };
  for (const name of ["pointerenter", "focusin"]) node.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) node.addEventListener(name, go);
}

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-toast-close]");
  if (close) close.closest("[data-toast]").remove();
});
document.addEventListener("toast", (event) => toast(event.detail));
for (const node of document.querySelectorAll("[data-toast]:not(.bad)")) leave(node);
