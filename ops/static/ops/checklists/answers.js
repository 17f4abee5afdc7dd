// Reads the page of a checklist as the API wants it: { key: { value, note, remedy, photos } }, and the pictures not yet sent.
const FINE = ["yes", "na"];

const named = (form, name) => form.elements.namedItem(name);
const textOf = (form, name) => { const field = named(form, name); return field && "value" in field ? field.value.trim() : ""; };

/** The answers to what is asked now; items that other answers rule out are left out. */
export function answersOf(form) {
  const answers = {};
  for (const item of form.querySelectorAll("[data-item]")) {
    if (item.hidden) continue;
    const key = item.id.replace(/^item-/, "");
    const answer = { value: textOf(form, item.id), note: textOf(form, `${item.id}-note`), remedy: textOf(form, `${item.id}-remedy`) };
    const photos = textOf(form, `${item.id}-photos`).split(",").filter(Boolean);
    if (item.dataset.item === "yes_no" && FINE.includes(answer.value)) { answer.note = ""; answer.remedy = ""; }
    for (const name of Object.keys(answer)) if (!answer[name]) delete answer[name];
    if (photos.length) answer.photos = photos;
    if (Object.keys(answer).length) answers[key] = answer;
  }
  return answers;
}

/** Pictures that the server does not have yet: [{ key, file }]. */
export function picturesOf(form) {
  const found = [];
  for (const item of form.querySelectorAll("[data-item]")) {
    if (item.hidden) continue;
    const key = item.id.replace(/^item-/, "");
    const input = item.querySelector("input[type=file]");
    for (const file of (input && input.files) || []) found.push({ key, file });
    const drawn = textOf(form, `${item.id}-signed`);
    if (drawn) found.push({ key, file: fileOf(drawn) });
  }
  return found;
}

function fileOf(drawn) {
  const bytes = Uint8Array.from(atob(drawn.split(",")[1]), (letter) => letter.charCodeAt(0));
  return new File([bytes], "signature.png", { type: "image/png" });
}
