import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { dockStyles } from './dock-styles';
import { front } from './front';
import './hapi-questions';
import './icons';
import type { Answer, Ask, Choice } from './model';
import { isFolded, part, partStyles } from './parts';
import { proseStyles } from './prose';
import { text } from './texts';

/** A tap counts only when nothing moved under the thumb for this long. */
const STILL_MILLIS = 600;
const LINGER_MILLIS = 1800;

interface Server {
  decide(answer: Answer): void;
}

/**
 * What the agent asks, directly over the composer: one request at a time, its content whole, and
 * the buttons in an order that never changes. Buttons that allow are dead until all was shown.
 */
@customElement('hapi-dock')
export class HapiDock extends LitElement {
  @state() private asks: Ask[] = [];
  @state() private ended?: Ask;
  @state() private reasonFor?: Choice;
  @state() private reason = '';
  @state() private pressed = '';
  @state() private isExpanded = false;
  @state() private isCollapsed = false;
  @state() private isStill = false;
  private opened = new Set<string>();
  @state() private isSeen = false;
  private current?: Ask;
  private stillTimer?: number;
  private lingerTimer?: number;
  private sizes?: ResizeObserver;
  private height = 0;
  private announced = new Set<string>();
  @state() private announcement = '';
  declare $server?: Server;

  static override styles = [proseStyles, partStyles, dockStyles];

  /** The open requests, oldest first, and those that ended since the last call. */
  show(it: { asks: Ask[]; ended: Ask[] }) {
    const gone = it.ended.find((ask) => ask.id === this.current?.id);
    if (gone && this.current) {
      this.ended = { ...this.current, state: gone.state, words: gone.words };
      window.clearTimeout(this.lingerTimer);
      this.lingerTimer = window.setTimeout(() => (this.ended = undefined), LINGER_MILLIS);
    }
    this.asks = it.asks;
    const mine = it.asks.find((ask) => ask.id === this.current?.id);
    if (mine && (mine.fault || mine.hash !== this.current?.hash)) {
      this.pressed = '';
    }
    const fresh = it.asks.find((ask) => ask.state === 'open' && !this.announced.has(ask.id));
    if (fresh) {
      this.announced.add(fresh.id);
      this.announcement = [fresh.title, ...fresh.parts.map(said)].join(' ');
    }
  }

  override connectedCallback() {
    super.connectedCallback();
    front.addEventListener('change', this.onFront);
    window.visualViewport?.addEventListener('resize', this.onViewport);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    front.removeEventListener('change', this.onFront);
    window.visualViewport?.removeEventListener('resize', this.onViewport);
    this.sizes?.disconnect();
    this.sizes = undefined;
    front.show('');
  }

  private onFront = () => this.requestUpdate();

  /** A keyboard takes the room: only the title stays, unless one types in here. */
  private onViewport = () => {
    const view = window.visualViewport!;
    const isKeyboardUp = view.height < window.innerHeight * 0.72;
    this.isCollapsed = isKeyboardUp && !this.matches(':focus-within');
  };

  private pick(): Ask | undefined {
    if (this.ended) {
      return this.ended;
    }
    const waiting = this.asks.filter((ask) => ask.state === 'open' || ask.state === 'sent');
    return (
      waiting.find((ask) => ask.id === front.wish) ??
      waiting.find((ask) => ask.id === this.current?.id) ??
      waiting[0]
    );
  }

  override willUpdate(changed: PropertyValues) {
    const next = this.pick();
    const isOther = next?.id !== this.current?.id || next?.hash !== this.current?.hash;
    if (isOther) {
      this.reasonFor = undefined;
      this.reason = '';
      this.pressed = '';
      this.isExpanded = false;
      this.isSeen = false;
      this.opened.clear();
    }
    if (isOther || next?.state !== this.current?.state || changed.has('reasonFor')) {
      this.moved();
    }
    this.current = next;
    front.show(next && next.state !== 'done' ? next.id : '');
    this.toggleAttribute('open', !!next);
  }

  override updated() {
    if (!this.sizes) {
      this.sizes = new ResizeObserver(([entry]) => {
        const height = entry.contentRect.height;
        if (Math.abs(height - this.height) > 1) {
          this.height = height;
          this.moved();
        }
        this.look();
      });
      this.sizes.observe(this);
    }
    this.look();
  }

  private moved() {
    this.isStill = false;
    window.clearTimeout(this.stillTimer);
    this.stillTimer = window.setTimeout(() => (this.isStill = true), STILL_MILLIS);
  }

  /** Has all of it been on the screen? */
  private look() {
    const content = this.renderRoot.querySelector<HTMLElement>('.content');
    if (!this.current || !content || this.isSeen || this.isCollapsed) {
      return;
    }
    const isFoldedAway = this.current.parts.some(
      (it, index) => isFolded(it) && !this.opened.has(String(index))
    );
    const atEnd = content.scrollHeight - content.scrollTop - content.clientHeight < 4;
    if (!isFoldedAway && atEnd && content.clientHeight > 0) {
      this.isSeen = true;
    }
  }

  private showAll() {
    this.current?.parts.forEach((_, index) => this.opened.add(String(index)));
    this.isExpanded = true;
    this.requestUpdate();
  }

  private press(choice: Choice, answers?: Record<string, string[]>) {
    const ask = this.current;
    if (!ask || !this.mayPress(choice)) {
      return;
    }
    if (choice.reason && this.reasonFor?.id !== choice.id) {
      this.reasonFor = choice;
      this.updateComplete.then(() =>
        this.renderRoot.querySelector<HTMLElement>('.reason textarea')?.focus()
      );
      return;
    }
    this.pressed = choice.id;
    const answer: Answer = { request: ask.id, hash: ask.hash, choice: choice.id };
    if (choice.reason && this.reason.trim()) {
      answer.reason = this.reason.trim();
    }
    if (answers) {
      answer.answers = answers;
    }
    this.$server?.decide(answer);
  }

  private mayPress(choice: Choice) {
    return (
      this.isStill &&
      !this.pressed &&
      this.current?.state === 'open' &&
      (choice.look === 'no' || this.isSeen)
    );
  }

  override render() {
    const ask = this.current;
    return html`
      <div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
      ${ask
        ? html`<section
            class="dock ${this.isExpanded ? 'expanded' : ''} ${this.isCollapsed ? 'collapsed' : ''}"
            aria-label=${ask.title}
          >
            ${this.head(ask)} ${this.isCollapsed ? nothing : this.body(ask)}
          </section>`
        : nothing}
    `;
  }

  private head(ask: Ask) {
    const waiting = this.asks.length;
    return html`<header>
      <h2>${ask.title}</h2>
      ${waiting > 1
        ? html`<span class="count">${text('ask.count', this.asks.indexOf(ask) + 1 || 1, waiting)}</span>`
        : nothing}
      ${this.isCollapsed
        ? html`<button class="link" @click=${this.expand}>${text('ask.show')}</button>`
        : ask.parts.length
          ? html`<button
              class="link"
              aria-expanded=${this.isExpanded}
              @click=${() => (this.isSeen ? (this.isExpanded = !this.isExpanded) : this.showAll())}
            >
              ${text(!this.isSeen ? 'ask.readAll' : this.isExpanded ? 'ask.less' : 'ask.more')}
            </button>`
          : nothing}
    </header>`;
  }

  private expand() {
    (document.activeElement as HTMLElement | null)?.blur();
    this.isCollapsed = false;
  }

  private body(ask: Ask) {
    if (ask.state !== 'open' && ask.state !== 'sent') {
      return html`<p class="over ${ask.state}">
        <hapi-icon name=${ask.state === 'done' ? 'check' : 'stopped'}></hapi-icon> ${ask.words}
      </p>`;
    }
    if (this.reasonFor) {
      return this.reasonPanel(this.reasonFor, ask);
    }
    if (ask.questions.length) {
      return html`<hapi-questions
        class="content"
        .ask=${ask}
        .isStill=${this.isStill}
        .pressed=${this.pressed}
        @moved=${() => this.moved()}
        @answered=${(event: CustomEvent<Record<string, string[]>>) => {
          this.isSeen = true;
          this.press(ask.choices[0], event.detail);
        }}
        @refused=${() => this.press(ask.choices[ask.choices.length - 1])}
      ></hapi-questions>`;
    }
    return html`
      <div class="content" @scroll=${() => this.look()} tabindex="0">
        ${ask.why && this.isExpanded ? html`<p class="why">${ask.why}</p>` : nothing}
        ${ask.parts.map((it, index) =>
          part(it, {
            open: this.opened.has(String(index)),
            toggle: () => {
              this.opened.add(String(index));
              this.moved();
              this.requestUpdate();
            }
          })
        )}
      </div>
      ${ask.note ? html`<p class="note">${ask.note}</p>` : nothing}
      ${ask.fault ? html`<p class="fault" role="alert">${ask.fault}</p>` : nothing}
      <div class="buttons ${ask.choices.length > 3 ? 'many' : ''}">
        ${ask.choices.map((choice) => this.button(choice))}
      </div>
    `;
  }

  private button(choice: Choice) {
    const isBusy = this.pressed === choice.id;
    return html`<button
      class=${choice.look === 'out' ? 'alt' : choice.look}
      aria-disabled=${!this.mayPress(choice)}
      aria-busy=${isBusy}
      @click=${() => this.press(choice)}
    >
      ${isBusy ? html`<hapi-icon name="busy"></hapi-icon>` : nothing} ${choice.label}
      ${choice.scope ? html`<small>${choice.scope}</small>` : nothing}
    </button>`;
  }

  private reasonPanel(choice: Choice, ask: Ask) {
    const isBusy = this.pressed === choice.id;
    return html`
      <div class="reason">
        <label for="reason">${text('ask.reason')}</label>
        <textarea
          id="reason"
          rows="2"
          maxlength="2000"
          .value=${this.reason}
          @input=${(event: InputEvent) =>
            (this.reason = (event.target as HTMLTextAreaElement).value)}
        ></textarea>
        <div class="chips">
          ${ask.chips.map(
            (chip) =>
              html`<button type="button" @click=${() => (this.reason = chip)}>${chip}</button>`
          )}
        </div>
      </div>
      ${ask.fault ? html`<p class="fault" role="alert">${ask.fault}</p>` : nothing}
      <div class="buttons two">
        <button class="alt" @click=${() => !this.pressed && (this.reasonFor = undefined)}>
          ${text('ask.back')}
        </button>
        <button
          class="no"
          aria-disabled=${!this.mayPress(choice)}
          aria-busy=${isBusy}
          @click=${() => this.press(choice)}
        >
          ${isBusy ? html`<hapi-icon name="busy"></hapi-icon>` : nothing}
          ${choice.label.replace('…', '')}
        </button>
      </div>
    `;
  }
}

/** What a screen reader says of a part, short. */
function said(it: Ask['parts'][number]): string {
  switch (it.kind) {
    case 'command':
    case 'code':
      return it.text.slice(0, 200);
    case 'diff':
      return it.path;
    default:
      return '';
  }
}
