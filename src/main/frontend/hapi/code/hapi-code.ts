import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { copy } from '../base/copy';
import { text } from '../base/texts';
import { highlighted, type Piece } from './highlight';
import { lookStyles } from './look-styles';

/** So many lines are shown before somebody asks for the rest. */
const FIRST_LINES = 40;
const COPIED_MILLIS = 2000;

/**
 * A block of code: its language, wrapped or not, copied with one tap, coloured when the grammar has
 * come. The text is there at once and keeps its place.
 */
@customElement('hapi-code')
export class HapiCode extends LitElement {
  @property() text = '';
  /** A fence's word or a path; empty for plain text. */
  /** Not the element's own `lang`, which is a language of people. */
  @property() language = '';
  /** What stands in the head; the language's word when empty. */
  @property() name = '';
  /** Lines shown at first; 0 shows all. */
  @property({ type: Number }) first = FIRST_LINES;
  @state() private lines?: Piece[][];
  @state() private isWrapped = false;
  @state() private isWhole = false;
  @state() private isCopied = false;
  @state() private isWide = false;
  private sizes?: ResizeObserver;

  static override styles = [
    lookStyles,
    css`
      :host {
        display: block;
        min-width: 0;
        border: 1px solid var(--line);
        border-radius: 10px;
        background: var(--sunken);
        overflow: hidden;
        margin: 0 0 10px;
        color: var(--ink);
      }
      * {
        box-sizing: border-box;
        font-variant-ligatures: none;
      }
      .head {
        display: flex;
        align-items: center;
        min-height: 44px;
        padding-inline: 13px 4px;
        border-bottom: 1px solid var(--line);
        font: 0.8125rem var(--sans);
        color: var(--ink-2);
      }
      .head .lang {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      button {
        font: 600 0.8125rem var(--sans);
        color: var(--accent);
        background: none;
        border: 0;
        min-height: 44px;
        min-width: 44px;
        padding: 0 10px;
        cursor: pointer;
      }
      button.more {
        width: 100%;
        border-top: 1px solid var(--line);
        font-size: 0.9375rem;
      }
      :focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
        border-radius: 8px;
      }
      pre {
        margin: 0;
        padding: 10px 13px;
        font: 0.8125rem/1.55 var(--mono);
        overflow-x: auto;
        overscroll-behavior-x: contain;
        tab-size: 4;
      }
      pre.wrapped {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      /* The edge under which the lines go on. */
      .box {
        position: relative;
      }
      .box.wide::after {
        content: '';
        position: absolute;
        inset-block: 0;
        inset-inline-end: 0;
        width: 28px;
        background: linear-gradient(to right, transparent, var(--sunken));
        pointer-events: none;
      }
      .box.wide:dir(rtl)::after {
        background: linear-gradient(to left, transparent, var(--sunken));
      }
    `
  ];

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) {
      this.watch();
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes?.disconnect();
    this.sizes = undefined;
  }

  private watch() {
    this.sizes = new ResizeObserver(this.measure);
    this.sizes.observe(this.pre);
  }

  private get pre() {
    return this.renderRoot.querySelector('pre')!;
  }

  private measure = () => {
    const it = this.pre;
    this.isWide = it.scrollWidth - it.clientWidth - Math.abs(it.scrollLeft) > 2;
  };

  override willUpdate(changed: PropertyValues) {
    if (changed.has('text') || changed.has('language')) {
      this.lines = undefined;
      void this.colour(this.text, this.language);
    }
  }

  private async colour(words: string, lang: string) {
    const lines = await highlighted(words, lang);
    if (words === this.text && lang === this.language) {
      this.lines = lines;
    }
  }

  override updated() {
    if (!this.sizes) {
      this.watch();
    }
    this.measure();
  }

  private async copy() {
    this.isCopied = await copy(this.text);
    window.setTimeout(() => (this.isCopied = false), COPIED_MILLIS);
  }

  override render() {
    const plain = this.text.split('\n');
    const shown =
      this.isWhole || !this.first || plain.length <= this.first + 5 ? plain.length : this.first;
    return html`<div class="head">
        <span class="lang">${this.name || this.language || text('code.plain')}</span>
        <button aria-pressed=${this.isWrapped} @click=${() => (this.isWrapped = !this.isWrapped)}>
          ${text('code.wrap')}
        </button>
        <button aria-live="polite" @click=${this.copy}>
          ${text(this.isCopied ? 'code.copied' : 'code.copy')}
        </button>
      </div>
      <div class="box ${this.isWide ? 'wide' : ''}">
        <pre
          class=${this.isWrapped ? 'wrapped' : ''}
          tabindex="0"
          role="region"
          aria-label=${text('code.label', this.name || this.language)}
          @scroll=${this.measure}
          dir="ltr"
        >${this.lines
            ? this.lines.slice(0, shown).map((line, i) => html`${i ? '\n' : ''}${line.map(drawn)}`)
            : plain.slice(0, shown).join('\n')}</pre>
      </div>
      ${shown < plain.length
        ? html`<button class="more" @click=${() => (this.isWhole = true)}>
            ${text('code.more', plain.length - shown)}
          </button>`
        : nothing}`;
  }
}

/** A piece as a node of its own. */
export function drawn(it: Piece) {
  return it.look ? html`<span class=${it.look}>${it.text}</span>` : it.text;
}

declare global {
  interface HTMLElementTagNameMap {
    'hapi-code': HapiCode;
  }
}
