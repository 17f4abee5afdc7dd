// Reads a code from the camera where the browser can (BarcodeDetector); elsewhere the button stays hidden and the digits are typed.
// <button data-scan="name of the field" hidden> and <video data-scan-view hidden> in one form, which is sent once six digits were read.
const able = "BarcodeDetector" in window && navigator.mediaDevices;

async function scan(button) {
  const box = button.form.elements[button.dataset.scan];
  const view = button.form.querySelector("[data-scan-view]");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch { button.hidden = true; box.focus(); return; }
  const reader = new window.BarcodeDetector({ formats: ["qr_code"] });
  view.srcObject = stream;
  view.hidden = false;
  await view.play();
  const stop = () => { for (const track of stream.getTracks()) track.stop(); view.hidden = true; };
  const until = Date.now() + 30000;
  const look = async () => {
    const found = (await reader.detect(view).catch(() => [])).map((one) => one.rawValue.replace(/\D/g, "")).find((digits) => digits.length === 6);
    if (found) { stop(); box.value = found; button.form.requestSubmit(); return; }
    if (Date.now() > until || !view.isConnected) { stop(); return; }
    setTimeout(look, 200);
  };
  look();
}

function offer() {
  for (const button of able ? document.querySelectorAll("[data-scan]") : []) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-scan]");
  if (button) scan(button);
});
document.addEventListener("scan-again", offer);
offer();
