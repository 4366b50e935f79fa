import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { areKeysOn, switchKeys } from '../base/keys';
import { text } from '../base/texts';
import { NotSent, Refused } from '../base/act';
import '../installed/hapi-install';
import { lastList } from '../installed/last-list';
import { forgetWorker } from '../installed/worker';
import '../notices/hapi-notices';
import { switchOff } from '../notices/push';
import './choice';
import { switchStyles } from './switch-styles';
import { cookie, languages, setCookie, speak } from './preferences';

/** What is not of the person who signs out, but of the browser. */
const KEPT = ['hapi-keys', 'hapi-hubs'];
const SIZES = ['', '115', '130', '150'];

/** All settings on one page. They are this browser's; the hub keeps only where to notify it. */
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
      <hapi-notices></hapi-notices>
      <hapi-install></hapi-install>
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

  /** Who comes after on this browser finds nothing of what was shown. */
  private async forget(event: SubmitEvent) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    Object.keys(localStorage)
      .filter((key) => key.startsWith('hapi-') && !KEPT.includes(key))
      .forEach((key) => localStorage.removeItem(key));
    sessionStorage.clear();
    lastList.forget();
    try {
      await switchOff();
      await forgetWorker();
    } catch (fault) {
      // Without the hub the sign-out says so itself.
      if (!(fault instanceof NotSent || fault instanceof Refused)) {
        throw fault;
      }
    } finally {
      form.submit();
    }
  }

  static override styles = [
    switchStyles,
    css`
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
    .row {
      border-color: var(--line);
      justify-content: space-between;
    }
    .go {
      color: var(--ink-2);
      font-size: 1.25rem;
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
  `
  ];
}
