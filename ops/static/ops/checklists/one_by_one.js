// One question at a time, or all at once: the person's choice, kept on the device.
const form = document.getElementById("fill");
const bar = document.querySelector("[data-steps]");
const KEY = "fill-view";
const AFTER = 320; // long enough to see what was tapped, and to lift the thumb

let one = false;
let at = null;

const asked = () => [...form.querySelectorAll("[data-item], [data-step-item]")].filter((item) => !item.hidden);

function draw() {
  document.body.classList.toggle("one-by-one", one);
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String((button.dataset.view === "one") === one));
  bar.hidden = !one;
  const items = asked();
  if (one && !items.includes(at)) at = items.find((item) => item.querySelector(".error")) || items[0];
  for (const item of form.querySelectorAll("[data-item], [data-step-item]")) item.classList.toggle("off", one && item !== at);
  for (const section of form.querySelectorAll(".fill-section")) section.classList.toggle("off", one && !section.contains(at));
  const place = items.indexOf(at);
  bar.querySelector("[data-back-one]").disabled = place <= 0;
  bar.querySelector("[data-next-one]").disabled = place >= items.length - 1;
  bar.querySelector("[data-where]").textContent = `${place + 1} / ${items.length}`;
  document.body.classList.toggle("later-one", one && place > 0);
  document.body.classList.toggle("last-one", one && place === items.length - 1);
}

function go(step) {
  const items = asked();
  const next = items[items.indexOf(at) + step];
  if (!next) return;
  at = next;
  draw();
  window.scrollTo({ top: 0 });
  const title = at.querySelector("h3");
  if (title) { title.tabIndex = -1; title.focus({ preventScroll: true }); }
}

document.addEventListener("click", (event) => {
  const view = event.target.closest("[data-view]");
  if (view) {
    one = view.dataset.view === "one";
    try { localStorage.setItem(KEY, one ? "one" : "all"); } catch { /* the choice holds for this page */ }
    draw();
  }
  if (event.target.closest("[data-back-one]")) go(-1);
  if (event.target.closest("[data-next-one]")) go(1);
});

// A tap on what is fine leads on by itself; a fault stays, because more is asked about it.
form.addEventListener("change", (event) => {
  const radio = event.target;
  draw();
  if (!one || radio.type !== "radio" || !event.isTrusted || "fails" in radio.dataset || radio.name.endsWith("-remedy")) return;
  const item = radio.closest("[data-item]");
  setTimeout(() => { if (item === at) go(1); }, AFTER);
});
form.addEventListener("show", (event) => {
  const item = event.target.closest("[data-item], [data-step-item]");
  if (one && item) { at = item; draw(); }
  event.target.scrollIntoView({ block: "center" });
});

try { one = localStorage.getItem(KEY) === "one"; } catch { /* all at once */ }
draw();
