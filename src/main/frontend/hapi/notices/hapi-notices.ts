import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { NoService, NotAllowed, pushState, renew, switchOff, switchOn, test } from './push';
import type { PushState } from './push';
import { NotSent, Refused, act } from '../base/act';
import { text } from '../base/texts';
import { ago } from '../base/time';
import { switchStyles } from '../settings/switch-styles';

/** Something that was told; `TellingList` is the other half. */
interface Told {
  at: number;
  session: string;
  words: string;
  lines: string[];
}

/** Whether this browser is told of what happens, whether that works, and what was told. */
@customElement('hapi-notices')
export class HapiNotices extends LitElement {
  @state() private state?: PushState;
  @state() private line = '';
  @state() private isFault = false;
  @state() private isBusy = false;
  @state() private isOpen = false;
  @state() private told?: Told[] | 'failed';

  override connectedCallback() {
    super.connectedCallback();
    this.look();
    this.load();
  }

  private async look() {
    this.state = await pushState();
    if (this.state === 'on') {
      await this.tries(renew, '');
    }
  }

  private async load() {
    try {
      const answer = await act('notices', {});
      this.told = answer.told as Told[];
    } catch (fault) {
      if (!(fault instanceof NotSent || fault instanceof Refused)) {
        throw fault;
      }
      this.told = 'failed';
    }
  }

  private async tries(work: () => Promise<void>, done: string) {
    this.isBusy = true;
    this.say(done && text('notices.busy'), false);
    try {
      await work();
      this.say(done, false);
    } catch (fault) {
      this.say(said(fault), true);
    } finally {
      this.state = await pushState();
      this.isBusy = false;
    }
  }

  private say(line: string, isFault: boolean) {
    this.line = line;
    this.isFault = isFault;
  }

  private toggle = () => {
    if (!this.isBusy) {
      this.tries(this.state === 'on' ? switchOff : switchOn, '');
    }
  };

  private async test() {
    await this.tries(test, text('notices.test.sent'));
  }

  override render() {
    return html`
      ${this.state === 'on' || this.state === 'off'
        ? html`<button
            class="switch"
            role="switch"
            aria-checked=${this.state === 'on'}
            @click=${this.toggle}
          >
            <i></i>
            <span><b>${text('notices.on')}</b><small>${text('notices.on.hint')}</small></span>
          </button>`
        : this.state
          ? html`<p>${text('settings.notifications.' + this.state)}</p>`
          : nothing}
      ${this.state === 'on'
        ? html`<button class="plain" ?disabled=${this.isBusy} @click=${this.test}>
            ${text('notices.test')}
          </button>`
        : nothing}
      <p role="status" class=${this.isFault ? 'fault' : 'hint'}>${this.line}</p>
      <details @toggle=${(event: Event) => (this.isOpen = (event.target as HTMLDetailsElement).open)}>
        <summary>${text('notices.told')}</summary>
        ${this.isOpen ? this.list() : nothing}
      </details>
    `;
  }

  private list() {
    if (!this.told) {
      return nothing;
    }
    if (this.told === 'failed' || !this.told.length) {
      return html`<p class="hint">
        ${text(this.told === 'failed' ? 'notices.told.failed' : 'notices.told.none')}
      </p>`;
    }
    return html`<ul>
      ${this.told.map(
        (it) =>
          html`<li>
            <span
              >${it.session
                ? html`<a href="sessions/${it.session}" router-link>${it.words}</a>`
                : it.words}
              <time>${ago(it.at)}</time></span
            >
            ${it.lines.map((line) => html`<small>${line}</small>`)}
          </li>`
      )}
    </ul>`;
  }

  static override styles = [
    switchStyles,
    css`
    :host {
      display: block;
    }
    * {
      box-sizing: border-box;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    p {
      margin: 4px 0;
    }
    .hint,
    small,
    time {
      color: var(--ink-2);
      font-size: 0.875rem;
    }
    .fault {
      color: var(--stop);
      font-size: 0.9375rem;
    }
    .plain {
      min-height: var(--tap);
      padding: 0 16px;
      margin-top: 12px;
      border: 1px solid var(--edge);
      border-radius: 12px;
      background: var(--raised);
      color: var(--ink);
      font: 550 0.9375rem var(--sans);
      cursor: pointer;
    }
    summary {
      display: flex;
      align-items: center;
      min-height: var(--tap);
      color: var(--accent);
      font-weight: 550;
      cursor: pointer;
    }
    summary::after {
      content: '›';
      margin-inline-start: 8px;
      font-size: 1.25rem;
    }
    details[open] summary::after {
      transform: rotate(90deg);
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      padding: 10px 0;
      border-top: 1px solid var(--line);
      overflow-wrap: anywhere;
    }
    li span,
    li small {
      display: block;
    }
    li a {
      color: var(--ink);
    }
  `
  ];
}

function said(fault: unknown): string {
  if (fault instanceof NotAllowed) {
    return text('notices.fault.refused');
  }
  if (fault instanceof NoService) {
    return text('notices.fault.browser');
  }
  if (fault instanceof Refused) {
    return fault.message;
  }
  if (fault instanceof NotSent) {
    return text('notices.fault.notSent');
  }
  throw fault;
}
