import { compare, type Place, type Row } from './model';

const STEP = 40;
const MOST = 200;

/** The rows of a chat in order, and the slice of them that is in the page. */
export class RowWindow {
  rows: Row[] = [];
  from = 0;
  to = 0;
  private byId = new Map<string, Row>();
  /** After it follow rows that are not here, and then the newest. */
  private hole?: Place;

  get shown(): Row[] {
    return this.rows.slice(this.from, this.to);
  }

  get isAtEnd() {
    return this.to === this.rows.length;
  }

  get hasHole() {
    return this.hole !== undefined;
  }

  /** How many rows there are up to the hole. */
  private get bound() {
    const hole = this.hole;
    const after = hole ? this.rows.findIndex((row) => compare(row.place, hole) > 0) : -1;
    return after < 0 ? this.rows.length : after;
  }

  /** The row of a message, or the one before it. */
  at(time: number, seq: number): Row | undefined {
    const upTo = this.rows.filter((row) => compare(row.place, endOf(time, seq)) <= 0);
    return upTo.find((row) => row.place[0] === time && row.place[1] === seq) ?? upTo.at(-1) ?? this.rows[0];
  }

  get(id: string) {
    return this.byId.get(id);
  }

  reset(rows: Row[], hole?: [number, number]) {
    this.hole = hole && endOf(...hole);
    this.byId = new Map(rows.map((row) => [row.id, row]));
    this.rows = [...this.byId.values()].sort((a, b) => compare(a.place, b.place));
    this.toEnd();
  }

  /** Applies changes; what is shown stays shown, and the end stays the end. Returns how many rows
   * came at the end. Applying the same change twice is harmless. */
  patch(changed: Row[], removed: string[], hole?: [number, number]): number {
    const wasAtEnd = this.isAtEnd;
    this.hole = hole && endOf(...hole);
    const first = this.rows[this.from]?.place;
    const last = this.rows[this.to - 1]?.place;
    const newest = this.rows[this.rows.length - 1]?.place;
    let atEnd = 0;
    for (const row of changed) {
      if (!this.byId.has(row.id) && (!newest || compare(row.place, newest) > 0)) {
        atEnd++;
      }
      this.byId.set(row.id, row);
    }
    removed.forEach((id) => this.byId.delete(id));
    this.rows = [...this.byId.values()].sort((a, b) => compare(a.place, b.place));
    this.from = first ? this.rows.findIndex((row) => compare(row.place, first) >= 0) : 0;
    if (this.from < 0) {
      this.from = Math.max(0, this.rows.length - STEP);
    }
    if (wasAtEnd || !last) {
      this.to = this.rows.length;
    } else {
      const after = this.rows.findIndex((row) => compare(row.place, last) > 0);
      this.to = Math.min(after < 0 ? this.rows.length : after, this.bound);
    }
    return atEnd;
  }

  toEnd() {
    this.to = this.bound;
    this.from = Math.max(0, this.to - STEP);
  }

  /** False when there is nothing more in memory. */
  up(): boolean {
    if (this.from === 0) {
      return false;
    }
    this.from = Math.max(0, this.from - STEP);
    this.to = Math.min(this.to, this.from + MOST);
    return true;
  }

  down(): boolean {
    const bound = this.bound;
    if (this.to >= bound) {
      return false;
    }
    this.to = Math.min(bound, this.to + STEP);
    this.from = Math.max(this.from, this.to - MOST);
    return true;
  }

  /** Forgets the upper part of a long slice, for a reader who is at the end. */
  trim() {
    if (this.isAtEnd && this.to - this.from > MOST) {
      this.from = this.to - MOST / 2;
    }
  }
}

/** Behind all rows of the message. */
function endOf(time: number, seq: number): Place {
  return [time, seq, '\uffff', Infinity];
}
