/** One line of the list of changes; `FileChangesAct` is the other half. */
export interface Change {
  section: Section;
  kind: 'new' | 'changed' | 'deleted' | 'renamed' | 'copied' | 'type' | 'conflict';
  /** Names the file for the hub; never shown. */
  path: string;
  name: string;
  folder: string;
  was?: string;
  wasName?: string;
  submodule?: boolean;
  binary?: boolean;
  /** The session may not look at it. */
  outside?: boolean;
  added?: number;
  removed?: number;
}

export type Section = 'conflict' | 'staged' | 'unstaged' | 'untracked';

export const SECTIONS: Section[] = ['conflict', 'staged', 'unstaged', 'untracked'];

export interface Changes {
  branch: string;
  ahead: number;
  behind: number;
  more: number;
  changes: Change[];
}

/** `path` names it, `name` is for people. */
export interface Entry {
  path: string;
  name: string;
  type: 'directory' | 'file' | 'other';
  size?: number;
}

export interface Hit {
  path: string;
  name: string;
  folder: string;
  size?: number;
}

export interface FileContent {
  kind: 'text' | 'image' | 'binary' | 'empty' | 'large';
  size: number;
  text?: string;
  /** The text as it is meant to be read, when its name says that it is Markdown; sanitised. */
  html?: string;
  windows?: boolean;
}

/** Sign, number before, number now, text. */
export type DiffRow = [string, number, number, string];

export interface DiffContent {
  lines: DiffRow[];
  binary: boolean;
  cut: boolean;
  modes: string[];
}

/** One line as it is shown; numbers are 0 where the line is not there. */
export interface Line {
  sign: string;
  old: number;
  now: number;
  text: string;
}

export function textLines(text: string): Line[] {
  return text
    .split('\n')
    .map((line, at) => ({ sign: ' ', old: 0, now: at + 1, text: line }));
}

export function diffLines(rows: DiffRow[]): Line[] {
  return rows.map(([sign, old, now, text]) => ({ sign, old, now, text }));
}

/** What the address says: which list, or which file. */
export type Place =
  | { view: 'changes' }
  | { view: 'files' }
  | { view: 'file'; path: string }
  | { view: 'diff'; path: string; section: Section };

export function readPlace(search: string): Place {
  const asked = new URLSearchParams(search);
  const diff = asked.get('diff');
  const path = asked.get('path');
  if (diff) {
    const section = SECTIONS.find((it) => it === asked.get('in'));
    return { view: 'diff', path: diff, section: section ?? 'unstaged' };
  }
  if (path) {
    return { view: 'file', path };
  }
  return asked.get('tab') === 'all' ? { view: 'files' } : { view: 'changes' };
}

export function placeUrl(session: string, place: Place): string {
  const base = `sessions/${session}/files`;
  switch (place.view) {
    case 'changes':
      return base;
    case 'files':
      return `${base}?tab=all`;
    case 'file':
      return `${base}?path=${encodeURIComponent(place.path)}`;
    case 'diff':
      return `${base}?diff=${encodeURIComponent(place.path)}&in=${place.section}`;
  }
}
