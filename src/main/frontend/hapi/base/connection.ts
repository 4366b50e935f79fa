import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './icons';
import { link } from './link';
import { text } from './texts';
import { clock } from './time';

/** How long a page that has just come may be without a beat before one reads of it. */
const QUIET_MILLIS = 2_500;

/**
 * One amber line while what is shown is not known to be what the hub knows; it goes by itself and
 * covers nothing. The hub sends its beats here.
 */
@customElement('hapi-connection')
export class HapiConnection extends LitElement {
  /** The hub's name for this tab. */
  @property() tab = '';
  @state() private isShown = false;
  private timer?: number;

  /** Called by the hub, through the push. */
  beat(number: number) {
    link.hear(number);
  }

  private onLink = () => {
    window.clearTimeout(this.timer);
    if (link.state === 'late' && !link.asOf) {
      this.timer = window.setTimeout(() => (this.isShown = link.state !== 'live'), QUIET_MILLIS);
    } else {
      this.isShown = link.state === 'lost';
    }
  };

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hapi-link', this.onLink);
    // It says the same with a stripe over this line, and stays in the tree when it is hidden.
    document.querySelectorAll('vaadin-connection-indicator').forEach((it) => it.remove());
    this.onLink();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('hapi-link', this.onLink);
    window.clearTimeout(this.timer);
  }

  override updated() {
    link.begin(this.tab);
  }

  override render() {
    return html`<div role="status">
      ${this.isShown
        ? html`<p>
            <hapi-icon name="busy"></hapi-icon>
            ${link.asOf ? text('connection.lostSince', clock(link.asOf)) : text('connection.lost')}
          </p>`
        : nothing}
    </div>`;
  }

  static override styles = css`
    p {
      margin: 0;
      padding: 7px 16px;
      background: var(--wait-weak);
      color: var(--wait);
      font: 550 0.875rem/1.4 var(--sans);
      text-align: center;
      border-bottom: 1px solid var(--line);
    }
  `;
}
