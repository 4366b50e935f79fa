/**
 * Has the browser keep the hub's page for when the hub is away. Without https there is none, and
 * nothing else depends on it.
 */
export function keepWorker() {
  if (window.isSecureContext && 'serviceWorker' in navigator) {
    // A browser that forbids it, or a hub that has just gone: the next page asks again.
    navigator.serviceWorker.register('sw.js').catch(() => undefined);
  }
}

/** Nothing of the hub stays in a browser that nobody is signed in with. */
export async function forgetWorker() {
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.unregister();
  await window.caches?.delete('hapi-offline');
  if ('clearAppBadge' in navigator) {
    // Not every system shows one.
    await navigator.clearAppBadge().catch(() => undefined);
  }
}
