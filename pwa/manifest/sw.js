/*
 * Shows what the hub pushes, brings the person to it, and has a page for when the hub cannot be
 * reached. Keeps no other page: what a person sees comes from the hub or says that it does not.
 */
const KEPT = 'hapi-offline';
const PAGE = 'offline.html';
const FILES = [PAGE, 'offline.js', 'offline.css', 'theme.css', 'icon-192.png'];

/** What stands between a phone and a hub that is away answers so. */
const AWAY = [502, 503, 504];

const own = (name) => new URL(name, self.registration.scope).href;
const OWN_FILES = new Set(FILES.map(own));

self.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  // A page is asked for at once, not after this file has started.
  const early = self.registration.navigationPreload?.enable();
  event.waitUntil(Promise.all([early, self.clients.claim()]));
});

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES.map((name) => new Request(own(name), { cache: 'no-cache' })));
  // It is shown under any address.
  const page = await cache.match(own(PAGE));
  const text = (await page.text()).replace('<head>', `<head><base href="${self.registration.scope}">`);
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8' });
  headers.set('content-security-policy', page.headers.get('content-security-policy') ?? '');
  await cache.put(own(PAGE), new Response(text, { headers }));
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') {
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(page(event));
  } else if (OWN_FILES.has(request.url.replace(/[?#].*/, ''))) {
    event.respondWith(file(request));
  }
});

function page(event) {
  const asks = async () => (await event.preloadResponse) ?? (await fetch(event.request));
  return orKept(asks, (answer) => !AWAY.includes(answer.status), own(PAGE));
}

function file(request) {
  return orKept(() => fetch(request), (answer) => answer.ok, request);
}

/** The hub's own answer, or what is kept in place of one that is none. */
async function orKept(ask, isOne, name) {
  const [live, fault] = await ask().then((it) => [it], (it) => [undefined, it]);
  if (live && isOne(live)) {
    return live;
  }
  const cache = await caches.open(KEPT);
  const kept = (await cache.match(name, { ignoreSearch: true })) ?? live;
  if (!kept) {
    throw fault;
  }
  return kept;
}

self.addEventListener('push', (event) => {
  const notice = read(event.data);
  const data = notice.data && typeof notice.data === 'object' ? notice.data : {};
  const work = [
    self.registration.showNotification(String(notice.title || 'HAPI'), {
      body: String(notice.body || ''),
      tag: notice.tag || undefined,
      // One that takes the place of another is as much news as the first.
      renotify: !!notice.tag,
      icon: 'icon-192.png',
      badge: 'icon-192.png',
      data: { url: place(data) }
    })
  ];
  if (data.requestId && self.navigator.setAppBadge) {
    // How many there are the page knows, when it is open again. Not every system shows a mark.
    work.push(self.navigator.setAppBadge().catch(() => undefined));
  }
  event.waitUntil(Promise.all(work));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? self.registration.scope));
});

/** A push without words must show something too, or the browser says something of its own. */
function read(data) {
  try {
    const notice = data ? data.json() : {};
    return notice && typeof notice === 'object' ? notice : {};
  } catch {
    return {};
  }
}

/** The page that a notice is about, below the hub's own address and nowhere else. */
function place(data) {
  const home = self.registration.scope;
  const path = typeof data.url === 'string' ? data.url.replace(/^\/+/, '') : '';
  const url = new URL(path, home);
  if (!url.href.startsWith(home)) {
    return home;
  }
  if (data.requestId) {
    url.searchParams.set('request', String(data.requestId));
  }
  return url.href;
}

/** Takes the window that is there; it goes to the page without loading anew. */
async function open(url) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const window = windows.find((it) => it.focused) ?? windows[0];
  if (!window) {
    await self.clients.openWindow(url);
    return;
  }
  window.postMessage({ type: 'hapi-open', url });
  await window.focus();
}
