// Copies the text of a field; the button only appears where the browser can.
if (navigator.clipboard) {
  for (const place of document.querySelectorAll("[data-copies]")) place.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const field = button && document.getElementById(button.dataset.copy);
    if (!field) return;
    await navigator.clipboard.writeText(field.value);
    field.select();
  });
}
