// A form goes out once, however often it is tapped. (The record's own id makes a second sending harmless; this spares the wait.)
const release = (form) => {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll(".busy")) button.classList.remove("busy");
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") === "dialog" || form.matches("[data-theme-switch], [data-often]")) return;
  if (form.dataset.sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  form.dataset.sending = "yes";
  const button = event.submitter;
  setTimeout(() => {
    // A page's own script that stopped the sending looks after its button itself; htmx tells when it is through.
    if (event.defaultPrevented && !form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-get]")) release(form);
    else if (button) button.classList.add("busy");
  }, 0);
  setTimeout(() => release(form), 20000);
}, true);
document.addEventListener("invalid", (event) => { if (event.target.form) release(event.target.form); }, true);
document.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest && event.target.closest("form"); if (form) release(form); });
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
