import { LitElement, css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Needs } from './model';
import { text } from '../base/texts';

const NUMBER = /^\(\d+\) /;

/** What was said already; outlives the element. */
const announced = new Set<string>();

/** The number on the app's icon; the title comes far more often than another number. */
let badge: number | undefined;

/** The number of open requests in the tab's title and on the app's icon; says new ones once. */
@customElement('hapi-needs')
export class HapiNeeds extends LitElement {
  @state() private words = '';
  private count = 0;
  private titles?: MutationObserver;

  static override styles = css`
    :host {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  `;

  show(needs: Needs) {
    const fresh = needs.asks.filter((ask) => !announced.has(ask.key));
    announced.clear();
    needs.asks.forEach((ask) => announced.add(ask.key));
    if (fresh.length) {
      this.words = fresh.length === 1 ? fresh[0].words : text('inbox.many', needs.count);
    }
    this.count = needs.count;
    this.mark();
  }

  override connectedCallback() {
    super.connectedCallback();
    const title = document.querySelector('title');
    if (title) {
      this.titles = new MutationObserver(() => this.mark());
      this.titles.observe(title, { childList: true, characterData: true, subtree: true });
    }
    this.mark();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.titles?.disconnect();
  }

  private mark() {
    const plain = document.title.replace(NUMBER, '');
    const wanted = this.count ? `(${this.count}) ${plain}` : plain;
    if (document.title !== wanted) {
      document.title = wanted;
    }
    if ('setAppBadge' in navigator && badge !== this.count) {
      badge = this.count;
      // Not every system shows one; then there is nothing to do about it.
      const set = this.count ? navigator.setAppBadge(this.count) : navigator.clearAppBadge();
      set.catch(() => undefined);
    }
  }

  override render() {
    return html`<p role="status" aria-live="polite">${this.words}</p>`;
  }
}
