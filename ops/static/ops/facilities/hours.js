// Copies Monday's opening hours to other weekdays.
const box = document.querySelector("[data-hours]");

function copy(day) {
  for (const field of box.querySelectorAll('[data-day="0"] input[type="time"]')) {
    const [end, , part] = field.name.split("-");
    const other = box.querySelector(`[name="${end}-${day}-${part}"]`);
    if (other) other.value = field.value;
  }
}

if (box) {
  box.querySelector("[data-copies]")?.removeAttribute("hidden");
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    button.dataset.copy.split(" ").forEach(copy);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
