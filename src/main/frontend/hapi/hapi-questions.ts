import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { dockStyles } from './dock-styles';
import type { Ask, Question } from './model';
import { partStyles } from './parts';
import { text } from './texts';

/** An agent's questions, one a step; each also takes an answer in own words. */
@customElement('hapi-questions')
export class HapiQuestions extends LitElement {
  @property({ attribute: false }) ask!: Ask;
  @property({ attribute: false }) isStill = false;
  @property({ attribute: false }) pressed = '';
  @state() private step = 0;
  @state() private missing = false;
  private chosen = new Map<string, Set<string>>();
  private other = new Map<string, string>();
  private shownId = '';

  static override styles = [partStyles, dockStyles];

  override willUpdate(_: PropertyValues) {
    const id = this.ask.id + this.ask.hash;
    if (id !== this.shownId) {
      this.shownId = id;
      this.step = 0;
      this.missing = false;
      this.chosen.clear();
      this.other.clear();
    }
  }

  private get question(): Question {
    return this.ask.questions[Math.min(this.step, this.ask.questions.length - 1)];
  }

  private labels(question: Question): string[] {
    const own = (this.other.get(question.key) ?? '').trim();
    const picked = [...(this.chosen.get(question.key) ?? [])];
    return own ? [...(question.multi ? picked : []), own] : picked;
  }

  private pick(question: Question, label: string) {
    const set = this.chosen.get(question.key) ?? new Set<string>();
    if (!question.multi) {
      set.clear();
      this.other.delete(question.key);
      set.add(label);
    } else if (!set.delete(label)) {
      set.add(label);
    }
    this.chosen.set(question.key, set);
    this.missing = false;
    this.requestUpdate();
  }

  private type(question: Question, words: string) {
    this.other.set(question.key, words);
    if (words.trim() && !question.multi) {
      this.chosen.delete(question.key);
    }
    this.missing = false;
    this.requestUpdate();
  }

  private go(by: number) {
    if (by > 0 && !this.labels(this.question).length) {
      this.missing = true;
      return;
    }
    if (by > 0 && this.step === this.ask.questions.length - 1) {
      const answers = Object.fromEntries(this.ask.questions.map((it) => [it.key, this.labels(it)]));
      this.dispatchEvent(new CustomEvent('answered', { detail: answers }));
      return;
    }
    this.step += by;
    this.dispatchEvent(new Event('moved'));
  }

  override render() {
    const question = this.question;
    const count = this.ask.questions.length;
    const isLast = this.step === count - 1;
    const role = question.multi ? 'checkbox' : 'radio';
    const picked = this.chosen.get(question.key) ?? new Set<string>();
    return html`
      <div class="options">
        <p class="question">
          ${question.header ? html`<span class="chip">${question.header}</span>` : nothing}
          ${count > 1 ? html`<span class="count">${text('ask.step', this.step + 1, count)}</span>` : nothing}
          <b id="question">${question.text}</b>
        </p>
        <div role=${question.multi ? 'group' : 'radiogroup'} aria-labelledby="question">
          ${question.options.map(
            (option) => html`<button
              class="option"
              role=${role}
              aria-checked=${picked.has(option.label)}
              @click=${() => this.pick(question, option.label)}
            >
              <span class="mark ${role}"></span>
              <span
                ><b>${option.label}</b>${option.description
                  ? html`<small>${option.description}</small>`
                  : nothing}</span
              >
            </button>`
          )}
        </div>
        <label class="other">
          <span>${text(question.options.length ? 'ask.other' : 'ask.own')}</span>
          <input
            type="text"
            maxlength="2000"
            .value=${this.other.get(question.key) ?? ''}
            @input=${(event: InputEvent) =>
              this.type(question, (event.target as HTMLInputElement).value)}
          />
        </label>
        ${this.missing ? html`<p class="fault" role="alert">${text('ask.choose')}</p>` : nothing}
        ${this.ask.fault ? html`<p class="fault" role="alert">${this.ask.fault}</p>` : nothing}
      </div>
      <div class="buttons steps">
        <button
          class="go"
          aria-disabled=${!this.isStill || !!this.pressed}
          @click=${() => (!isLast || this.isStill) && !this.pressed && this.go(1)}
        >
          ${this.pressed && this.pressed !== 'refuse'
            ? html`<hapi-icon name="busy"></hapi-icon>`
            : nothing}
          ${isLast ? text('ask.answer') : text('ask.next')}
        </button>
        ${this.step > 0
          ? html`<button class="alt" @click=${() => this.go(-1)}>${text('ask.previous')}</button>`
          : nothing}
        <button
          class="no"
          aria-disabled=${!this.isStill || !!this.pressed}
          @click=${() => this.dispatchEvent(new Event('refused'))}
        >
          ${this.ask.choices[this.ask.choices.length - 1].label}
        </button>
      </div>
    `;
  }
}
