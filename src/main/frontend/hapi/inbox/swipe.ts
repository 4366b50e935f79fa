/** Back by a swipe begins at the edge; that is the system's. */
const EDGE = 24;

/** Part of the width after which one is somewhere else. */
const ENOUGH = 0.3;

/** Pixels after which a finger goes somewhere. */
const BEGIN = 10;

/** Follows a finger that goes sideways over an element; up and down is the browser's. */
export class Swipe {
  private from?: { x: number; y: number; id: number; it: HTMLElement };
  private isSideways = false;

  /** `go` is told 1 for the next, -1 for the one before. */
  constructor(
    private readonly host: HTMLElement,
    private readonly go: (by: number) => void
  ) {}

  readonly down = (event: PointerEvent) => {
    const isTouch = event.pointerType === 'touch' && event.isPrimary;
    const isAtEdge = event.clientX < EDGE || event.clientX > window.innerWidth - EDGE;
    if (!isTouch || isAtEdge || this.isHeld(event)) {
      return;
    }
    const it = event.currentTarget as HTMLElement;
    this.from = { x: event.clientX, y: event.clientY, id: event.pointerId, it };
    this.isSideways = false;
    window.addEventListener('pointermove', this.move);
    window.addEventListener('pointerup', this.up);
    window.addEventListener('pointercancel', this.cancel);
  };

  /** Buttons, and what scrolls sideways itself, are not swiped. */
  private isHeld(event: PointerEvent): boolean {
    for (const it of event.composedPath()) {
      if (it === this.host) {
        return false;
      }
      if (it instanceof HTMLElement) {
        const scrolls =
          it.scrollWidth > it.clientWidth + 1 &&
          ['auto', 'scroll'].includes(getComputedStyle(it).overflowX);
        if (scrolls || it.matches('.foot, textarea, input')) {
          return true;
        }
      }
    }
    return false;
  }

  private readonly move = (event: PointerEvent) => {
    if (!this.from || event.pointerId !== this.from.id) {
      return;
    }
    const x = event.clientX - this.from.x;
    const y = event.clientY - this.from.y;
    if (!this.isSideways && Math.abs(x) > BEGIN && Math.abs(x) > 2 * Math.abs(y)) {
      this.isSideways = true;
    }
    if (this.isSideways) {
      this.from.it.style.setProperty('--swipe', `${Math.round(x)}px`);
    } else if (Math.abs(y) > BEGIN) {
      this.cancel();
    }
  };

  private readonly up = (event: PointerEvent) => {
    const from = this.from;
    const isSideways = this.isSideways;
    this.cancel();
    if (!from || !isSideways) {
      return;
    }
    const part = (event.clientX - from.x) / from.it.clientWidth;
    if (Math.abs(part) > ENOUGH) {
      const isRightToLeft = getComputedStyle(from.it).direction === 'rtl';
      this.go(part < 0 === !isRightToLeft ? 1 : -1);
    }
  };

  private readonly cancel = () => {
    this.from?.it.style.removeProperty('--swipe');
    this.from = undefined;
    window.removeEventListener('pointermove', this.move);
    window.removeEventListener('pointerup', this.up);
    window.removeEventListener('pointercancel', this.cancel);
  };
}
