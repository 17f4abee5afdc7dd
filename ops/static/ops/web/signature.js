// A signature with a finger: drawn on a canvas, sent as a PNG in a hidden field.
function prepare(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "yes";
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  let drawing = false;
  let touched = false;
  const fit = () => {
    if (touched || !canvas.clientWidth) return;
    const scale = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = canvas.clientWidth * scale;
    canvas.height = canvas.clientHeight * scale;
    pen.scale(scale, scale);
    pen.lineWidth = 2.4;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#111";
    if (field.value) { const old = new Image(); old.onload = () => pen.drawImage(old, 0, 0, canvas.clientWidth, canvas.clientHeight); old.src = field.value; }
  };
  const at = (event) => { const frame = canvas.getBoundingClientRect(); return [event.clientX - frame.left, event.clientY - frame.top]; };
  canvas.addEventListener("pointerdown", (event) => { fit(); drawing = touched = true; canvas.setPointerCapture(event.pointerId); pen.beginPath(); pen.moveTo(...at(event)); pen.lineTo(...at(event)); pen.stroke(); event.preventDefault(); });
  canvas.addEventListener("pointermove", (event) => { if (drawing) { pen.lineTo(...at(event)); pen.stroke(); } });
  const stop = () => {
    if (!drawing) return;
    drawing = false;
    field.value = canvas.toDataURL("image/png");
    box.classList.add("done");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  canvas.addEventListener("pointerup", stop);
  canvas.addEventListener("pointercancel", stop);
  // A draft that was kept comes back with its signature, before this script has started or after.
  const show = () => { if (!touched) { box.classList.toggle("done", Boolean(field.value)); fit(); } };
  field.addEventListener("change", show);
  box.querySelector("[data-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    touched = false;
    field.value = "";
    box.classList.remove("done");
    fit();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  if (window.ResizeObserver) new ResizeObserver(fit).observe(canvas);
  show();
}

const prepareAll = (root) => root.querySelectorAll("[data-signature]").forEach(prepare);
prepareAll(document);
document.addEventListener("htmx:load", (event) => prepareAll(event.detail.elt));
