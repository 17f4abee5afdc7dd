// Sheets: <dialog> opened by [data-sheet="id"], by [data-open], or when htmx brings one in. A tap beside it closes it.

/** Open a sheet; where <dialog> is unknown it is shown in the page instead. */
export function openSheet(dialog) {
  if (!dialog || dialog.open) return;
  if (dialog.showModal) dialog.showModal();
  else dialog.classList.add("shown");
}

export function closeSheet(dialog) {
  if (dialog.close) dialog.close();
  dialog.classList.remove("shown");
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-sheet]");
  if (opener) {
    event.preventDefault();
    openSheet(document.getElementById(opener.dataset.sheet));
    return;
  }
  const closer = event.target.closest("[data-close-sheet]");
  if (closer) closeSheet(closer.closest("dialog"));
  const dialog = event.target;
  if (dialog instanceof Element && dialog.matches("dialog.sheet[open]")) {
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && event.clientX + event.clientY > 0) closeSheet(dialog);
  }
});

function openMarked(root) {
  const inner = root.querySelectorAll ? root.querySelectorAll("dialog[data-open]") : [];
  for (const dialog of [...(root.matches && root.matches("dialog[data-open]") ? [root] : []), ...inner]) openSheet(dialog);
}
openMarked(document);
document.addEventListener("htmx:load", (event) => openMarked(event.detail.elt));
document.addEventListener("close-sheet", () => document.querySelectorAll("dialog.sheet[open]").forEach(closeSheet));
