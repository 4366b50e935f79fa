import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { areKeysOn, switchKeys } from '../base/keys';
import { text } from '../base/texts';
import './choice';
import { cookie, languages, setCookie, speak } from './preferences';

/** What is not of the person who signs out, but of the browser. */
const KEPT = ['hapi-keys', 'hapi-hubs'];
const SIZES = ['', '115', '130', '150'];

/** All settings on one page. They are this browser's: the hub keeps none of them. */
@customElement('hapi-settings')
export class HapiSettings extends LitElement {
  @property() version = '';
  @state() private theme = document.documentElement.dataset.theme ?? 'system';
  @state() private size = cookie('hapi-text');
  @state() private hasKeys = areKeysOn();

  override render() {
    return html`
      <h2>${text('settings.language')}</h2>
      <hapi-choice
        .label=${text('settings.language')}
        .options=${[
          ['', text('settings.language.browser')],
          ...languages.map(([value, words]) => [value, words, value])
        ]}
        .value=${cookie('hapi-lang')}
        @chosen=${(event: CustomEvent<string>) => speak(event.detail)}
      ></hapi-choice>
      <h2>${text('settings.theme')}</h2>
      <hapi-choice
        .label=${text('settings.theme')}
        .options=${['system', 'light', 'dark'].map((it) => [it, text('settings.theme.' + it)])}
        .value=${this.theme}
        @chosen=${(event: CustomEvent<string>) => this.color(event.detail)}
      ></hapi-choice>
      <h2>${text('settings.text')}</h2>
      <hapi-choice
        .label=${text('settings.text')}
        .options=${SIZES.map((it) => [it, text('settings.text.percent', it || '100')])}
        .value=${this.size}
        @chosen=${(event: CustomEvent<string>) => this.write(event.detail)}
      ></hapi-choice>
      <h2>${text('settings.keys')}</h2>
      <button
        class="switch"
        role="switch"
        aria-checked=${this.hasKeys}
        @click=${this.toggleKeys}
      >
        <i></i>
        <span
          ><b>${text('settings.keys.title')}</b><small>${text('settings.keys.hint')}</small></span
        >
      </button>
      <h2>${text('settings.notifications')}</h2>
      <p>${text('settings.notifications.' + this.notifications())}</p>
      <p class="hint">${text('settings.notifications.today')}</p>
      <h2>${text('settings.devices')}</h2>
      <a class="row" href="machines" router-link>
        <span><b>${text('machines.title')}</b><small>${text('settings.devices.hint')}</small></span>
        <span aria-hidden="true" class="go">›</span>
      </a>
      <h2>${text('settings.about')}</h2>
      <p>${text('settings.about.text', this.version)} ${text('settings.about.source')}</p>
      <p class="hint">${text('settings.about.licence')}</p>
      <form method="post" action="sign-out" @submit=${this.forget}>
        <p class="hint">${text('settings.signOut.hint')}</p>
        <button class="out">${text('settings.signOut')}</button>
      </form>
    `;
  }

  private color(theme: string) {
    this.theme = theme;
    if (theme === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    setCookie('hapi-theme', theme === 'system' ? '' : theme);
  }

  private write(percent: string) {
    this.size = percent;
    if (percent) {
      document.documentElement.dataset.text = percent;
    } else {
      delete document.documentElement.dataset.text;
    }
    setCookie('hapi-text', percent);
  }

  private toggleKeys() {
    this.hasKeys = !this.hasKeys;
    switchKeys(this.hasKeys);
  }

  /** What this browser lets a page do. */
  private notifications() {
    if (!window.isSecureContext) {
      return 'insecure';
    }
    if (!('Notification' in window)) {
      return 'missing';
    }
    return Notification.permission === 'denied' ? 'denied' : 'possible';
  }

  /** Who comes after on this browser finds nothing of what was shown. */
  private forget() {
    Object.keys(localStorage)
      .filter((key) => key.startsWith('hapi-') && !KEPT.includes(key))
      .forEach((key) => localStorage.removeItem(key));
    sessionStorage.clear();
  }

  static override styles = css`
    :host {
      display: block;
      font: 1rem/1.45 var(--sans);
      color: var(--ink);
    }
    *,
    *::before {
      box-sizing: border-box;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    h2 {
      font-size: 1rem;
      font-weight: 620;
      margin: 24px 0 8px;
    }
    h2:first-child {
      margin-top: 8px;
    }
    p {
      margin: 0 0 4px;
    }
    .hint,
    small {
      color: var(--ink-2);
      font-size: 0.875rem;
    }
    b,
    small {
      display: block;
    }
    b {
      font-weight: 580;
    }
    .switch,
    .row {
      width: 100%;
      min-height: 56px;
      padding: 8px 14px;
      display: flex;
      gap: 12px;
      align-items: center;
      border: 1px solid var(--edge);
      border-radius: 12px;
      background: var(--raised);
      color: var(--ink);
      font: 1rem/1.35 var(--sans);
      text-align: start;
      text-decoration: none;
      cursor: pointer;
    }
    .row {
      border-color: var(--line);
      justify-content: space-between;
    }
    .go {
      color: var(--ink-2);
      font-size: 1.25rem;
    }
    i {
      flex: none;
      width: 40px;
      height: 24px;
      border-radius: 12px;
      border: 2px solid var(--edge);
      position: relative;
    }
    i::before {
      content: '';
      position: absolute;
      inset-block-start: 3px;
      inset-inline-start: 3px;
      width: 14px;
      height: 14px;
      border-radius: 7px;
      background: var(--edge);
    }
    [aria-checked='true'] i {
      border-color: var(--accent);
      background: var(--accent);
    }
    [aria-checked='true'] i::before {
      inset-inline-start: 19px;
      background: var(--accent-ink);
    }
    form {
      margin-top: 32px;
    }
    .out {
      width: 100%;
      min-height: var(--tap);
      margin-top: 8px;
      border: 1px solid var(--stop);
      border-radius: 12px;
      background: var(--raised);
      color: var(--stop);
      font: 600 1rem var(--sans);
      cursor: pointer;
    }
  `;
}
