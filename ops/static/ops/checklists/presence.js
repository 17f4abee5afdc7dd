// Proof of presence: the code of the place, scanned with the camera where the browser can, else typed from the poster.
import { make, sign, word } from "../web/words.js";
import { openSheet } from "../web/sheet.js";

const box = document.getElementById("presence");

function codeOf(text) {
  return text.trim().replace(/\/+$/, "").split("/").pop().toUpperCase();
}

async function isRight(code) {
  if (!window.crypto || !crypto.subtle) return null;
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("") === box.dataset.proof;
}

function prepare() {
  const input = box.querySelector("[name=code]");
  const scanned = box.querySelector("[name=scanned]");
  const told = box.querySelector("[data-told]");
  const check = async () => {
    const code = codeOf(input.value);
    const right = code.length < 8 ? null : await isRight(code);
    told.textContent = right === null ? "" : right ? box.dataset.right : box.dataset.other;
    told.className = `hint ${right === null ? "" : right ? "ok" : "bad"}`;
  };
  input.addEventListener("input", (event) => { if (event.isTrusted) scanned.value = ""; check(); });
  const button = box.querySelector("[data-scan]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const found = await scan(button.textContent.trim());
    if (!found) return;
    input.value = codeOf(found);
    scanned.value = "yes";
    check();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

async function scan(title) {
  let stream = null;
  try { stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); } catch { return ""; }
  const video = make("video", { playsinline: true, muted: true, class: "scanner" });
  const close = make("form", { method: "dialog" }, make("button", { class: "button square", "aria-label": word("close") }, sign("close")));
  const dialog = make("dialog", { class: "sheet" }, make("header", {}, make("h2", {}, title), close), make("div", { class: "body" }, video));
  document.body.append(dialog);
  openSheet(dialog);
  video.srcObject = stream;
  await video.play();
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  return new Promise((done) => {
    const end = (text) => {
      clearInterval(look);
      stream.getTracks().forEach((track) => track.stop());
      if (dialog.open) dialog.close();
      dialog.remove();
      done(text);
    };
    const look = setInterval(async () => {
      const codes = await detector.detect(video).catch(() => []);
      if (codes.length) end(codes[0].rawValue);
    }, 300);
    dialog.addEventListener("close", () => end(""));
  });
}

if (box) prepare();
