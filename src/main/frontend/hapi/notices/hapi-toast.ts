import { Router } from '@vaadin/router';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../base/icons';
import { text } from '../base/texts';

const SHOWN_MILLIS = 6_000;

/** What the hub sends; `ToastFeed` is the other half. */
export interface Toast {
  kind: string;
  session: string;
  words: string;
}

/** The service worker's word that a notice was tapped. */
navigator.serviceWorker?.addEventListener('message', (event: MessageEvent) => {
  const it: unknown = event.data;
  if (it && typeof it === 'object' && 'type' in it && it.type === 'hapi-open' && 'url' in it) {
    const url = new URL(String(it.url));
    if (url.href.startsWith(document.baseURI)) {
      Router.go({ pathname: url.pathname, search: url.search });
    }
  }
});

/**
 * One line over the head of the page for a few seconds. Says nothing of what is on the screen
 * already, and never covers a decision.
 */
@customElement('hapi-toast')
export class HapiToast extends LitElement {
  @state() private toast?: Toast;
  private timer?: number;

  show(toast: Toast) {
    const isAsk = toast.kind === 'permission' || toast.kind === 'question';
    const isThere =
      location.pathname.endsWith('/sessions/' + toast.session) ||
      (isAsk && !!document.querySelector('hapi-inbox'));
    if (!isThere && document.visibilityState === 'visible') {
      this.toast = toast;
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(this.close, SHOWN_MILLIS);
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.close();
  }

  private readonly close = () => {
    window.clearTimeout(this.timer);
    this.toast = undefined;
  };

  override render() {
    const it = this.toast;
    // What needs a decision is said to who listens by the number of open requests.
    const isSaid = it && it.kind !== 'permission' && it.kind !== 'question';
    return html`<div role=${isSaid ? 'status' : nothing}>
      ${it
        ? html`<section>
            <a href="sessions/${it.session}" router-link @click=${this.close}>${it.words}</a>
            <button aria-label=${text('toast.close')} @click=${this.close}>
              <hapi-icon name="close"></hapi-icon>
            </button>
          </section>`
        : nothing}
    </div>`;
  }

  static override styles = css`
    section {
      position: fixed;
      z-index: 20;
      inset-block-start: calc(env(safe-area-inset-top, 0px) + 2px);
      inset-inline: 8px;
      max-width: 480px;
      margin-inline: auto;
      display: flex;
      align-items: center;
      border: 1px solid var(--line);
      border-radius: 12px;
      background: var(--raised);
      box-shadow: 0 4px 16px rgb(0 0 0 / 18%);
    }
    a {
      flex: 1;
      min-width: 0;
      padding: 12px 14px;
      min-height: 48px;
      box-sizing: border-box;
      font: 550 0.9375rem/1.5 var(--sans);
      color: var(--ink);
      text-decoration: none;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    button {
      flex: none;
      width: 48px;
      height: 48px;
      border: 0;
      background: none;
      color: var(--ink-2);
      font-size: 1.125rem;
      cursor: pointer;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
  `;
}
