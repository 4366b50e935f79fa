import { html, nothing, type LitElement } from 'lit';
import { cursor, KEYS, withHeld, type Held, type Key } from './keys';
import type { TerminalScreen } from './screen';
import { text } from '../base/texts';

const HOLD_MILLIS = 450;
const REPEAT_MILLIS = 80;
const FREE: Held = { ctrl: false, alt: false };

/** The keys that a phone has not. Ctrl and Alt stay down until the next key, from wherever it comes. */
export class KeyStrip {
  private held = FREE;
  private holding?: number;

  /** `screen` answers nothing while no key counts. */
  constructor(
    private readonly host: LitElement,
    private readonly screen: () => TerminalScreen | undefined,
    private readonly send: (keys: string) => void
  ) {}

  /** What was typed elsewhere, with the keys that are down here. */
  typed(data: string) {
    this.give(withHeld(data, this.held));
  }

  stop() {
    window.clearTimeout(this.holding);
  }

  render() {
    return html`<div class="keys">${KEYS.map((key) => this.key(key))}</div>`;
  }

  private give(keys: string) {
    this.send(keys);
    if (this.held !== FREE) {
      this.hold(FREE);
    }
  }

  private hold(held: Held) {
    this.held = held.ctrl || held.alt ? held : FREE;
    this.host.requestUpdate();
  }

  private press(key: Key, isHeld = false) {
    const screen = this.screen();
    if (!screen) {
      return;
    }
    if (key.sticky) {
      this.hold({ ...this.held, [key.sticky]: !this.held[key.sticky] });
      return;
    }
    if (key.page && !screen.isFull) {
      screen.scroll(key.page);
      return;
    }
    const plain = key.page ? (key.page < 0 ? '\x1b[5~' : '\x1b[6~') : (key.send ?? '');
    this.give(
      key.cursor
        ? cursor(key.cursor, this.held, screen.hasArrowsOfPrograms)
        : withHeld(isHeld ? (key.held ?? plain) : plain, this.held)
    );
  }

  /** A key that is held repeats, or is its other sign. The keyboard stays up. */
  private onDown(event: PointerEvent, key: Key) {
    event.preventDefault();
    window.clearTimeout(this.holding);
    if (!key.cursor && !key.held) {
      return;
    }
    const repeat = () => {
      this.press(key, true);
      this.holding = key.held ? -1 : window.setTimeout(repeat, REPEAT_MILLIS);
    };
    this.holding = window.setTimeout(repeat, HOLD_MILLIS);
    const target = event.currentTarget as HTMLElement;
    const stop = () => window.clearTimeout(this.holding);
    target.addEventListener('pointerleave', stop, { once: true });
    target.addEventListener('pointerup', stop, { once: true });
    target.addEventListener('pointercancel', stop, { once: true });
  }

  private onKey(key: Key) {
    if (this.holding === -1) {
      this.holding = undefined;
    } else {
      this.press(key);
    }
  }

  private key(key: Key) {
    return html`<button
      aria-label=${key.label ? text(`terminal.key.${key.label}`) : key.name}
      aria-pressed=${key.sticky ? String(this.held[key.sticky]) : nothing}
      @mousedown=${(event: Event) => event.preventDefault()}
      @pointerdown=${(event: PointerEvent) => this.onDown(event, key)}
      @contextmenu=${(event: Event) => event.preventDefault()}
      @click=${() => this.onKey(key)}
    >
      ${key.name}
    </button>`;
  }
}
