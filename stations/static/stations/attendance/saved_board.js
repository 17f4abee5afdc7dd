// What this device last knew of a station's board: who is where since when, by the children's keys alone, for one day.
const name = (station) => `board:${station}`;

export const saved = {
  /** { at, tiles } of the day, or null; a tile is { state, at, handover }. */
  read(station, day) {
    try {
      const kept = JSON.parse(localStorage.getItem(name(station)) || "null");
      return kept && kept.day === day && kept.tiles ? kept : null;
    } catch { return null; }
  },
  write(station, day, tiles) {
    try { localStorage.setItem(name(station), JSON.stringify({ day, at: Date.now(), tiles })); } catch { /* no room: the page's own state is shown */ }
  },
};

/** Have the service worker's copy of a page ready before it is ever opened, so that one tap opens it without a line. */
export async function keepPage(url) {
  if (!("caches" in window) || !navigator.serviceWorker || !navigator.serviceWorker.controller) return;
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected || !answer.headers.get("X-Keep-Offline")) return;
    const headers = new Headers(answer.headers);
    headers.set("X-Kept-At", String(Date.now()));
    await (await caches.open("pages")).put(url, new Response(await answer.blob(), { status: answer.status, headers }));
  } catch { /* no line now */ }
}
