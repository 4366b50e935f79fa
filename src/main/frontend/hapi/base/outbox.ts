/**
 * Texts that were sent and not yet seen in the timeline, per session, in the browser's storage: a
 * lost connection, a reload or a restarted hub loses none. The hub knows a text by its local id, so
 * sending it again is harmless.
 */
export interface Waiting {
  localId: string;
  text: string;
  at: number;
  attachments?: Attached[];
  /** Goes out then, epoch milliseconds. */
  later?: number;
  /** The hub has it; it is shown here until the timeline shows it. */
  isTaken?: boolean;
}

/** A file that is on the session's machine. */
export interface Attached {
  id: string;
  filename: string;
  mimeType: string;
  size: number;
  path: string;
  previewUrl?: string;
}

/** What the hub has for so long is in the timeline, even if nobody looked. */
const SHOWN_MILLIS = 60_000;
const PREFIX = 'hapi-outbox:';

class Outbox extends EventTarget {
  of(session: string): Waiting[] {
    try {
      const all: Waiting[] = JSON.parse(localStorage.getItem(PREFIX + session) ?? '[]');
      return all.filter((it) => !it.isTaken || Date.now() - it.at < SHOWN_MILLIS);
    } catch {
      return [];
    }
  }

  /** The sessions for which something may wait. */
  sessions(): string[] {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  }

  add(session: string, text: string, more: Partial<Waiting> = {}): Waiting {
    const waiting = { ...more, localId: newLocalId(), text, at: Date.now() };
    this.write(session, [...this.of(session), waiting]);
    return waiting;
  }

  /** The hub has it. */
  took(session: string, localId: string) {
    const all = this.of(session);
    if (all.some((it) => it.localId === localId && !it.isTaken)) {
      this.write(
        session,
        all.map((it) => (it.localId === localId ? { ...it, isTaken: true } : it))
      );
    }
  }

  /** These local ids are in the timeline now, or nowhere any more. */
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
      localStorage.setItem(PREFIX + session, JSON.stringify(waiting));
    } else {
      localStorage.removeItem(PREFIX + session);
    }
    this.dispatchEvent(new CustomEvent('change', { detail: session }));
  }
}

export const outbox = new Outbox();

/** randomUUID is missing on a page that came by plain http over the LAN. */
export function newLocalId(): string {
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
