import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { text } from '../base/texts';
import '../code/hapi-code';
import { diagrams, type Drawing } from './diagrams';
import './hapi-picture';

const MOST_CHARS = 20_000;
const MOST_HEIGHT = 420;

/** A diagram: its words, until it is drawn and when it cannot be. */
@customElement('hapi-diagram')
export class HapiDiagram extends LitElement {
  @property() text = '';
  @state() private drawing?: Drawing;
  @state() private isCode = false;
  private readonly look = window.matchMedia('(prefers-color-scheme: dark)');

  static override styles = css`
    :host {
      display: block;
      margin: 0 0 10px;
      min-width: 0;
    }
    button {
      font: 600 0.8125rem var(--sans);
      min-height: 44px;
      padding: 0 10px;
      margin-inline-start: -10px;
      color: var(--accent);
      background: none;
      border: 0;
      cursor: pointer;
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
      border-radius: 8px;
    }
  `;

  override connectedCallback() {
    super.connectedCallback();
    this.look.addEventListener('change', this.draw);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.look.removeEventListener('change', this.draw);
  }

  override willUpdate(changed: PropertyValues) {
    if (changed.has('text')) {
      void this.draw();
    }
  }

  private draw = async () => {
    const words = this.text;
    if (words.length > MOST_CHARS) {
      return;
    }
    const theme = document.documentElement.dataset.theme;
    const isDark = theme ? theme === 'dark' : this.look.matches;
    const drawing = await diagrams.draw(words, isDark);
    if (words === this.text) {
      this.drawing = drawing;
    }
  };

  override render() {
    const it = this.drawing;
    const code = html`<hapi-code .text=${this.text} language="mermaid"></hapi-code>`;
    return it
      ? html`<hapi-picture
            .src=${it.src}
            .name=${text('chat.diagram')}
            .wide=${true}
            .height=${Math.min(MOST_HEIGHT, it.height + 24)}
          ></hapi-picture>
          <button aria-expanded=${this.isCode} @click=${() => (this.isCode = !this.isCode)}>
            ${text(this.isCode ? 'chat.hideCode' : 'chat.showCode')}
          </button>
          ${this.isCode ? code : nothing}`
      : code;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hapi-diagram': HapiDiagram;
  }
}
