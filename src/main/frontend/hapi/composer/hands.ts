import type { ReactiveController, ReactiveControllerHost } from 'lit';

const REMEMBERED = 30;

interface Uses {
  session(): string;
  insert(it: string): void;
  attach(files: File[]): void;
  dropping(is: boolean): void;
}

/**
 * What comes into the composer by other ways than typing: text of other screens, pasted and dropped
 * files, and what was sent before. `hapi-insert{session, text}` of the window inserts; over a change
 * of pages the text waits in the tab's storage as `hapi-insert:<session>`.
 */
export class Hands implements ReactiveController {
  private place = -1;
  private begun = '';

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly uses: Uses
  ) {
    host.addController(this);
  }

  hostConnected() {
    window.addEventListener('hapi-insert', this.onInsert);
    window.addEventListener('dragover', this.onDragOver);
    window.addEventListener('dragleave', this.onDragLeave);
    window.addEventListener('drop', this.onDrop);
    this.host.addEventListener('paste', this.onPaste);
  }

  hostDisconnected() {
    window.removeEventListener('hapi-insert', this.onInsert);
    window.removeEventListener('dragover', this.onDragOver);
    window.removeEventListener('dragleave', this.onDragLeave);
    window.removeEventListener('drop', this.onDrop);
    this.host.removeEventListener('paste', this.onPaste);
  }

  /** Takes what another page left for the session. */
  recall() {
    const key = `hapi-insert:${this.uses.session()}`;
    const it = sessionStorage.getItem(key);
    if (it) {
      sessionStorage.removeItem(key);
      this.uses.insert(it);
    }
  }

  /** Something was sent: it can be called back. */
  said(words: string) {
    this.place = -1;
    if (words) {
      const all = [words, ...this.all().filter((it) => it !== words)].slice(0, REMEMBERED);
      sessionStorage.setItem(this.key(), JSON.stringify(all));
    }
  }

  /** What was sent before or after the one that is shown; undefined when the arrow is the field's. */
  walk(isUp: boolean, draft: string): string | undefined {
    const all = this.all();
    if (this.place >= 0 && draft !== all[this.place]) {
      this.place = -1;
    }
    if (this.place < 0 && (draft || !isUp)) {
      return undefined;
    }
    if (this.place < 0) {
      this.begun = draft;
    }
    const next = this.place + (isUp ? 1 : -1);
    if (next >= all.length) {
      return undefined;
    }
    this.place = next;
    return next < 0 ? this.begun : all[next];
  }

  private key() {
    return `hapi-said:${this.uses.session()}`;
  }

  private all(): string[] {
    try {
      return JSON.parse(sessionStorage.getItem(this.key()) ?? '[]');
    } catch {
      return [];
    }
  }

  private onInsert = (event: Event) => {
    const it = (event as CustomEvent<{ session: string; text: string }>).detail;
    if (it?.session === this.uses.session()) {
      sessionStorage.removeItem(`hapi-insert:${it.session}`);
      this.uses.insert(it.text);
    }
  };

  private onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) {
      event.preventDefault();
      this.uses.attach(files);
    }
  };

  private onDragOver = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      this.uses.dropping(true);
    }
  };

  private onDragLeave = (event: DragEvent) => {
    if (!event.relatedTarget) {
      this.uses.dropping(false);
    }
  };

  private onDrop = (event: DragEvent) => {
    this.uses.dropping(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length) {
      event.preventDefault();
      this.uses.attach(files);
    }
  };
}
