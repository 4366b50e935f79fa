import type { Place } from './model';

/** How far a person has read a session on this device, and when they last looked. */
export interface Seen {
  place: Place;
  /** Epoch milliseconds. */
  at: number;
}

const KEY = 'hapi-seen';
const MOST = 200;
const WRITE_MILLIS = 2_000;

function all(): Record<string, Seen> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, Seen>;
  } catch {
    return {};
  }
}

/** Read since the last time that it was written down. */
const unwritten = new Map<string, Seen>();
let timer: number | undefined;

export function seen(session: string): Seen | undefined {
  const found = unwritten.get(session) ?? all()[session];
  return Array.isArray(found?.place) ? found : undefined;
}

/** Of a busy session more comes than should be written: at most once in a while, and at the end. */
export function keepSeen(session: string, it: Seen) {
  unwritten.set(session, it);
  if (document.hidden) {
    write();
  } else {
    timer ??= window.setTimeout(write, WRITE_MILLIS);
  }
}

window.addEventListener('pagehide', write);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    write();
  }
});

/** The longest unseen sessions are forgotten. */
function write() {
  window.clearTimeout(timer);
  timer = undefined;
  if (!unwritten.size) {
    return;
  }
  const kept = Object.entries({ ...all(), ...Object.fromEntries(unwritten) })
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, MOST);
  unwritten.clear();
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // A full or closed store: the line is missing next time, nothing else.
  }
}
