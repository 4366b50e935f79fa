import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../base/icons';
import { text } from '../base/texts';

/**
 * A picture in a box of fixed size, so that nothing moves when it arrives; a tap shows it large.
 */
@customElement('hapi-picture')
export class HapiPicture extends LitElement {
  @property() src = '';
  @property() name = '';
  /** As wide as there is room. */
  @property({ type: Boolean }) wide = false;
  /** Of the box, in pixels. */
  @property({ type: Number }) height = 200;
  @state() private isGone = false;

  static override styles = css`
    :host {
      display: block;
      max-width: 100%;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    .small {
      all: unset;
      display: block;
      width: min(100%, 320px);
      border: 1px solid var(--line);
      border-radius: 10px;
      background: var(--sunken);
      overflow: hidden;
      cursor: zoom-in;
      box-sizing: border-box;
    }
    .small.wide {
      width: 100%;
    }
    .small:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    .small img {
      width: 100%;
      height: 100%;
      object-fit: contain;
      display: block;
    }
    .gone {
      margin: 0;
      font-size: 0.875rem;
      color: var(--ink-2);
    }
    dialog {
      border: 0;
      padding: 0;
      margin: 0;
      width: 100vw;
      height: 100dvh;
      max-width: none;
      max-height: none;
      background: var(--paper);
      color: var(--ink);
    }
    dialog[open] {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr);
    }
    dialog header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 12px;
      padding: max(4px, env(safe-area-inset-top)) 4px 4px 16px;
      font: 0.9375rem var(--sans);
    }
    dialog header span {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    dialog button {
      font: 600 0.9375rem var(--sans);
      min-height: 48px;
      padding: 0 16px;
      color: var(--accent);
      background: none;
      border: 0;
      cursor: pointer;
    }
    dialog div {
      overflow: auto;
      display: grid;
      padding: 8px;
      touch-action: pan-x pan-y pinch-zoom;
    }
    dialog img {
      margin: auto;
      max-width: 100%;
      max-height: 100%;
    }
  `;

  private get dialog() {
    return this.renderRoot.querySelector('dialog')!;
  }

  override render() {
    const name = this.name || text('chat.picture');
    if (this.isGone) {
      return html`<p class="gone">${name}: ${text('chat.pictureGone')}</p>`;
    }
    return html`<button
        class="small ${this.wide ? 'wide' : ''}"
        style="height: ${this.height}px"
        aria-label=${text('chat.enlarge', name)}
        @click=${() => this.dialog.showModal()}
      >
        <img src=${this.src} alt=${name} loading="lazy" @error=${() => (this.isGone = true)} />
      </button>
      <dialog aria-label=${name} @click=${this.leave}>
        <header>
          <span>${name}</span>
          <button @click=${() => this.dialog.close()}>${text('chat.close')}</button>
        </header>
        <div><img src=${this.src} alt=${name} loading="lazy" /></div>
      </dialog>`;
  }

  private leave(event: Event) {
    if (event.target instanceof HTMLDivElement) {
      this.dialog.close();
    }
  }
}
