import type { LitElement } from 'lit';

const NEAR = 48;

/** A line, and how far below the upper edge it begins, in pixels. */
export interface Anchor {
  id: string;
  top: number;
}

/**
 * Where the reader is: at the end, which is followed, or at a line, which keeps its place whatever
 * grows, shrinks or comes above it, now or when a font, a colour or a picture arrives.
 */
export class ScrollPlace {
  isFollowing = true;
  private anchor?: Anchor;
  private lastTop = 0;
  private lastHeight = 0;
  private isDown = false;
  private sizes?: ResizeObserver;

  /** `isAtEnd`: the newest row is in the page. */
  constructor(
    private readonly host: LitElement,
    private readonly isAtEnd: () => boolean
  ) {}

  get anchorId() {
    return this.anchor?.id;
  }

  /** The line at the edge, or none for a reader at the end. */
  get line(): Anchor | undefined {
    return this.isFollowing ? undefined : this.anchor;
  }

  /** Puts a line that is in the page where it was on another one. */
  put(line: Anchor) {
    this.isFollowing = false;
    this.anchor = line;
    this.note();
    this.settle();
  }

  private get scroller() {
    return this.host.renderRoot.querySelector<HTMLElement>('.scroller')!;
  }

  /** Pixels above and below what is seen. */
  get above() {
    return this.scroller.scrollTop;
  }

  get below() {
    const it = this.scroller;
    return it.scrollHeight - it.scrollTop - it.clientHeight;
  }

  /** Call when the element is in the page and drawn; again after it was taken out. */
  watch() {
    if (!this.sizes) {
      // What was taken out of the page comes back at its top.
      this.note();
      this.sizes = new ResizeObserver(() => this.keep());
      this.sizes.observe(this.scroller);
      this.sizes.observe(this.scroller.querySelector('.column')!);
    }
  }

  unwatch() {
    this.sizes?.disconnect();
    this.sizes = undefined;
  }

  follow() {
    this.isFollowing = true;
    this.anchor = undefined;
  }

  /** Where the finger is must stay, also for a reader at the end. */
  leave() {
    this.isFollowing = false;
    this.anchor = this.topRow();
    this.note();
  }

  /** Brings a row that is drawn to the upper part of the screen. */
  show(id: string) {
    this.put({ id, top: this.scroller.clientHeight * 0.2 });
  }

  row(id: string): Element | null {
    return this.scroller.querySelector(`[data-ids~="${CSS.escape(id)}"]`);
  }

  /** Before anything changes. */
  remember() {
    if (this.host.hasUpdated && !this.isFollowing) {
      this.settle();
    }
  }

  /** After something changed. */
  keep() {
    if (this.isFollowing) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
      this.note();
    } else {
      this.settle();
    }
  }

  /**
   * Puts the line back to where it was, but for what the reader scrolled since, and takes note of
   * the line that is at the edge now.
   */
  private settle() {
    const it = this.scroller;
    const anchor = this.anchor;
    const row = anchor && this.row(anchor.id);
    let wanted = 0;
    if (anchor && row) {
      wanted = anchor.top - (it.scrollTop - this.lastTop);
      const shift = row.getBoundingClientRect().top - this.edge() - wanted;
      if (Math.abs(shift) >= 0.5) {
        it.scrollTop += shift;
      }
    }
    this.anchor = this.topRow();
    if (row && this.anchor && this.anchor.id === anchor?.id) {
      // What a browser rounds must not add up.
      this.anchor.top = wanted;
    }
    this.note();
  }

  /** After the reader, or we, scrolled. True when following began or ended. */
  scrolled(): boolean {
    const it = this.scroller;
    // Only a finger going up leaves the end; a dock that opens or a font that arrives does not.
    const isUp = it.scrollTop < this.lastTop - 1 && it.scrollHeight === this.lastHeight;
    const step = it.scrollTop - this.lastTop;
    this.isDown = Math.abs(step) > 1 ? step > 0 : this.isDown;
    const isFollowing =
      (this.below < NEAR && this.isAtEnd()) || (this.isFollowing && !isUp);
    const isOther = isFollowing !== this.isFollowing;
    this.isFollowing = isFollowing;
    if (isFollowing) {
      this.anchor = undefined;
      this.note();
    } else {
      this.settle();
    }
    return isOther;
  }

  /** There is something to scroll, and the reader goes down or is at the end. */
  get isDeep(): boolean {
    const it = this.scroller;
    return it.scrollHeight > it.clientHeight && (this.isFollowing || this.isDown);
  }

  isAbove(selector: string): boolean {
    const line = this.host.renderRoot.querySelector(selector);
    return !!line && line.getBoundingClientRect().bottom < this.edge();
  }

  private note() {
    this.lastTop = this.scroller.scrollTop;
    this.lastHeight = this.scroller.scrollHeight;
  }

  private edge() {
    return this.scroller.getBoundingClientRect().top;
  }

  /** The first row that can be seen, and how far below the edge it begins. */
  private topRow() {
    const edge = this.edge();
    const rows = this.scroller.querySelectorAll<HTMLElement>('.column > [data-ids]');
    // Rows lie one below the other: halve.
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].getBoundingClientRect().bottom > edge) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    const row = rows[low];
    return row
      ? {
          id: row.dataset.ids!.split(' ').at(-1)!,
          top: row.getBoundingClientRect().top - edge
        }
      : undefined;
  }
}
