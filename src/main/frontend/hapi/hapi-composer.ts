import { LitElement, html, nothing, css, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './icons';
import type { SessionState } from './model';
import { drafts, outbox } from './outbox';
import { text } from './texts';
import './time';

/** Leaves the first word to requests that were on their way. */
const RESEND_MILLIS = 2_500;

interface Server {
  send(localId: string, text: string): void;
  stop(): void;
  takeOver(): void;
  setMode(mode: string): void;
  startAgain(): void;
}

/**
 * Writes to the agent. Typing never leaves the browser; a text that is sent stays in the browser's
 * storage until it is seen in the timeline.
 */
@customElement('hapi-composer')
export class HapiComposer extends LitElement {
  @property() session = '';
  @state() private state?: SessionState;
  @state() private draft = '';
  @state() private isStopping = false;
  @state() private isTaking = false;
  @state() private wantedMode = '';
  @state() private fault = '';
  declare $server?: Server;

  /** State of the session as it is now. */
  show(it: SessionState) {
    if (!it.stoppable) {
      this.isStopping = false;
    }
    if (!it.atTerminal) {
      this.isTaking = false;
    }
    if (it.mode === this.wantedMode) {
      this.wantedMode = '';
    }
    const isFirst = !this.state;
    this.state = it;
    if (isFirst && outbox.of(this.session).length) {
      // What the last page could not send; what it did send is known by its id.
      window.setTimeout(this.resend, RESEND_MILLIS);
    }
  }

  /** Something that was asked for did not work. */
  failed(words: string) {
    this.fault = words;
    this.isStopping = false;
    this.isTaking = false;
    this.wantedMode = '';
  }

  /** Sends what was not seen yet once more; called when the page meets the hub again. */
  private resend = () => {
    if (this.isConnected && this.state?.active) {
      outbox.of(this.session).forEach((it) => this.$server?.send(it.localId, it.text));
    }
  };

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hapi-back', this.onBack);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('hapi-back', this.onBack);
  }

  private onBack = () => window.setTimeout(this.resend, RESEND_MILLIS);

  override willUpdate(changed: PropertyValues) {
    if (changed.has('session')) {
      this.draft = drafts.read(this.session);
    }
  }

  override updated(changed: PropertyValues) {
    if (changed.has('draft') || changed.has('session')) {
      const field = this.renderRoot.querySelector('textarea');
      if (field) {
        field.style.height = 'auto';
        field.style.height = `${Math.min(field.scrollHeight + 2, window.innerHeight * 0.3)}px`;
      }
    }
  }

  private type(event: InputEvent) {
    this.draft = (event.target as HTMLTextAreaElement).value;
    drafts.write(this.session, this.draft);
  }

  private onKey(event: KeyboardEvent) {
    const hasKeyboard = matchMedia('(pointer: fine)').matches;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && hasKeyboard) {
      event.preventDefault();
      this.send();
    }
  }

  private send() {
    const words = this.draft.trim();
    if (!words || !this.state?.active) {
      return;
    }
    this.fault = '';
    this.draft = '';
    drafts.write(this.session, '');
    const waiting = outbox.add(this.session, words);
    this.$server?.send(waiting.localId, waiting.text);
  }

  override render() {
    const it = this.state;
    if (!it) {
      return html`<div class="bar"></div>`;
    }
    return html`
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${it.atTerminal && it.active
        ? html`<div class="terminal">
            <span>${text('composer.terminal')}</span>
            <button
              ?disabled=${this.isTaking}
              @click=${() => {
                this.isTaking = true;
                this.$server?.takeOver();
              }}
            >
              ${this.isTaking ? html`<hapi-icon name="busy"></hapi-icon>` : nothing}
              ${text('composer.takeOver')}
            </button>
          </div>`
        : nothing}
      ${!it.active && it.canStart
        ? html`<div class="terminal">
            <span>${text('composer.ended')}</span>
            <button
              ?disabled=${this.isTaking}
              @click=${() => {
                this.isTaking = true;
                this.$server?.startAgain();
              }}
            >
              ${this.isTaking ? html`<hapi-icon name="busy"></hapi-icon>` : nothing}
              ${text('composer.startAgain')}
            </button>
          </div>`
        : nothing}
      <div class="status ${it.tone}">
        <span class="words ${it.tone}"
          ><span class="dot ${it.tone}"></span>${it.words}${it.workingSince
            ? html` · <hapi-elapsed .since=${it.workingSince}></hapi-elapsed>`
            : nothing}</span
        >
        ${it.left ? html`<span>${it.left}</span>` : nothing} ${this.modes(it)}
      </div>
      <div class="bar">
        <textarea
          rows="1"
          enterkeyhint=${matchMedia('(pointer: fine)').matches ? 'send' : 'enter'}
          aria-label=${text('composer.message', it.agent)}
          placeholder=${text('composer.message', it.agent)}
          .value=${this.draft}
          ?disabled=${!it.active}
          @input=${this.type}
          @keydown=${this.onKey}
        ></textarea>
        ${it.stoppable
          ? html`<button
              class="stop"
              aria-label=${text('composer.stop')}
              ?disabled=${this.isStopping}
              @click=${() => {
                this.isStopping = true;
                this.$server?.stop();
              }}
            >
              <hapi-icon name=${this.isStopping ? 'busy' : 'stop'}></hapi-icon>
            </button>`
          : nothing}
        ${it.stoppable && !this.draft.trim()
          ? nothing
          : html`<button
              class="send"
              aria-label=${text('composer.send')}
              ?disabled=${!this.draft.trim() || !it.active}
              @click=${this.send}
            >
              <hapi-icon name="up"></hapi-icon>
            </button>`}
      </div>
    `;
  }

  private modes(it: SessionState) {
    const current = this.wantedMode || it.mode;
    const mode = it.modes.find((one) => one.id === current);
    if (it.modes.length < 2) {
      return nothing;
    }
    return html`<label class="mode ${mode?.risky ? 'risky' : ''}">
      <span class="visually-hidden">${text('composer.mode')}</span>
      <select
        .value=${current}
        @change=${(event: Event) => {
          this.wantedMode = (event.target as HTMLSelectElement).value;
          this.$server?.setMode(this.wantedMode);
        }}
      >
        ${it.modes.map(
          (one) =>
            html`<option value=${one.id} ?selected=${one.id === current}>${one.label}</option>`
        )}
      </select>
    </label>`;
  }

  static override styles = css`
    :host {
      display: block;
      font: 16px/1.45 var(--sans);
      color: var(--ink);
      background: var(--paper);
    }
    *,
    *::before,
    *::after {
      box-sizing: border-box;
    font-variant-ligatures: no-contextual !important;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    .visually-hidden {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .status,
    .bar,
    .terminal,
    .fault {
      padding-inline: max(12px, calc((100% - 720px) / 2));
    }
    .fault {
      margin: 0;
      padding-block: 8px;
      color: var(--stop);
      font-size: 14px;
      border-top: 1px solid var(--line);
    }
    .terminal {
      display: flex;
      align-items: center;
      gap: 12px;
      padding-block: 8px;
      background: var(--accent-weak);
      border-top: 1px solid var(--line);
      font-size: 15px;
    }
    .terminal button {
      margin-left: auto;
      flex: none;
      min-height: 48px;
      padding: 0 16px;
      border-radius: 12px;
      border: 1px solid var(--edge);
      background: var(--raised);
      color: var(--ink);
      font: 600 15px var(--sans);
      cursor: pointer;
    }
    .status {
      display: flex;
      align-items: center;
      gap: 10px;
      min-height: 36px;
      font-size: 13px;
      color: var(--ink-2);
      border-top: 1px solid var(--line);
      font-variant-numeric: tabular-nums;
    }
    .status .words {
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .dot {
      display: inline-block;
      width: 8px;
      height: 8px;
      border-radius: 4px;
      margin-right: 6px;
      vertical-align: 1px;
      background: var(--go);
    }
    .dot.wait {
      background: var(--wait);
    }
    .dot.work {
      background: var(--accent);
    }
    .dot.off {
      background: var(--edge);
    }
    .mode {
      margin-left: auto;
      min-width: 0;
    }
    select {
      font: 13px var(--sans);
      color: var(--ink-2);
      background: none;
      border: 0;
      min-height: 36px;
      max-width: 44vw;
      text-align: right;
      text-align-last: right;
      cursor: pointer;
      padding: 0 2px;
      field-sizing: content;
    }
    /* The request right above says it, and needs the room. */
    @media (max-width: 799px) {
      .status.wait {
        display: none;
      }
    }
    @media (pointer: coarse) {
      .status {
        min-height: 44px;
      }
      select {
        min-height: 44px;
      }
    }
    option {
      color: var(--ink);
      background: var(--raised);
    }
    .mode.risky select {
      color: var(--stop);
      font-weight: 600;
    }
    .bar {
      display: flex;
      gap: 8px;
      align-items: flex-end;
      background: var(--raised);
      border-top: 1px solid var(--line);
      padding-block: 8px max(10px, env(safe-area-inset-bottom));
      min-height: 64px;
    }
    textarea {
      flex: 1;
      min-width: 0;
      font: 16px/1.4 var(--sans);
      color: var(--ink);
      background: var(--sunken);
      border: 1px solid var(--edge);
      border-radius: 22px;
      padding: 10px 15px;
      min-height: 46px;
      resize: none;
      overflow-y: auto;
    }
    textarea::placeholder {
      color: var(--ink-3);
      opacity: 1;
    }
    .bar button {
      flex: none;
      width: 46px;
      height: 46px;
      border-radius: 23px;
      border: 0;
      display: grid;
      place-items: center;
      cursor: pointer;
      touch-action: manipulation;
    }
    .send {
      background: var(--go);
      color: var(--go-ink);
    }
    .send:disabled {
      opacity: 0.45;
      cursor: default;
    }
    .bar .stop {
      background: var(--raised);
      color: var(--stop);
      border: 1px solid var(--stop);
    }
  `;
}
