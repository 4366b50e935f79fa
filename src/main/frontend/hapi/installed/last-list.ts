import { link } from '../base/link';
import { text } from '../base/texts';
import { since } from '../base/time';
import type { SessionRow } from '../list/model';

/** `pwa/manifest/offline.js` reads it; what begins so is forgotten at the sign-out. */
const KEY = 'hapi-last-list';

/** More than anybody reads on a train. */
const MOST_ROWS = 100;
const PAUSE_MILLIS = 10_000;

/**
 * The list as it was shown last, for the page that is shown while the hub cannot be reached: titles
 * and states, nothing of what was said. Written when the page is put away, and now and then before:
 * a browser may end a page without a word.
 */
class LastList {
  private rows?: () => SessionRow[];
  private timer?: number;
  private isKept = true;

  constructor() {
    window.addEventListener('pagehide', this.write);
    document.addEventListener('visibilitychange', this.write);
  }

  /** `rows` gives them in the order of the list, when they are written. */
  note(rows: () => SessionRow[]) {
    this.rows = rows;
    this.isKept = false;
    if (this.timer === undefined) {
      this.write();
      this.timer = window.setTimeout(() => {
        this.timer = undefined;
        this.write();
      }, PAUSE_MILLIS);
    }
  }

  /** For good: the page is about to go. */
  forget() {
    window.clearTimeout(this.timer);
    this.rows = undefined;
    localStorage.removeItem(KEY);
  }

  private write = () => {
    if (!this.rows || this.isKept) {
      return;
    }
    this.isKept = true;
    const rows = this.rows()
      .slice(0, MOST_ROWS)
      .map((row) => ({
        title: row.title,
        words: `${row.project} · ${row.words.replace('{ago}', since(row.since))}`,
        section: row.section
      }));
    const words = {
      asOf: text('offline.asOf'),
      note: text('offline.note'),
      again: text('offline.again')
    };
    const at = link.asOf || Date.now();
    const lang = document.documentElement.lang;
    try {
      localStorage.setItem(KEY, JSON.stringify({ at, lang, words, rows }));
    } catch {
      // A browser that keeps nothing says that the hub is away, and no more.
    }
  };
}

export const lastList = new LastList();
