// The service worker: keeps the files of this version at hand.

declare const self: ServiceWorkerGlobalScope;
/** The addresses of all files of this version, put in by build.mjs. */
declare const PRECACHE: readonly string[];
/** A hash of their contents. */
declare const VERSION: string;

const CACHE = `assets-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PRECACHE)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers());
});

self.addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname.startsWith("/assets/")) event.respondWith(keptOrFetched(event.request));
});

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("assets-") && name !== CACHE).map((name) => caches.delete(name)));
}

async function keptOrFetched(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

export {};
