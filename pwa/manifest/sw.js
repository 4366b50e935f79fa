/*
 * Shows what the hub pushes, and brings the person to it. Keeps no pages: everything else goes to
 * the hub as if this file were not there.
 */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

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
