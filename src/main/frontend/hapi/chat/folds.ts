import type { Row, ToolRow } from './model';

/** One row, or neighbours that only looked at something and stand in one line. */
export type Item = { kind: 'row'; row: Row } | { kind: 'fold'; rows: ToolRow[] };

/** Rows in order, neighbouring reads and searches put together. */
export function folded(rows: Row[]): Item[] {
  const items: Item[] = [];
  let run: ToolRow[] = [];
  const close = () => {
    if (run.length > 1) {
      items.push({ kind: 'fold', rows: run });
    } else {
      run.forEach((row) => items.push({ kind: 'row', row }));
    }
    run = [];
  };
  for (const row of rows) {
    if (row.kind === 'tool' && row.fold) {
      run.push(row);
    } else {
      close();
      items.push({ kind: 'row', row });
    }
  }
  close();
  return items;
}

/** How many of each kind, in the order in which they were met. */
export function counts(rows: ToolRow[]): [string, number][] {
  const all = new Map<string, number>();
  rows.forEach((row) => all.set(row.fold!, (all.get(row.fold!) ?? 0) + 1));
  return [...all];
}
