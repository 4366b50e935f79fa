/**
 * Texts that were sent and not yet seen in the timeline, per session, in the browser's storage: a
 * lost connection, a reload or a restarted hub loses none. The hub knows a text by its local id, so
 * sending it again is harmless.
 */
export interface Waiting {
  localId: string;
  text: string;
  at: number;
}

class Outbox extends EventTarget {
  of(session: string): Waiting[] {
    try {
      return JSON.parse(localStorage.getItem(key(session)) ?? '[]');
    } catch {
      return [];
    }
  }

  add(session: string, text: string): Waiting {
    const waiting = { localId: newLocalId(), text, at: Date.now() };
    this.write(session, [...this.of(session), waiting]);
    return waiting;
  }

  /** These local ids are in the timeline now. */
  seen(session: string, localIds: Iterable<string>) {
    const known = new Set(localIds);
    const before = this.of(session);
    const after = before.filter((it) => !known.has(it.localId));
    if (after.length < before.length) {
      this.write(session, after);
    }
  }

  private write(session: string, waiting: Waiting[]) {
    if (waiting.length) {
      localStorage.setItem(key(session), JSON.stringify(waiting));
    } else {
      localStorage.removeItem(key(session));
    }
    this.dispatchEvent(new CustomEvent('change', { detail: session }));
  }
}

export const outbox = new Outbox();

function key(session: string) {
  return `hapi-outbox:${session}`;
}

/** randomUUID is missing on a page that came by plain http over the LAN. */
function newLocalId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A text that was begun, kept when one leaves. */
export const drafts = {
  read: (session: string) => localStorage.getItem(`hapi-draft:${session}`) ?? '',
  write(session: string, text: string) {
    if (text) {
      localStorage.setItem(`hapi-draft:${session}`, text);
    } else {
      localStorage.removeItem(`hapi-draft:${session}`);
    }
  }
};
