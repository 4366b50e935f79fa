import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** So much of what was seen stays on the screen when one reads on. */
const OVERLAP = 24;

/** Pixels that nobody misses. */
const SLACK = 4;

/**
 * Which part of a scrolled text has been on the screen. What has to be read is in `.must`; its
 * lines have the class `ln`.
 */
export class Reading implements ReactiveController {
  isDone = false;
  /** Lines that were not on the screen yet. */
  left = 0;
  /** Pieces of the text that were on the screen, in its own pixels, in order and apart. */
  private seen: [number, number][] = [];
  private height = 0;
  private sizes?: ResizeObserver;
  private observed?: Element;

  constructor(
    private readonly host: ReactiveControllerHost & Element,
    private readonly scroller: () => HTMLElement | null,
    private readonly isFolded: () => boolean,
    private readonly changed: () => void
  ) {
    host.addController(this);
  }

  hostConnected() {
    this.sizes = new ResizeObserver(() => this.look());
    this.observed = undefined;
  }

  hostDisconnected() {
    this.sizes?.disconnect();
    this.sizes = undefined;
  }

  hostUpdated() {
    const scroller = this.scroller();
    if (scroller && scroller !== this.observed) {
      this.sizes?.disconnect();
      this.sizes?.observe(scroller);
      this.observed = scroller;
    }
    this.look();
  }

  /** Another text. */
  begin() {
    this.isDone = false;
    this.left = 0;
    this.seen = [];
    this.height = 0;
  }

  /** Something opens here; what is below it was not seen where it will be. */
  opens(at: Element) {
    const scroller = this.scroller();
    const top = scroller ? this.top(at, scroller) : 0;
    this.seen = this.seen
      .filter(([from]) => from < top)
      .map(([from, to]) => [from, Math.min(to, top)]);
    this.height = -1;
  }

  look = () => {
    const scroller = this.scroller();
    const must = scroller?.querySelector<HTMLElement>('.must');
    if (this.isDone || !scroller || !must || !scroller.clientHeight) {
      return;
    }
    if (this.height !== scroller.scrollHeight) {
      // Laid out anew, on another width for example: only what is seen now is known.
      if (this.height > 0) {
        this.seen = [];
      }
      this.height = scroller.scrollHeight;
    }
    this.add(scroller.scrollTop, scroller.scrollTop + scroller.clientHeight);
    const isDone = this.gap(must, scroller) === undefined && !this.isFolded();
    const left = isDone ? 0 : this.unseen(must, scroller);
    if (isDone !== this.isDone || left !== this.left) {
      const isOther = isDone !== this.isDone;
      this.isDone = isDone;
      this.left = left;
      if (isOther) {
        this.changed();
      }
      this.host.requestUpdate();
    }
  };

  /** Shows the first of what was not seen. False when there is nothing. */
  next(): boolean {
    const scroller = this.scroller();
    const must = scroller?.querySelector<HTMLElement>('.must');
    const gap = scroller && must ? this.gap(must, scroller) : undefined;
    if (!scroller || gap === undefined) {
      return false;
    }
    scroller.scrollTo({ top: Math.max(0, gap - OVERLAP), behavior: 'instant' });
    this.look();
    return true;
  }

  /** Brings the first marked place into view, when it is not. */
  seek() {
    const scroller = this.scroller();
    const mark = scroller?.querySelector<HTMLElement>('.must mark');
    if (!scroller || !mark || scroller.scrollTop > 0) {
      return;
    }
    const top = this.top(mark, scroller);
    if (top + mark.offsetHeight > scroller.clientHeight) {
      scroller.scrollTo({ top: top - scroller.clientHeight / 2, behavior: 'instant' });
    }
  }

  private add(from: number, to: number) {
    const apart = this.seen.filter(([a, b]) => b < from || a > to);
    const touching = this.seen.filter(([a, b]) => b >= from && a <= to);
    apart.push([
      Math.min(from, ...touching.map(([a]) => a)),
      Math.max(to, ...touching.map(([, b]) => b))
    ]);
    this.seen = apart.sort(([a], [b]) => a - b);
  }

  /** Where the first piece begins that was not seen. */
  private gap(must: HTMLElement, scroller: HTMLElement): number | undefined {
    let at = this.top(must, scroller);
    const end = at + must.offsetHeight;
    for (const [from, to] of this.seen) {
      if (from > at + SLACK) {
        break;
      }
      at = Math.max(at, to);
    }
    return at < end - SLACK ? at : undefined;
  }

  private unseen(must: HTMLElement, scroller: HTMLElement): number {
    return [...must.querySelectorAll<HTMLElement>('.ln')].filter((line) => {
      const bottom = this.top(line, scroller) + line.offsetHeight;
      return !this.seen.some(([from, to]) => from <= bottom - SLACK && bottom - SLACK <= to);
    }).length;
  }

  private top(it: Element, scroller: HTMLElement): number {
    return it.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
  }
}
