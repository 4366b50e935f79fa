import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import './hapi-ask';
import type { HapiAsk } from './hapi-ask';
import { ended, mine } from './decide';
import { front } from './front';
import type { Ask, AskEnd } from './model';
import { isKeyboardUp } from '../base/keyboard';
import { giveKeysBack, useKeys } from '../base/keys';
import { text } from '../base/texts';

/** How long what this page decided is said once more; the chat says it for good. */
const LINGER_MILLIS = 1800;

/**
 * What the agent asks, directly over the composer: one request of the session at a time. While a
 * keyboard is up only its title stays.
 */
@customElement('hapi-dock')
export class HapiDock extends LitElement {
  @property() session = '';
  @state() private asks: Ask[] = [];
  @state() private over?: Ask;
  @state() private isTall = false;
  @state() private isLow = false;
  /** What the person came for is not open any more. */
  @state() private isTooLate = false;
  @query('hapi-ask') private card?: HapiAsk;
  /** What the person came for, until it is known whether it is there. */
  private wanted = '';
  private current?: Ask;
  private timer?: number;

  private readonly keys = {
    j: () => this.step(1),
    k: () => this.step(-1),
    y: () => this.card?.allow(),
    n: () => this.card?.refuse(),
    escape: () => this.card?.back()
  };

  /** The request that a notice was about, which the person has tapped. */
  want(request: string) {
    front.want(request);
    this.wanted = request;
  }

  /** The open requests, oldest first, and those that ended since the last call. */
  show(it: { asks: Ask[]; ended: AskEnd[] }) {
    const end = it.ended.find((ask) => ask.key === this.current?.key);
    if (end && this.current) {
      this.over = ended(this.current, end);
      window.clearTimeout(this.timer);
      if (this.over.state === 'done') {
        this.timer = window.setTimeout(() => (this.over = undefined), LINGER_MILLIS);
      }
    }
    it.ended.forEach((ask) => mine.delete(ask.key));
    this.asks = it.asks;
    this.isTooLate = !!this.wanted && !it.asks.some((ask) => ask.id === this.wanted);
    this.wanted = '';
  }

  override connectedCallback() {
    super.connectedCallback();
    front.addEventListener('change', this.redraw);
    window.addEventListener('resize', this.measure);
    window.visualViewport?.addEventListener('resize', this.measure);
    window.addEventListener('focusin', this.measure);
    useKeys(this.keys);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    front.removeEventListener('change', this.redraw);
    window.removeEventListener('resize', this.measure);
    window.visualViewport?.removeEventListener('resize', this.measure);
    window.removeEventListener('focusin', this.measure);
    window.clearTimeout(this.timer);
    giveKeysBack(this.keys);
    front.show('');
  }

  private readonly redraw = () => this.requestUpdate();

  /** A keyboard takes the room: only the title stays, unless one writes in here. */
  private readonly measure = () => {
    this.isLow = isKeyboardUp() && !this.matches(':focus-within');
  };

  private get waiting() {
    return this.asks.filter((ask) => ask.state === 'open' || ask.state === 'sent');
  }

  private pick(): Ask | undefined {
    const all = this.waiting;
    const undecided = all.filter((ask) => !(ask.state === 'sent' && mine.has(ask.key)));
    const wanted = all.find((ask) => ask.id === front.wish);
    if (this.over && wanted?.key !== front.wish) {
      return this.over;
    }
    return (
      undecided.find((ask) => ask.id === front.wish) ??
      undecided.find((ask) => ask.key === this.current?.key) ??
      undecided[0] ??
      all[0]
    );
  }

  private step(by: number) {
    const all = this.waiting;
    const at = all.findIndex((ask) => ask.key === this.current?.key);
    if (at >= 0 && all.length > 1) {
      front.want(all[(at + by + all.length) % all.length].id);
    }
  }

  override willUpdate() {
    const next = this.pick();
    if (next?.key !== this.current?.key || next?.hash !== this.current?.hash) {
      this.isTall = false;
    }
    this.current = next;
    front.show(next && next !== this.over ? next.id : '');
    this.toggleAttribute('open', !!next);
  }

  override render() {
    const ask = this.current;
    return html`${this.isTooLate ? this.late() : nothing}${ask ? this.one(ask) : nothing}`;
  }

  private late() {
    return html`<p role="status" class="late">
      ${text('ask.late')}
      <button class="link" @click=${() => (this.isTooLate = false)}>${text('ask.late.ok')}</button>
    </p>`;
  }

  private one(ask: Ask) {
    return html`<section class="dock" aria-label=${ask.title}>
      ${this.isLow
        ? html`<header>
            <h2>${ask.title}</h2>
            <button class="link" @click=${this.raise}>${text('ask.show')}</button>
          </header>`
        : nothing}
      <hapi-ask
        docked
        ?hidden=${this.isLow}
        .ask=${ask}
        .tall=${this.isTall}
        .aside=${this.aside(ask)}
        .isLastOne=${this.waiting.length === 0}
        @next=${() => (this.over = undefined)}
      ></hapi-ask>
    </section>`;
  }

  private aside(ask: Ask) {
    const all = this.waiting;
    const at = all.findIndex((it) => it.key === ask.key);
    return html`${all.length > 1 && at >= 0
        ? html`<i>${text('ask.count', at + 1, all.length)}</i>`
        : nothing}
      <button class="link" aria-expanded=${this.isTall} @click=${() => (this.isTall = !this.isTall)}>
        ${text(this.isTall ? 'ask.less' : 'ask.more')}
      </button>`;
  }

  private raise() {
    (document.activeElement as HTMLElement | null)?.blur();
    this.isLow = false;
  }

  static override styles = css`
    :host {
      display: block;
      font: 1rem/1.45 var(--sans);
      color: var(--ink);
    }
    .dock {
      background: var(--wait-weak);
      border-top: 1px solid var(--line);
      padding-inline: max(0px, calc((100% - 744px) / 2));
      display: flex;
      flex-direction: column;
    }
    hapi-ask {
      max-height: 45dvh;
    }
    @media (max-height: 500px) and (max-width: 559px) {
      hapi-ask {
        max-height: 60dvh;
      }
    }
    hapi-ask[tall] {
      max-height: 78dvh;
    }
    hapi-ask[hidden] {
      display: none;
    }
    header {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 44px;
      padding-inline: 12px;
    }
    h2 {
      margin: 0;
      flex: 1;
      min-width: 0;
      font-size: 0.9375rem;
      font-weight: 620;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .late {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 8px;
      margin: 0;
      padding-inline: 12px;
      border-top: 1px solid var(--line);
      background: var(--raised);
      font-size: 0.9375rem;
    }
    .link {
      min-height: 44px;
      padding: 0 8px;
      border: 0;
      background: none;
      color: var(--accent);
      font: 550 0.9375rem var(--sans);
      cursor: pointer;
    }
  `;
}
