import type { SessionRow } from './model';

const KEY = 'hapi-rows-seen';

/** More than a person has sessions; the oldest are forgotten first. */
const KEPT = 500;

interface Stored {
  /** What came before is not new to this browser. */
  from: number;
  /** By session: how far it was seen. */
  at: Record<string, number>;
}

/**
 * What of each session this browser has shown. Kept in this browser only: what a phone has shown is
 * not what was read at the desk, and looking at something should write nothing into the hub.
 */
export class Seen {
  private stored?: Stored = read();

  isNew(row: SessionRow): boolean {
    return !!row.news && !!this.stored && row.news > (this.stored.at[row.id] ?? this.stored.from);
  }

  /** The first rows that this browser has ever had are not new. */
  begin(rows: Iterable<SessionRow>) {
    if (!this.stored) {
      const newest = Math.max(0, ...[...rows].map((row) => row.news));
      this.stored = { from: newest, at: {} };
      this.write();
    }
  }

  saw(row: SessionRow) {
    if (this.stored && row.news && this.stored.at[row.id] !== row.news) {
      this.put(row.id, row.news);
    }
  }

  forget(row: SessionRow) {
    this.put(row.id, 0);
  }

  private put(id: string, at: number) {
    if (!this.stored) {
      return;
    }
    // Written again, an entry is the newest.
    delete this.stored.at[id];
    this.stored.at[id] = at;
    const ids = Object.keys(this.stored.at);
    ids.slice(0, Math.max(0, ids.length - KEPT)).forEach((old) => delete this.stored!.at[old]);
    this.write();
  }

  private write() {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.stored));
    } catch {
      // A browser that keeps nothing shows no marks after a reload; that is all.
    }
  }
}

function read(): Stored | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (stored && typeof stored === 'object' && 'from' in stored && 'at' in stored) {
      return stored as Stored;
    }
  } catch {
    // Something else wrote there, or nothing may be kept.
  }
  return undefined;
}
