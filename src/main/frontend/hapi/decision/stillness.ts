import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A tap counts only when nothing moved under the thumb for this long. */
export const STILL_MILLIS = 600;

/**
 * Whether the buttons have been where they are for a while. What may move them is watched, and
 * their place is compared once more when one is pressed.
 */
export class Stillness implements ReactiveController {
  isStill = false;
  private timer?: number;
  private sizes?: ResizeObserver;
  private watched = new Set<Element>();
  private place = '';

  constructor(
    private readonly host: ReactiveControllerHost & Element,
    private readonly buttons: () => Element | null
  ) {
    host.addController(this);
  }

  hostConnected() {
    this.sizes = new ResizeObserver(() => this.check());
    this.watched.clear();
    this.moved();
    document.querySelectorAll('hapi-connection, hapi-composer, hapi-chat').forEach((it) => {
      this.watch(it);
    });
    this.watch(this.host);
  }

  hostDisconnected() {
    this.sizes?.disconnect();
    this.sizes = undefined;
    window.clearTimeout(this.timer);
  }

  hostUpdated() {
    const buttons = this.buttons();
    if (buttons) {
      this.watch(buttons);
    }
  }

  private watch(it: Element) {
    if (this.sizes && !this.watched.has(it)) {
      this.watched.add(it);
      this.sizes.observe(it);
    }
  }

  /** Something on the screen is elsewhere or is another thing now. */
  moved() {
    this.isStill = false;
    void this.host.updateComplete.then(() => (this.place = this.where()));
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.where() !== this.place) {
        this.moved();
        return;
      }
      this.isStill = true;
      this.host.requestUpdate();
    }, STILL_MILLIS);
    this.host.requestUpdate();
  }

  /** May a press count that is made now? */
  allows(): boolean {
    this.check();
    return this.isStill;
  }

  private check() {
    if (this.where() !== this.place) {
      this.moved();
    }
  }

  private where(): string {
    const box = this.buttons()?.getBoundingClientRect();
    return box ? [box.top, box.left, box.width, box.height].map(Math.round).join() : '';
  }
}
