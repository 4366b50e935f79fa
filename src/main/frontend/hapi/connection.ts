import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import './icons';
import { text } from './texts';

const CALM_MILLIS = 8_000;
const LOST_MILLIS = 1_500;
const PATIENCE_MILLIS = 4_000;

/**
 * An amber line while the hub cannot be reached; it goes by itself and covers nothing. It asks the
 * hub itself: a socket that died in a tunnel looks alive for minutes. Others learn of the return by
 * the event `hapi-back` of the window.
 */
@customElement('hapi-connection')
export class HapiConnection extends LitElement {
  @state() private isLost = false;
  private misses = 0;
  private timer?: number;

  private onWake = () => {
    if (document.visibilityState === 'visible') {
      this.next(0);
    }
  };

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.onWake);
    window.addEventListener('online', this.onWake);
    window.addEventListener('offline', this.onWake);
    this.next(CALM_MILLIS);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.onWake);
    window.removeEventListener('online', this.onWake);
    window.removeEventListener('offline', this.onWake);
    window.clearTimeout(this.timer);
  }

  private next(millis: number) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.look(), millis);
  }

  private async look() {
    if (document.visibilityState !== 'visible') {
      return;
    }
    const isThere = await answers();
    if (!this.isConnected) {
      return;
    }
    this.misses = isThere ? 0 : this.misses + 1;
    if (isThere && this.isLost) {
      window.dispatchEvent(new Event('hapi-back'));
    }
    // One miss is a hiccup.
    this.isLost = this.misses > 1;
    this.next(this.misses ? LOST_MILLIS : CALM_MILLIS);
  }

  override render() {
    return html`<div role="status">
      ${this.isLost
        ? html`<p><hapi-icon name="busy"></hapi-icon> ${text('connection.lost')}</p>`
        : nothing}
    </div>`;
  }

  static override styles = css`
    p {
      margin: 0;
      padding: 7px 16px;
      background: var(--wait-weak);
      color: var(--wait);
      font: 550 14px/1.4 var(--sans);
      text-align: center;
      border-bottom: 1px solid var(--line);
    }
  `;
}

async function answers(): Promise<boolean> {
  try {
    const answer = await fetch('health', {
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MILLIS)
    });
    return answer.ok;
  } catch {
    return false;
  }
}
