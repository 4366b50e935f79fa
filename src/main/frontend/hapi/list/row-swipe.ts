import type { LitElement, ReactiveController } from 'lit';
import type { SessionRow } from './model';

/** So far from the edge a swipe is the system's "back". */
const EDGE = 24;
/** Before that it may still be a tap or a scroll. */
const START = 12;
/** The action's width, and how far one has to go. */
const FULL = 112;
const LONG_MILLIS = 500;

export interface SwipeActions {
  /** May this row be swiped at all? */
  canSwipe(row: SessionRow): boolean;
  swiped(row: SessionRow): void;
  /** Pressed long, or with the other mouse button. */
  held(row: SessionRow): void;
}

/**
 * Touch on a row: a swipe towards the start of the line uncovers its action, a long press opens its
 * menu. Scrolling stays the browser's (`touch-action: pan-y`); nothing is prevented.
 */
export class RowSwipe implements ReactiveController {
  private row?: SessionRow;
  private x = 0;
  private y = 0;
  private pointer = -1;
  private isSwiping = false;
  private wasSwipe = false;
  private timer?: number;
  private offset = 0;

  constructor(
    private readonly host: LitElement,
    private readonly actions: SwipeActions
  ) {
    host.addController(this);
  }

  hostConnected() {}

  hostDisconnected() {
    this.end();
  }

  /** How far the row is moved, in pixels to the left. */
  of(row: SessionRow) {
    return this.isSwiping && this.row?.id === row.id ? this.offset : 0;
  }

  isFar() {
    return Math.abs(this.offset) >= FULL;
  }

  readonly down = (row: SessionRow, event: PointerEvent) => {
    this.end();
    this.wasSwipe = false;
    if (event.pointerType !== 'touch' || !event.isPrimary) {
      return;
    }
    this.row = row;
    this.x = event.clientX;
    this.y = event.clientY;
    this.pointer = event.pointerId;
    this.timer = window.setTimeout(() => {
      const held = this.row;
      this.end();
      this.wasSwipe = true;
      if (held) {
        navigator.vibrate?.(10);
        this.actions.held(held);
      }
    }, LONG_MILLIS);
  };

  readonly move = (event: PointerEvent) => {
    if (!this.row || event.pointerId !== this.pointer) {
      return;
    }
    const dx = event.clientX - this.x;
    const dy = event.clientY - this.y;
    if (!this.isSwiping) {
      if (Math.abs(dx) > START || Math.abs(dy) > START) {
        window.clearTimeout(this.timer);
      }
      const isFromEdge = this.x < EDGE || this.x > window.innerWidth - EDGE;
      if (Math.abs(dx) < START || Math.abs(dx) < 1.5 * Math.abs(dy) || isFromEdge) {
        return;
      }
      if (dx * this.direction() > 0 || !this.actions.canSwipe(this.row)) {
        this.row = undefined;
        return;
      }
      this.isSwiping = true;
      this.wasSwipe = true;
    }
    const far = Math.max(0, -dx * this.direction());
    // Beyond the action's width it follows slowly.
    this.offset = this.direction() * (far < FULL ? far : FULL + (far - FULL) / 4);
    this.host.requestUpdate();
  };

  readonly up = (event: PointerEvent) => {
    if (event.pointerId !== this.pointer) {
      return;
    }
    const row = this.row;
    const isDone = this.isSwiping && this.isFar();
    this.end();
    if (row && isDone) {
      this.actions.swiped(row);
    }
  };

  readonly cancel = () => this.end();

  /** A swipe or a long press is no tap. */
  readonly click = (event: Event) => {
    if (this.wasSwipe) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.wasSwipe = false;
    }
  };

  /** Some systems say a long press like this, and the other mouse button. */
  readonly context = (row: SessionRow, event: Event) => {
    event.preventDefault();
    const isNew = !this.wasSwipe;
    this.end();
    if (isNew) {
      this.actions.held(row);
    }
  };

  private direction() {
    return getComputedStyle(this.host).direction === 'rtl' ? -1 : 1;
  }

  private end() {
    window.clearTimeout(this.timer);
    const wasSwiping = this.isSwiping;
    this.row = undefined;
    this.pointer = -1;
    this.isSwiping = false;
    this.offset = 0;
    if (wasSwiping) {
      this.host.requestUpdate();
    }
  }
}
