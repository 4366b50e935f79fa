import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { askPart, isFolded } from './ask-parts';
import { askStyles } from './ask-styles';
import { contentStyles } from './content-styles';
import { decide, mine, trace, type Said } from './decide';
import { QuestionForm } from './question-form';
import { Reading } from './reading';
import { Stillness } from './stillness';
import type { Ask, Choice } from './model';
import '../base/icons';
import { partStyles } from '../chat/parts';
import { proseStyles } from '../chat/prose';
import { keep, recall } from '../base/store';
import { isolated } from '../base/isolated';
import { ago } from '../base/time';
import { text } from '../base/texts';

/** Less than this is not worth a word. */
const SLOW_MILLIS = 300;

/** Where a reason half written is kept. */
const draft = (ask: Ask) => `reason:${ask.key}`;

/**
 * One request: where, why, what, and the decision. What has to be judged is there whole; buttons
 * that allow are dead until all of it was on the screen, and all are for a while after anything
 * moved. Tells `pressed` when a
 * decision has left or could not, and `next` when one goes on after an end.
 */
@customElement('hapi-ask')
export class HapiAsk extends LitElement {
  @property({ attribute: false }) ask?: Ask;
  /** In the dock the session's page says already where, and there is less room. */
  @property({ type: Boolean, reflect: true }) docked = false;
  /** The dock's card, larger. */
  @property({ type: Boolean, reflect: true }) tall = false;
  /** Stands beside the title. */
  @property({ attribute: false }) aside: unknown = nothing;
  @property({ attribute: false }) isLastOne = false;
  @state() private refusing?: Choice;
  @state() private sending?: Choice;
  @state() private isSlow = false;
  @state() private fault = '';
  @state() private isChanged = false;
  private opened = new Set<number>();
  private form?: QuestionForm;
  private last?: Ask;

  private readonly still = new Stillness(this, () => this.renderRoot?.querySelector('.buttons'));
  private readonly reading = new Reading(
    this,
    () => this.renderRoot?.querySelector<HTMLElement>('.scroll'),
    () => !!this.ask?.parts.some((it, index) => isFolded(it) && !this.opened.has(index)),
    () => this.still.moved()
  );

  static override styles = [proseStyles, partStyles, askStyles, contentStyles];

  /** The choice to allow once, by key; reads on while not all was seen. */
  allow() {
    const choice = this.ask?.choices[0];
    if (this.refusing || !choice) {
      return;
    }
    if (choice.look === 'go' && !this.isRead) {
      this.readOn();
    } else {
      this.go(choice);
    }
  }

  refuse() {
    const choice = this.ask?.choices.at(-1);
    if (choice && !this.refusing) {
      this.press(choice);
    }
  }

  back() {
    if (this.refusing && !this.sending) {
      this.refusing = undefined;
    }
  }

  private get isRead() {
    return this.reading.isDone || !!this.ask?.questions.length;
  }

  override willUpdate(changed: PropertyValues) {
    const ask = this.ask;
    if (changed.has('ask') && ask !== this.last) {
      const isSame = ask?.key === this.last?.key;
      if (!isSame || ask?.hash !== this.last?.hash) {
        this.isChanged = isSame && !!ask;
        this.refusing = undefined;
        this.sending = undefined;
        this.fault = '';
        this.opened.clear();
        this.reading.begin();
        this.form = ask?.questions.length ? new QuestionForm(this, ask) : undefined;
        this.still.moved();
        this.updateComplete.then(() => {
          this.renderRoot.querySelector('.scroll')?.scrollTo({ top: 0, behavior: 'instant' });
          this.reading.seek();
          this.reading.look();
        });
      } else if (ask?.state !== this.last?.state) {
        this.still.moved();
      }
      this.last = ask;
    }
    if (changed.has('refusing') || changed.has('tall') || changed.has('fault')) {
      this.still.moved();
    }
  }

  private mayPress(choice: Choice) {
    return (
      this.still.isStill &&
      !this.sending &&
      this.ask?.state === 'open' &&
      (choice.look === 'no' || this.isRead)
    );
  }

  private go(choice: Choice) {
    if (!this.form || choice.id !== 'answer') {
      this.press(choice);
      return;
    }
    if (!this.mayPress(choice) || !this.still.allows()) {
      return;
    }
    const isLast = this.form.isLast;
    if (this.form.go(1)) {
      if (isLast) {
        this.press(choice, { answers: this.form.answers() });
      } else {
        this.still.moved();
      }
    }
  }

  private press(choice: Choice, said: Said = {}) {
    const ask = this.ask;
    if (!ask || !this.mayPress(choice) || !this.still.allows()) {
      return;
    }
    if (choice.reason && this.refusing?.id !== choice.id) {
      this.refusing = choice;
      if (matchMedia('(hover: hover)').matches) {
        this.updateComplete.then(() =>
          this.renderRoot.querySelector<HTMLElement>('.panel textarea')?.focus()
        );
      }
      return;
    }
    const reason = choice.reason ? (recall<string>(draft(ask)) ?? '').trim() : '';
    void this.send(ask, choice, { ...said, ...(reason ? { reason } : {}) });
  }

  private async send(ask: Ask, choice: Choice, said: Said) {
    this.sending = choice;
    this.fault = '';
    this.isSlow = false;
    const slow = window.setTimeout(() => (this.isSlow = true), SLOW_MILLIS);
    const fault = await decide(ask, choice, said);
    window.clearTimeout(slow);
    const isShown = this.ask?.key === ask.key && this.ask.hash === ask.hash;
    this.dispatchEvent(new CustomEvent('pressed', { detail: { ask, choice, fault } }));
    if (!fault) {
      keep(draft(ask), undefined);
    }
    if (!isShown) {
      return;
    }
    if (fault && this.ask?.state === 'open') {
      this.sending = undefined;
      this.fault = fault;
    }
  }

  private readOn() {
    this.isChanged = false;
    if (this.reading.next()) {
      return;
    }
    const index = this.ask?.parts.findIndex((it, i) => isFolded(it) && !this.opened.has(i)) ?? -1;
    const more = this.renderRoot.querySelectorAll('.must > section')[index];
    if (more) {
      this.unfold(index, more.querySelector('.more') ?? more);
      this.updateComplete.then(() => this.reading.next());
    }
  }

  private unfold(index: number, at: Element) {
    this.reading.opens(at);
    this.opened.add(index);
    this.requestUpdate();
  }

  override render() {
    const ask = this.ask;
    if (!ask) {
      return nothing;
    }
    return html`<section class="card" aria-label=${ask.title}>
      <div class="scroll" tabindex="0" @scroll=${this.reading.look}>
        ${this.isChanged && ask.state === 'open'
          ? html`<p class="changed" role="alert">${text('ask.changed')}</p>`
          : nothing}
        ${this.docked ? nothing : this.where(ask)}
        ${this.docked ? [this.head(ask), this.why(ask)] : [this.why(ask), this.head(ask)]}
        <div class="must">
          ${ask.parts.map(
            (it, index) =>
              html`<section>
                ${askPart(it, {
                  isOpen: this.opened.has(index),
                  open: (event) => this.unfold(index, event.currentTarget as Element)
                })}
              </section>`
          )}
          ${this.form ? this.form.render() : nothing}
          ${ask.note ? html`<p class="note">${text('ask.sentence', ask.note)}</p>` : nothing}
        </div>
      </div>
      <div class="foot">${this.foot(ask)}</div>
    </section>`;
  }

  private why(ask: Ask) {
    return ask.why ? html`<p class="why">${text('ask.quote', ask.why)}</p>` : nothing;
  }

  private head(ask: Ask) {
    return html`<header>
      <h2>${this.form ? this.form.title() : ask.title}</h2>
      ${this.form && ask.questions.length > 1
        ? html`<i>${text('ask.step', this.form.step + 1, ask.questions.length)}</i>`
        : ask.info
          ? html`<i>${ask.info}</i>`
          : nothing}
      ${this.aside}
    </header>`;
  }

  private where(ask: Ask) {
    const words = [
      ask.project,
      ask.machine,
      ask.of > 1 ? text('ask.here', ask.n, ask.of) : ask.agent
    ].filter((it) => it);
    return html`<a class="where" href="sessions/${ask.session}" router-link>
      <span class="agent" aria-hidden="true">${ask.agent.slice(0, 2)}</span>
      <span><b><bdi>${ask.sessionTitle}</bdi></b><span>${isolated(words)}</span></span>
      <time>${ago(ask.since)}</time>
    </a>`;
  }

  private foot(ask: Ask) {
    switch (ask.state) {
      case 'done':
      case 'elsewhere':
      case 'expired':
        return this.over(ask);
      default:
        return html`
          ${this.refusing ? this.panel(ask) : nothing}
          ${this.form?.isMissing
            ? html`<p class="fault" role="alert">${text('ask.choose')}</p>`
            : nothing}
          ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
          ${ask.state === 'sent' && !this.refusing ? this.sent(ask) : nothing}
          <div class="buttons">
            ${this.refusing
              ? this.refusalButtons(this.refusing, ask)
              : ask.choices.map((choice) => this.button(choice))}
          </div>
        `;
    }
  }

  private sent(ask: Ask) {
    return html`<p class="state" role="status">
      <hapi-icon name="busy"></hapi-icon>
      ${text(mine.has(ask.key) ? 'ask.waiting' : 'ask.waitingElsewhere')}
    </p>`;
  }

  private over(ask: Ask) {
    const words = trace(ask);
    return html`
      <p class="over ${ask.state}" role="status">
        <hapi-icon name=${ask.state === 'done' ? 'check' : 'stopped'}></hapi-icon>
        ${ask.state === 'elsewhere'
          ? [text('ask.elsewhere'), words].map((it) => text('ask.sentence', it)).join(' ')
          : words}
      </p>
      <div class="buttons">
        ${ask.state === 'expired' && !this.docked
          ? html`<a class="alt" href="sessions/${ask.session}" router-link>
              ${text('ask.openSession')}
            </a>`
          : nothing}
        <button
          class="go"
          aria-disabled=${!this.still.isStill}
          @click=${() => this.still.allows() && this.dispatchEvent(new Event('next'))}
        >
          ${text(this.isLastOne ? 'ask.close' : 'ask.next.request')}
        </button>
      </div>
    `;
  }

  private button(choice: Choice) {
    if (choice.look === 'go' && !this.isRead && this.ask?.state === 'open') {
      return this.readButton();
    }
    const isBusy = this.sending?.id === choice.id;
    const label =
      choice.id === 'answer' && this.form && !this.form.isLast ? text('ask.next') : choice.label;
    const step = choice.look === 'no' && this.form && this.form.step > 0;
    return html`${step
        ? html`<button class="alt" @click=${() => this.stepBack()}>${text('ask.previous')}</button>`
        : nothing}<button
        class="${choice.look === 'out' ? 'alt' : choice.look} ${isBusy ? 'busy' : ''}"
        aria-disabled=${!this.mayPress(choice)}
        aria-busy=${isBusy}
        @click=${() => this.go(choice)}
      >
        ${isBusy && this.isSlow ? text('ask.sending', label) : label}
        ${choice.scope ? html`<small>${choice.scope}</small>` : nothing}
      </button>`;
  }

  private stepBack() {
    this.form?.go(-1);
    this.still.moved();
  }

  /** Stands where one allows, and leads there. */
  private readButton() {
    const left = this.reading.left;
    return html`<button class="go read" @click=${() => this.readOn()}>
      ${text('ask.readAll')}
      <small>${left ? text('ask.unread.lines', left) : text('ask.unread.rest')}</small>
    </button>`;
  }

  private panel(ask: Ask) {
    const reason = recall<string>(draft(ask)) ?? '';
    return html`<div class="panel">
      <b>${ask.refusal.title}</b>
      ${ask.refusal.hint ? html`<p>${ask.refusal.hint}</p>` : nothing}
      <label for="reason">${ask.refusal.label}</label>
      <textarea
        id="reason"
        rows="2"
        maxlength="2000"
        .value=${reason}
        @input=${(event: InputEvent) => this.write((event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.back()}
      ></textarea>
      <div class="chips">
        ${ask.chips.map(
          (chip) =>
            html`<button
              type="button"
              aria-pressed=${reason === chip}
              @click=${() => this.write(reason === chip ? '' : chip)}
            >
              ${chip}
            </button>`
        )}
      </div>
    </div>`;
  }

  private write(reason: string) {
    if (this.ask) {
      keep(draft(this.ask), reason || undefined);
      this.requestUpdate();
    }
  }

  /** The refusal stays where it was. */
  private refusalButtons(choice: Choice, ask: Ask) {
    const isBusy = this.sending?.id === choice.id;
    return html`<button class="alt" aria-disabled=${!!this.sending} @click=${() => this.back()}>
        ${text('ask.back')}
      </button>
      <button
        class="no ${isBusy ? 'busy' : ''}"
        aria-disabled=${!this.mayPress(choice)}
        aria-busy=${isBusy}
        @click=${() => this.press(choice)}
      >
        ${isBusy && this.isSlow ? text('ask.sending', ask.refusal.button) : ask.refusal.button}
      </button>`;
  }
}
