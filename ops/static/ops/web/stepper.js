// ± beside a count, so that nobody types a digit with wet hands.
import { readNumber } from "./limits.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.closest("[data-stepper]").querySelector("input");
  const low = Number(input.dataset.low || 0);
  const high = "high" in input.dataset ? Number(input.dataset.high) : Infinity;
  input.value = String(Math.min(high, Math.max(low, (readNumber(input.value) || 0) + Number(button.dataset.step))));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
