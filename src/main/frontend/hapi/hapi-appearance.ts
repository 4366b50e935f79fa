import { LitElement, css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { text } from './texts';

const themes = ['system', 'light', 'dark'];

/** Light, dark or as the system. In a cookie, so that the page comes in its colours at once. */
@customElement('hapi-appearance')
export class HapiAppearance extends LitElement {
  @state() private theme = document.documentElement.dataset.theme ?? 'system';

  private choose(theme: string) {
    this.theme = theme;
    if (theme === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    const seconds = theme === 'system' ? 0 : 400 * 86_400;
    document.cookie = `hapi-theme=${theme};path=/;max-age=${seconds};samesite=lax`;
  }

  override render() {
    return html`<div role="radiogroup" aria-label=${text('settings.theme')}>
      ${themes.map(
        (theme) =>
          html`<button
            role="radio"
            aria-checked=${theme === this.theme}
            @click=${() => this.choose(theme)}
          >
            ${text('settings.theme.' + theme)}
          </button>`
      )}
    </div>`;
  }

  static override styles = css`
    div {
      display: grid;
      grid-auto-flow: column;
      grid-auto-columns: 1fr;
      gap: 8px;
    }
    button {
      font: 550 15px var(--sans);
      min-height: var(--tap);
      padding: 4px 8px;
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
