// The service worker: keeps the shell and the last copy of field pages, so that a door without a line still opens.
// Records are not its work: the outbox on the page sends them.
const VERSION = "@version@";
const SHELL = "shell-" + VERSION;
const PAGES = "pages";
const FILES = [{% for url in files %}"{{ url|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const OFFLINE = "{{ offline|escapejs }}";
const KEPT_FOR = 16 * 3600 * 1000; // a working day: children's names do not stay on a device longer

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(SHELL).then((cache) => Promise.all([...FILES, OFFLINE].map((url) => cache.add(new Request(url, { cache: "reload" })).catch(() => {}))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "forget-pages") event.waitUntil(caches.delete(PAGES));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FILES.includes(url.pathname)) event.respondWith(fileFirst(request));
  else if (request.mode === "navigate") event.respondWith(networkFirst(request));
});

async function fileFirst(request) {
  const kept = await (await caches.open(SHELL)).match(request, { ignoreSearch: true });
  return kept || fetch(request);
}

async function networkFirst(request) {
  const pages = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.get("X-Keep-Offline") && !answer.redirected) {
      await pages.put(request, await dated(answer.clone()));
    }
    return answer;
  } catch (error) {
    const kept = await pages.match(request, { ignoreVary: true });
    if (kept && Date.now() - Number(kept.headers.get("X-Kept-At")) < KEPT_FOR) return kept;
    if (kept) await pages.delete(request);
    return (await (await caches.open(SHELL)).match(OFFLINE)) || Response.error();
  }
}

async function dated(answer) {
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  return new Response(await answer.blob(), { status: answer.status, headers });
}

self.addEventListener("push", (event) => {
  let said = {};
  try { said = event.data ? event.data.json() : {}; } catch { /* not one of ours */ }
  event.waitUntil(self.registration.showNotification(said.title || "Aixin Ops", { body: said.body || "", data: said.url || "/", icon: "{{ mark|escapejs }}" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data || "/", self.location.origin);
  event.waitUntil(self.clients.openWindow(url.origin === self.location.origin ? url.href : "/"));
});
