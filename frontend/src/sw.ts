// The service worker: keeps the files of this version at hand, and one page of the person's: Now, as it was last seen,
// for when the server cannot be reached. Nothing else of theirs is kept, and that goes when they sign out.

declare const self: ServiceWorkerGlobalScope;
/** The addresses of all files of this version, put in by build.mjs. */
declare const PRECACHE: readonly string[];
/** A hash of their contents. */
declare const VERSION: string;

const ASSETS = `assets-${VERSION}`;
const SEEN = "last-seen";
const NOW = "/";
const OFFLINE = "/offline";
/** A tablet at the door: its page says nothing of anybody, and goes on without the server. */
const KIOSK = "/kiosk";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll([...PRECACHE, OFFLINE])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldAssets());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/assets/")) event.respondWith(keptOrFetched(request));
  else if (request.mode !== "navigate") return;
  else if (request.method === "GET" && pathname === KIOSK) event.respondWith(fetchedOrSeen(request));
  else if (request.method === "GET" && !pathname.startsWith("/kiosk")) event.respondWith(fetchedOrKept(request, event));
  else if (pathname === "/sign-out") event.waitUntil(caches.delete(SEEN));
});

async function forgetOldAssets(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("assets-") && name !== ASSETS).map((name) => caches.delete(name)));
}

async function keptOrFetched(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The kiosk's page; where the server cannot be reached, as it was last seen. */
async function fetchedOrSeen(request: Request): Promise<Response> {
  const cache = await caches.open("kiosk");
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(KIOSK, answer.clone());
    else if (answer.status === 401) await cache.delete(KIOSK);
    return answer;
  } catch {
    return (await cache.match(KIOSK, { ignoreVary: true })) ?? Response.error();
  }
}

/** The server's page; where it cannot be reached, Now as it was last seen, or the page that says so. */
async function fetchedOrKept(request: Request, event: FetchEvent): Promise<Response> {
  try {
    const answer = await fetch(request);
    event.waitUntil(remember(request, answer.clone()));
    return answer;
  } catch {
    const seen = new URL(request.url).pathname === NOW ? await caches.match(NOW, { cacheName: SEEN }) : undefined;
    return seen ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

/** Keep Now, marked as what it will be when it is shown; forget it when nobody is signed in any more. */
async function remember(request: Request, answer: Response): Promise<void> {
  const { pathname, search } = new URL(request.url);
  if (new URL(answer.url || request.url).pathname === "/sign-in") {
    await caches.delete(SEEN);
    return;
  }
  if (pathname !== NOW || search !== "" || !answer.ok || answer.redirected || answer.type !== "basic") return;
  const html = (await answer.text()).replace("<html", `<html data-offline="${new Date().toISOString()}"`);
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  const cache = await caches.open(SEEN);
  await cache.put(NOW, new Response(html, { status: answer.status, headers }));
}

export {};
