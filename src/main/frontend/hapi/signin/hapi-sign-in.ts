import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { text } from '../base/texts';
import { languages, speak } from '../settings/preferences';
import { hubs } from './hubs';

/**
 * The form for the access token, a plain one: the browser sends it, keeps what was typed when it
 * cannot, and its password manager sees it. It stands in the page itself and is styled by `page.css`.
 */
@customElement('hapi-sign-in')
export class HapiSignIn extends LitElement {
  /** Where to go then. */
  @property() next = '/';
  /** Why the last try failed: `wrong`, `slow`, or empty. */
  @property() failed = '';
  @state() private hasToken = false;
  @state() private isBusy = false;
  @state() private words = '';

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('pageshow', this.onShown);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('pageshow', this.onShown);
  }

  override firstUpdated() {
    // A keyboard that slides up at once hides what this page is.
    if (matchMedia('(hover: hover)').matches) {
      this.field().focus();
    }
    this.look();
  }

  /** Back from the next page: the button is not busy any more. */
  private onShown = () => {
    this.isBusy = false;
  };

  override render() {
    const fault = this.words || (this.failed ? text('login.failed.' + this.failed) : '');
    const spoken = document.documentElement.lang.slice(0, 2);
    return html`
      <p class="languages">
        ${languages
          .filter(([value]) => value !== spoken)
          .map(
            ([value, words]) =>
              html`<button type="button" class="link" lang=${value} @click=${() => speak(value)}>
                ${words}
              </button>`
          )}
      </p>
      <main>
        <h1>${text('app.name')}</h1>
        <p class="hint">${text('app.tagline')}</p>
        <form method="post" action="sign-in" @submit=${this.send}>
          <label for="token">${text('login.token')}</label>
          <input
            id="token"
            class="token"
            type="password"
            name="token"
            autocomplete="current-password"
            autocapitalize="off"
            spellcheck="false"
            required
            aria-invalid=${fault ? 'true' : 'false'}
            aria-describedby="fault"
            @input=${this.look}
          />
          <p id="fault" class="fault" role="alert">${fault || nothing}</p>
          <button type="button" class="second" @click=${this.paste}>${text('login.paste')}</button>
          <label class="check">
            <input type="checkbox" name="remember" checked />
            <span>${text('login.remember')}</span>
          </label>
          <input type="hidden" name="next" .value=${this.next} />
          <button type="submit" class="primary" ?disabled=${!this.hasToken || this.isBusy}>
            ${text(this.isBusy ? 'login.busy' : 'login.signIn')}
          </button>
        </form>
        <p class="hint">${text('login.hint')}</p>
        <a class="hub" href="ui/hubs" router-ignore>
          <span><small>${text('login.hub')}</small><b><bdi>${this.hub()}</bdi></b></span>
          <span class="change">${text('login.hub.change')}</span>
        </a>
      </main>
    `;
  }

  private hub() {
    const here = new URL(document.baseURI);
    const named = hubs().find((hub) => hub.address === here.origin);
    return named?.name ? `${named.name} · ${here.host}` : here.host;
  }

  private field() {
    return this.querySelector<HTMLInputElement>('#token')!;
  }

  /** A browser may have filled it in without a word. */
  private look() {
    this.hasToken = this.field().value.trim() !== '';
  }

  private async paste() {
    this.words = '';
    try {
      this.field().value = (await navigator.clipboard.readText()).trim();
      this.look();
    } catch {
      // A browser asks first, and gives none to a page without https.
      this.words = text('login.paste.byHand');
      this.field().focus();
    }
  }

  private send() {
    this.isBusy = true;
  }
}
