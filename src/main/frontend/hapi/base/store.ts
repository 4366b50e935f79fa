/**
 * What a tab keeps over a load of its page: place, opened cards, half-written texts. In the
 * browser's storage of this tab, so another tab has its own and closing it forgets them. A storage
 * that is full or forbidden keeps nothing, and nothing depends on it.
 *
 * What the hub knows is not kept here: the first answer to a load holds it.
 */
const PREFIX = 'hapi:';

/**
 * Is this the page before, loaded anew, such as after it had lost the hub? Then what stood there stands
 * here again; who comes by an address begins anew.
 */
export const isLoadedAnew =
  window.isHeld === true ||
  performance.getEntriesByType('navigation').some((it) => 'type' in it && it.type === 'reload');

declare global {
  interface Window {
    /** By `hold.js`: the page before this one loaded itself anew. */
    isHeld?: boolean;
  }
}

/** Keeps a value under a key such as `open:SESSION`; `undefined` forgets it. */
export function keep(key: string, value: unknown) {
  try {
    if (value === undefined) {
      sessionStorage.removeItem(PREFIX + key);
    } else {
      sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
    }
  } catch {
    // Full or forbidden.
  }
}

/** What was kept in this tab, or undefined. Who recalls it checks its shape. */
export function recall<T>(key: string): T | undefined {
  try {
    const kept = sessionStorage.getItem(PREFIX + key);
    return kept === null ? undefined : (JSON.parse(kept) as T);
  } catch {
    return undefined;
  }
}
