import { ConnectionState, type ConnectionStateStore } from '@vaadin/common-frontend';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { text } from './texts';

/**
 * An amber line while the hub cannot be reached. It goes by itself; it covers nothing.
 */
@customElement('hapi-connection')
export class HapiConnection extends LitElement {
  @state() private isLost = false;
  private timer?: number;

  private get store(): ConnectionStateStore | undefined {
    return (window as any).Vaadin?.connectionState;
  }

  private onChange = (_: ConnectionState, now: ConnectionState) => {
    const lost = now === ConnectionState.CONNECTION_LOST || now === ConnectionState.RECONNECTING;
    window.clearTimeout(this.timer);
    if (lost) {
      // A short hiccup is nobody's business.
      this.timer = window.setTimeout(() => (this.isLost = true), 800);
    } else {
      this.isLost = false;
    }
  };

  override connectedCallback() {
    super.connectedCallback();
    this.store?.addStateChangeListener(this.onChange);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.store?.removeStateChangeListener(this.onChange);
  }

  override render() {
    return html`<div role="status">
      ${this.isLost ? html`<p><hapi-icon name="busy"></hapi-icon> ${text('connection.lost')}</p>` : nothing}
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
