import { act } from '../base/act';

/** Whether this browser is told by Web Push; all but `on` and `off` say why it cannot be. */
export type PushState = 'insecure' | 'missing' | 'denied' | 'off' | 'on';

/** The browser's own push service did not answer, or wants nothing to do with it. */
export class NoService extends Error {}

/** The person was asked and has said no, or has not answered. */
export class NotAllowed extends Error {}

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) {
    return 'insecure';
  }
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) {
    return 'missing';
  }
  if (Notification.permission === 'denied') {
    return 'denied';
  }
  return (await subscription()) ? 'on' : 'off';
}

/** None too in a browser that knows nothing of it. */
async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker?.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** Call from a press only: browsers ask the person, and only then. */
export async function switchOn() {
  if ((await Notification.requestPermission()) !== 'granted') {
    throw new NotAllowed();
  }
  await navigator.serviceWorker.register('sw.js');
  await subscribe();
}

async function subscribe() {
  const { key } = await act('push-key', {});
  const worker = await navigator.serviceWorker.ready;
  let it = await worker.pushManager.getSubscription();
  if (it && !isOf(it, String(key))) {
    await it.unsubscribe();
    it = null;
  }
  try {
    it ??= await worker.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: String(key)
    });
  } catch (fault) {
    throw fault instanceof DOMException ? new NoService() : fault;
  }
  const { p256dh = '', auth = '' } = it.toJSON().keys ?? {};
  await act('push-subscribe', { endpoint: it.endpoint, p256dh, auth });
}

/** Was it made for this hub's key? A hub that was set up anew has another. */
function isOf(it: PushSubscription, key: string): boolean {
  const own = it.options.applicationServerKey;
  const bytes = own ? String.fromCharCode(...new Uint8Array(own)) : '';
  return btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') === key;
}

/** The hub forgets this browser first: what it still sends goes nowhere then. */
export async function switchOff() {
  const it = await subscription();
  if (it) {
    await act('push-unsubscribe', { endpoint: it.endpoint });
    await it.unsubscribe();
  }
}

/** Sends this browser a notice; done when its push service has taken it. */
export async function test() {
  const it = await subscription();
  await act('push-test', { endpoint: it?.endpoint ?? '' }, TEST_MILLIS);
}

/** The hub gives a push service ten seconds. */
const TEST_MILLIS = 15_000;

/** A hub that lost this browser, or has another key now, gets it again. */
export async function renew() {
  if ((await pushState()) === 'on') {
    await subscribe();
  }
}
