import type { ReactiveControllerHost } from 'lit';
import { act } from '../base/act';
import type { Part, Row, ToolRow } from './model';

/** What was opened and closed by hand, by row. */
export interface OpenCards {
  toggled: [string, boolean][];
  folds: string[];
}

/** Which cards are open, and the insides that were fetched for them. */
export class CardStates {
  private readonly toggled = new Map<string, boolean>();
  private readonly folds = new Set<string>();
  private readonly insides = new Map<string, Part[] | 'busy' | 'failed'>();
  private changes = 0;

  constructor(private readonly host: ReactiveControllerHost) {}

  get opened(): OpenCards {
    return { toggled: [...this.toggled], folds: [...this.folds] };
  }

  reopen(it: OpenCards) {
    it.toggled.forEach(([row, isOpen]) => this.toggled.set(row, isOpen));
    it.folds.forEach((row) => this.folds.add(row));
    this.changed();
  }

  /** Everything that holds other rows, or says what is asked, is drawn anew. */
  changed() {
    this.changes++;
    this.host.requestUpdate();
  }

  /** Another one whenever the row must be drawn anew though it is the same. */
  version(_row: Row): number {
    return this.changes;
  }

  isOpen(row: Row): boolean {
    return this.toggled.get(row.id) ?? row.kind === 'output';
  }

  toggle(row: Row) {
    this.toggled.set(row.id, !this.isOpen(row));
    this.changed();
  }

  isFoldOpen(rows: ToolRow[]): boolean {
    return rows.some((row) => this.folds.has(row.id));
  }

  toggleFold(rows: ToolRow[]) {
    const isOpen = this.isFoldOpen(rows);
    rows.forEach((row) => (isOpen ? this.folds.delete(row.id) : this.folds.add(row.id)));
    this.changed();
  }

  inside(row: Row) {
    return this.insides.get(row.id);
  }

  /** What was fetched is older than a row that comes now. */
  forgetInside(row: Row) {
    this.insides.delete(row.id);
    if (row.kind === 'tool') {
      row.children.forEach((child) => this.forgetInside(child));
    }
  }

  forgetInsides() {
    this.insides.clear();
  }

  /** Says that what was asked of a row did not work. */
  fail(row: Row) {
    this.insides.set(row.id, 'failed');
    this.changed();
  }

  async fetch(chat: string, row: ToolRow) {
    this.insides.set(row.id, 'busy');
    this.changed();
    let result: Part[] | 'failed' = 'failed';
    try {
      const [at, seq] = row.place;
      const answer = await act('chat', { chat, want: 'inside', id: row.id, at, seq });
      result = answer.parts as Part[];
    } catch {
      // Said by the button, which can be pressed again.
    }
    if (this.insides.get(row.id) === 'busy') {
      this.insides.set(row.id, result);
      this.changed();
    }
  }

  /** The steps come by the push. */
  async unfold(chat: string, row: ToolRow) {
    try {
      await act('chat', { chat, want: 'steps', id: row.id });
    } catch {
      this.fail(row);
    }
  }
}
