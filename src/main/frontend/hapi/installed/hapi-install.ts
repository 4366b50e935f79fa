import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { text } from '../base/texts';

/** What Chromium's browsers give a page that may be installed. */
interface InstallEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** It comes soon after the first page of a visit, long before somebody opens the settings. */
let offered: InstallEvent | undefined;
const changes = new EventTarget();

window.addEventListener('beforeinstallprompt', (event) => {
  // Not by itself: HAPI asks for nothing that nobody wanted.
  event.preventDefault();
  offered = event as InstallEvent;
  changes.dispatchEvent(new Event('change'));
});
window.addEventListener('appinstalled', () => {
  offered = undefined;
  changes.dispatchEvent(new Event('change'));
});

const isInstalled = () => matchMedia('(display-mode: standalone)').matches;

/** Apple's phones and tablets; the latter say that they are a Mac. */
const isApple = () =>
  /iPhone|iPad/.test(navigator.userAgent) ||
  (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1);

/** How to put HAPI on the home screen; nothing where it is, or where that cannot be. */
@customElement('hapi-install')
export class HapiInstall extends LitElement {
  @state() private offer = offered;

  private onChange = () => (this.offer = offered);

  override connectedCallback() {
    super.connectedCallback();
    changes.addEventListener('change', this.onChange);
    this.onChange();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    changes.removeEventListener('change', this.onChange);
  }

  /** It can be asked once; the browser gives another one later. */
  private async install() {
    const offer = this.offer;
    offered = undefined;
    this.offer = undefined;
    await offer?.prompt();
  }

  override render() {
    if (isInstalled()) {
      return nothing;
    }
    const what = this.offer
      ? html`<button @click=${this.install}>${text('install.button')}</button>`
      : isApple()
        ? html`<p>${text('install.apple')}</p>`
        : nothing;
    return what === nothing
      ? nothing
      : html`<h2>${text('install.title')}</h2>
          ${what}
          <p class="hint">${text('install.hint')}</p>`;
  }

  static override styles = css`
    h2 {
      font-size: 1rem;
      font-weight: 620;
      margin: 24px 0 8px;
    }
    p {
      margin: 0 0 4px;
    }
    .hint {
      color: var(--ink-2);
      font-size: 0.875rem;
      margin-top: 8px;
    }
    button {
      width: 100%;
      min-height: var(--tap);
      border: 1px solid var(--edge);
      border-radius: 12px;
      background: var(--raised);
      color: var(--ink);
      font: 600 1rem var(--sans);
      cursor: pointer;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
  `;
}
