import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** One of a few values, as buttons in a row; arrow keys go through them. Says `chosen`. */
@customElement('hapi-choice')
export class HapiChoice extends LitElement {
  @property() label = '';
  @property({ attribute: false }) options: [value: string, words: string, lang?: string][] = [];
  @property() value = '';

  override render() {
    return html`<div role="radiogroup" aria-label=${this.label} @keydown=${this.onKey}>
      ${this.options.map(
        ([value, words, lang]) =>
          html`<button
            role="radio"
            lang=${lang ?? document.documentElement.lang}
            aria-checked=${value === this.value}
            tabindex=${value === this.value ? 0 : -1}
            @click=${() => this.choose(value)}
          >
            ${words}
          </button>`
      )}
    </div>`;
  }

  private choose(value: string) {
    if (value !== this.value) {
      this.value = value;
      this.dispatchEvent(new CustomEvent('chosen', { detail: value }));
    }
  }

  private onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) {
      return;
    }
    event.preventDefault();
    const at = this.options.findIndex(([value]) => value === this.value);
    const next = (at + step + this.options.length) % this.options.length;
    this.choose(this.options[next][0]);
    this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus()
    );
  };

  static override styles = css`
    div {
      display: flex;
      flex-wrap: wrap;
      gap: 12px;
    }
    button {
      font: 550 0.9375rem var(--sans);
      min-height: var(--tap);
      min-width: 72px;
      flex: 1 0 auto;
      padding: 4px 14px;
      border-radius: 12px;
      border: 1px solid var(--edge);
      background: var(--raised);
      color: var(--ink);
      cursor: pointer;
    }
    button[aria-checked='true'] {
      border-color: var(--accent);
      background: var(--accent-weak);
      color: var(--accent);
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
  `;
}
