import type { SessionRow } from './model';

/** The rows as the list shows them; each part in its order. */
export interface Order {
  needs: SessionRow[];
  working: SessionRow[];
  others: SessionRow[];
}

/**
 * The places of the rows that work: who began last comes first and keeps that place, also over a
 * question in between. By their last message they would change places with every message, under the
 * finger that goes for one of them.
 */
class Places {
  private readonly begun = new Map<string, number>();
  private count = 0;

  /** These are all the rows that there are. */
  reset(rows: SessionRow[]) {
    const there = new Set(rows.map((row) => row.id));
    [...this.begun.keys()].filter((id) => !there.has(id)).forEach((id) => this.begun.delete(id));
    this.note(rows);
  }

  /** Once for all rows that came in one go; of equal ones the hub names the newest first. */
  note(rows: SessionRow[]) {
    for (const row of [...rows].reverse().sort((a, b) => a.since - b.since)) {
      if (row.section === 'project') {
        this.begun.delete(row.id);
      } else if (row.section === 'working' && !this.begun.has(row.id)) {
        this.begun.set(row.id, ++this.count);
      }
    }
  }

  of(row: SessionRow) {
    return this.begun.get(row.id) ?? 0;
  }
}

/** Outlives the list: whoever comes back to it, also after a lost connection, finds the same places. */
export const places = new Places();

export function order(rows: SessionRow[]): Order {
  const section = (name: SessionRow['section']) => rows.filter((row) => row.section === name);
  return {
    // Who waits longest comes first: nobody is passed over.
    needs: section('needs').sort((a, b) => a.since - b.since),
    working: section('working').sort((a, b) => a.rank - b.rank || places.of(b) - places.of(a)),
    others: section('project').sort((a, b) => a.rank - b.rank || b.since - a.since)
  };
}

/** In the order of the first of each, by machine and path. */
export function projects(rows: SessionRow[]) {
  const projects = new Map<string, SessionRow[]>();
  for (const row of rows) {
    const key = `${row.machine}\n${row.path}`;
    projects.set(key, [...(projects.get(key) ?? []), row]);
  }
  return projects;
}
