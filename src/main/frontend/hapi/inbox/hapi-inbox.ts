import { LitElement, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import '../decision/hapi-ask';
import '../base/icons';
import { helpDialog } from './help';
import { inboxStyles } from './inbox-styles';
import { Swipe } from './swipe';
import type { HapiAsk } from '../decision/hapi-ask';
import { chosen, ended, mine } from '../decision/decide';
import type { Ask } from '../decision/model';
import type { InboxAll, InboxChange, Working } from './model';
import { giveKeysBack, useKeys } from '../base/keys';
import { keep, recall } from '../base/store';
import { ago } from '../base/time';
import { isolated } from '../base/isolated';
import { text } from '../base/texts';

/** How many of the others are named on a wide screen. */
const NAMED = 4;

/** What was looked at; kept over a load of the page, which follows a lost connection. */
const FOCUS = 'inbox';

interface Line {
  tone: 'plain' | 'fresh' | 'go' | 'stop';
  words: string;
  /** The request that it is about, while one can go there. */
  key?: string;
}

/**
 * All open requests, one at a time. What is in focus stays there whatever arrives; what this page
 * decided makes room for the next one and stays as a line until the agent has it; what ended
 * otherwise waits until the person goes on.
 */
@customElement('hapi-inbox')
export class HapiInbox extends LitElement {
  @state() private asks = new Map<string, Ask>();
  @state() private order: string[] = [];
  @state() private working: Working[] = [];
  @state() private isLoaded = false;
  @state() private focused = recall<string>(FOCUS) ?? '';
  /** In focus, but no longer open. */
  @state() private over?: Ask;
  /** Decided here and not yet taken by the agent, or what became of it. */
  @state() private line?: Line;
  @state() private fresh = new Set<string>();
  @query('hapi-ask') private card?: HapiAsk;
  @query('dialog') private help?: HTMLDialogElement;
  private readonly swipe = new Swipe(this, (by) => this.step(by));

  private readonly keys = {
    j: () => this.step(1),
    k: () => this.step(-1),
    y: () => this.card?.allow(),
    n: () => this.card?.refuse(),
    escape: () => this.card?.back(),
    '/': () => window.dispatchEvent(new Event('hapi-search')),
    '?': () => this.help?.showModal()
  };

  static override styles = inboxStyles;

  override connectedCallback() {
    super.connectedCallback();
    useKeys(this.keys);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    giveKeysBack(this.keys);
  }

  reset(all: InboxAll) {
    this.isLoaded = true;
    this.asks = new Map(all.asks.map((ask) => [ask.key, ask]));
    this.order = all.order;
    this.working = all.working;
    this.over = undefined;
    this.settle();
  }

  patch(change: InboxChange) {
    const before = this.order;
    change.asks.forEach((ask) => this.take(ask));
    change.ended.forEach((end) => {
      const ask = this.asks.get(end.key);
      if (ask) {
        this.end(ended(ask, end));
      }
    });
    this.asks = new Map(this.asks);
    this.order = change.order;
    this.working = change.working;
    this.settle(before);
  }

  private take(ask: Ask) {
    const before = this.asks.get(ask.key);
    if (!before && this.asks.size) {
      this.fresh.add(ask.key);
    }
    if (before?.state === 'sent' && ask.state === 'open' && mine.delete(ask.key)) {
      this.line = {
        tone: 'stop',
        words: text('inbox.line', ask.sessionTitle, text('ask.fault.undelivered')),
        key: ask.key
      };
    }
    this.asks.set(ask.key, ask);
  }

  private end(over: Ask) {
    if (over.state === 'done') {
      this.line = { tone: 'go', words: text('inbox.line', over.sessionTitle, over.words) };
    } else if (over.key === this.focused) {
      this.over = over;
    }
    this.asks.delete(over.key);
    this.fresh.delete(over.key);
    mine.delete(over.key);
  }

  /** Keys one can go to: what this page has decided is not among them. */
  private get waiting(): string[] {
    return this.order.filter((key) => {
      const ask = this.asks.get(key);
      return ask && !(ask.state === 'sent' && mine.has(key));
    });
  }

  /** Keeps what is in focus; goes on only when it was decided here. */
  private settle(before = this.order) {
    const waiting = this.waiting;
    if (this.over?.key === this.focused || waiting.includes(this.focused)) {
      return;
    }
    const ask = this.asks.get(this.focused);
    const choice = mine.get(this.focused);
    if (ask && choice) {
      this.line = {
        tone: 'plain',
        words: text('inbox.line', ask.sessionTitle, text('inbox.waiting', chosen(choice)))
      };
    }
    const behind = before.slice(before.indexOf(this.focused) + 1);
    this.look(behind.find((key) => waiting.includes(key)) ?? waiting[0] ?? '');
  }

  private look(key: string) {
    if (key !== this.focused) {
      keep(FOCUS, key);
    }
    this.focused = key;
    this.over = undefined;
    this.fresh.delete(key);
    this.fresh = new Set(this.fresh);
  }

  private step(by: number) {
    if (this.over) {
      this.goOn();
      return;
    }
    const waiting = this.waiting;
    if (waiting.length > 1) {
      const at = waiting.indexOf(this.focused);
      this.look(waiting[(at + by + waiting.length) % waiting.length]);
    }
  }

  /** From what has ended to what was behind it. */
  private goOn() {
    const since = this.over?.since ?? 0;
    const waiting = this.waiting;
    const next = waiting.find((key) => (this.asks.get(key)?.since ?? 0) >= since);
    this.look(next ?? waiting[0] ?? '');
  }

  private pressed(event: CustomEvent<{ ask: Ask; fault: string }>) {
    const { ask, fault } = event.detail;
    if (!fault && mine.has(ask.key) && this.asks.has(ask.key)) {
      // The hub has it; that it is decided is on its way here.
      this.asks = new Map(this.asks).set(ask.key, { ...ask, state: 'sent' });
      this.settle();
    } else if (fault && this.focused !== ask.key) {
      this.line = {
        tone: 'stop',
        words: text('inbox.line', ask.sessionTitle, fault),
        key: ask.key
      };
    }
  }

  override render() {
    const ask = this.over ?? this.asks.get(this.focused);
    return html`${!this.isLoaded ? nothing : ask ? this.one(ask) : this.none()}${helpDialog()}`;
  }

  private one(ask: Ask) {
    const waiting = this.waiting;
    const at = waiting.indexOf(this.focused);
    return html`
      <header>
        <div>
          <h1>
            ${text('inbox.title')}
            ${at >= 0
              ? html`<small>${text('inbox.place', at + 1, waiting.length)}</small>`
              : nothing}
          </h1>
          ${this.status()}
        </div>
        ${waiting.length > 1
          ? html`<button aria-label=${text('inbox.previous')} @click=${() => this.step(-1)}>
                <hapi-icon name="back"></hapi-icon>
              </button>
              <button aria-label=${text('inbox.next')} @click=${() => this.step(1)}>
                <hapi-icon name="open"></hapi-icon>
              </button>`
          : nothing}
      </header>
      <hapi-ask
        .ask=${ask}
        .isLastOne=${waiting.length === 0}
        @pressed=${this.pressed}
        @next=${this.goOn}
        @pointerdown=${this.swipe.down}
      ></hapi-ask>
      ${this.others(waiting)}
    `;
  }

  /** One line that is always there, so that nothing moves when it says something. */
  private status() {
    const line: Line =
      this.line?.tone === 'stop' || !this.fresh.size
        ? (this.line ?? { tone: 'plain', words: text('inbox.oldest') })
        : { tone: 'fresh', words: text('inbox.fresh', this.fresh.size), key: [...this.fresh][0] };
    return html`<p role="status" class=${line.tone}>
      ${line.key && this.asks.has(line.key)
        ? html`<button @click=${() => this.follow(line)}>${line.words}</button>`
        : line.words}
    </p>`;
  }

  private follow(line: Line) {
    if (line === this.line) {
      this.line = undefined;
    }
    this.look(line.key ?? '');
  }

  /** On a wide screen there is room to say what comes then. */
  private others(waiting: string[]) {
    const at = waiting.indexOf(this.focused);
    const others = [...waiting.slice(at + 1), ...waiting.slice(0, Math.max(0, at))];
    return others.length
      ? html`<nav aria-label=${text('inbox.after')}>
          <h2>${text('inbox.after')}</h2>
          ${others.slice(0, NAMED).map((key) => {
            const ask = this.asks.get(key)!;
            return html`<button @click=${() => this.look(key)}>
              <span class="agent" aria-hidden="true">${ask.agent.slice(0, 2)}</span>
              <span><b>${ask.sessionTitle}</b><span>${ask.title}</span></span>
              <time>${ago(ask.since)}</time>
            </button>`;
          })}
        </nav>`
      : nothing;
  }

  private none() {
    return html`
      <header>
        <div>
          <h1>${text('inbox.none')}</h1>
          ${this.line ? this.status() : nothing}
        </div>
      </header>
      <div class="rest">
        ${this.working.length
          ? html`<h2>${text('inbox.working')} <span>${this.working.length}</span></h2>
              ${this.working.map((it) => this.busy(it))}`
          : html`<p class="idle">${text('inbox.idle')}</p>`}
      </div>
      <div class="foot"><a class="go" href="new" router-link>${text('inbox.start')}</a></div>
    `;
  }

  private busy(it: Working) {
    const words = isolated([it.words, it.project, it.machine].filter((word) => word));
    return html`<a href="sessions/${it.id}" router-link>
      <span class="agent" aria-hidden="true">${it.agent.slice(0, 2)}</span>
      <span><b><bdi>${it.title}</bdi></b><span class="work"><i></i>${words}</span></span>
      <hapi-icon name="open"></hapi-icon>
    </a>`;
  }
}
