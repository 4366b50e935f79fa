import { html, nothing, type ReactiveControllerHost } from 'lit';
import type { Ask, Question } from './model';
import { text } from '../base/texts';

/** An agent's questions, one a step; each also takes an answer in own words. */
export class QuestionForm {
  step = 0;
  isMissing = false;
  private chosen = new Map<string, Set<string>>();
  private other = new Map<string, string>();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly ask: Ask
  ) {}

  get isLast() {
    return this.step >= this.ask.questions.length - 1;
  }

  get question(): Question {
    return this.ask.questions[Math.min(this.step, this.ask.questions.length - 1)];
  }

  /** One step on or back; false when there is no answer yet. */
  go(by: number): boolean {
    this.isMissing = by > 0 && !this.labels(this.question).length;
    if (!this.isMissing) {
      this.step = Math.min(Math.max(0, this.step + by), this.ask.questions.length - 1);
    }
    this.host.requestUpdate();
    return !this.isMissing;
  }

  answers(): Record<string, string[]> {
    return Object.fromEntries(this.ask.questions.map((it) => [it.key, this.labels(it)]));
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
    this.isMissing = false;
    this.host.requestUpdate();
  }

  private type(question: Question, words: string) {
    this.other.set(question.key, words);
    if (words.trim() && !question.multi) {
      this.chosen.delete(question.key);
    }
    this.isMissing = false;
    this.host.requestUpdate();
  }

  title() {
    const { header, text: words } = this.question;
    return html`${header ? html`<span class="chip">${header}</span>` : nothing}${words}`;
  }

  render() {
    const question = this.question;
    const role = question.multi ? 'checkbox' : 'radio';
    const picked = this.chosen.get(question.key) ?? new Set<string>();
    return html`
      <div
        class="options"
        role=${question.multi ? 'group' : 'radiogroup'}
        aria-label=${question.text}
      >
        ${question.options.map(
          (option) => html`<button
            class="option"
            role=${role}
            aria-checked=${picked.has(option.label)}
            @click=${() => this.pick(question, option.label)}
          >
            <span class="mark ${role}"></span>
            <span
              ><b>${option.shown}</b>${option.description
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
    `;
  }
}
