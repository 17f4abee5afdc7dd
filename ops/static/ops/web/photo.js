// Photos: made smaller on the device before they travel, and redrawn, so that place and device data stay behind.
import { make, sign, word } from "./words.js";
import { toast } from "./toast.js";

const LONGEST = 1600;
const QUALITY = 0.82;

/** A smaller JPEG of an image file, without its metadata. Rejects what is no image. */
export async function shrink(file) {
  const picture = await load(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("canvas");
  return new File([blob], `${file.name.replace(/\.\w+$/, "") || "photo"}.jpg`, { type: "image/jpeg", lastModified: Date.now() });
}

async function load(file) {
  if (window.createImageBitmap) {
    try { return await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { /* some formats only open in <img> */ }
  }
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally { URL.revokeObjectURL(url); }
}

const taken = new WeakMap(); // input → files so far: a camera gives one at a time

async function add(input) {
  const files = [...input.files];
  const kept = input.multiple ? taken.get(input) || [] : [];
  const label = input.closest(".add");
  if (label) label.classList.add("busy");
  for (const file of files) {
    try { kept.push(await shrink(file)); } catch { toast({ text: word("not-an-image", { name: file.name }), kind: "bad" }); }
  }
  if (label) label.classList.remove("busy");
  put(input, kept);
}

function put(input, files) {
  taken.set(input, files);
  const carrier = new DataTransfer();
  files.forEach((file) => carrier.items.add(file));
  input.files = carrier.files;
  const box = input.closest("[data-photos]");
  if (!box) return;
  for (const old of box.querySelectorAll("[data-new]")) { URL.revokeObjectURL(old.querySelector("img").src); old.remove(); }
  for (const file of files) {
    const now = new Date(file.lastModified);
    const remove = make("button", { type: "button", class: "remove", "aria-label": word("remove") }, sign("close"));
    remove.addEventListener("click", (event) => { event.preventDefault(); put(input, files.filter((other) => other !== file)); });
    const time = make("time", {}, `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`);
    box.insertBefore(make("figure", { "data-new": true }, make("img", { src: URL.createObjectURL(file), alt: "" }), time, remove), box.querySelector(".add"));
  }
  if (!input.multiple) box.querySelector(".add").hidden = files.length > 0;
  input.dispatchEvent(new Event("photos", { bubbles: true }));
}

document.addEventListener("change", (event) => { if (event.target.matches("[data-photo]")) add(event.target); });
