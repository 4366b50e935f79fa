/** A key of the strip: what it says, what it sends, and what it sends when it is held. */
export interface Key {
  name: string;
  /** A label for the ear where the sign does not say it. */
  label?: string;
  send?: string;
  held?: string;
  /** The end of its sequence, for those that take Ctrl and Alt into it. */
  cursor?: string;
  page?: 1 | -1;
  sticky?: 'ctrl' | 'alt';
}

/** In rows of seven. */
export const KEYS: Key[] = [
  { name: 'Esc', send: '\x1b' },
  { name: '/', label: 'slash', send: '/', held: '?' },
  { name: '-', label: 'dash', send: '-', held: '|' },
  { name: 'Home', cursor: 'H' },
  { name: '↑', label: 'up', cursor: 'A' },
  { name: 'End', cursor: 'F' },
  { name: 'PgUp', page: -1 },
  { name: 'Tab', send: '\t' },
  { name: 'Ctrl', sticky: 'ctrl' },
  { name: 'Alt', sticky: 'alt' },
  { name: '←', label: 'left', cursor: 'D' },
  { name: '↓', label: 'down', cursor: 'B' },
  { name: '→', label: 'right', cursor: 'C' },
  { name: 'PgDn', page: 1 }
];

export interface Held {
  ctrl: boolean;
  alt: boolean;
}

/** What a cursor key sends. */
export function cursor(end: string, held: Held, isForPrograms: boolean): string {
  if (held.ctrl || held.alt) {
    return `\x1b[1;${1 + (held.alt ? 2 : 0) + (held.ctrl ? 4 : 0)}${end}`;
  }
  return `\x1b${isForPrograms ? 'O' : '['}${end}`;
}

/** One typed character with Ctrl and Alt; more than one is a paste or a word and stays. */
export function withHeld(data: string, held: Held): string {
  if ([...data].length !== 1) {
    return data;
  }
  const key = held.ctrl ? control(data) : data;
  return held.alt ? `\x1b${key}` : key;
}

function control(key: string): string {
  const code = key.toUpperCase().charCodeAt(0);
  if (code >= 0x40 && code <= 0x5f) {
    return String.fromCharCode(code & 0x1f);
  }
  return { ' ': '\0', '/': '\x1f', '-': '\x1f', '?': '\x7f', '2': '\0', '8': '\x7f' }[key] ?? key;
}
