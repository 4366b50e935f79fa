import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../base/icons';
import { act, NotSent, Refused } from '../base/act';
import { drafts, outbox } from '../base/outbox';
import { text } from '../base/texts';
import { clock } from '../base/time';
import { tray, trayOf, trayStyles, type Tray } from './attachments';
import { composerStyles } from './composer-styles';
import { Hands } from './hands';
import { lists, used } from './lists';
import { entries, menu, menuStyles, tokenAt, type Entry, type Token } from './menu';
import type { Queued, SessionState } from './model';
import './options';
import type { HapiOptions } from './options';
import { Line, queue, queueStyles, type QueueWish } from './queue';
import { sender, type Returned } from './sender';
import { shelf } from './shelf';
import { statusLine, statusStyles } from './status-line';

const FIND_MILLIS = 150;
const QUEUE_MILLIS = 35_000;
const CALL_MILLIS = 35_000;

/**
 * Writes to the agent. Typing and its menus never leave the browser; a text that is sent stays in
 * the browser's storage until the hub has it. Everything else is asked once and answered or said.
 */
@customElement('hapi-composer')
export class HapiComposer extends LitElement {
  @property() session = '';
  @state() private state?: SessionState;
  @state() private draft = '';
  @state() private later?: number;
  @state() private isStopping = false;
  @state() private isTaking = false;
  @state() private isStarting = false;
  @state() private isDropping = false;
  @state() private fault = '';
  @state() private token?: Token;
  @state() private active = 0;
  @state() private isQueueOpen = false;
  private readonly line = new Line();
  private held: Queued[] = [];
  private busy = new Set<string>();
  private dismissed = '';
  private tray?: Tray;
  private findTimer?: number;
  private hands = new Hands(this, {
    session: () => this.session,
    insert: (it) => this.insert(it),
    attach: (files) => this.attach(files),
    dropping: (is) => (this.isDropping = is)
  });

  static override styles = [composerStyles, statusStyles, queueStyles, menuStyles, trayStyles];

  /** State of the session as it is now. */
  show(it: SessionState) {
    if (!it.stoppable) {
      this.isStopping = false;
    }
    if (!it.atTerminal) {
      this.isTaking = false;
    }
    if (it.active) {
      this.isStarting = false;
      if (!this.state?.active) {
        lists.warm(this.session);
        sender.now();
      }
    }
    this.state = it;
  }

  override connectedCallback() {
    super.connectedCallback();
    sender.addEventListener('returned', this.onReturned);
    sender.addEventListener('starting', this.onStarting);
    sender.addEventListener('started', this.onStarted);
    lists.addEventListener('change', this.onChange);
    outbox.addEventListener('change', this.onChange);
    this.tray?.addEventListener('change', this.onChange);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    sender.removeEventListener('returned', this.onReturned);
    sender.removeEventListener('starting', this.onStarting);
    sender.removeEventListener('started', this.onStarted);
    lists.removeEventListener('change', this.onChange);
    outbox.removeEventListener('change', this.onChange);
    this.tray?.removeEventListener('change', this.onChange);
    window.clearTimeout(this.findTimer);
  }

  private onChange = () => this.requestUpdate();

  private leave = () => {
    this.token = undefined;
  };

  private onReturned = (event: Event) => {
    const it = (event as CustomEvent<Returned>).detail;
    if (it.session === this.session) {
      this.draft = drafts.read(this.session);
      this.fault = it.words;
    }
  };

  private onStarting = (event: Event) => {
    if ((event as CustomEvent<Returned>).detail.session === this.session) {
      this.isStarting = true;
      this.fault = '';
    }
  };

  private onStarted = (event: Event) => {
    const it = (event as CustomEvent<Returned>).detail;
    if (it.session === this.session) {
      this.isStarting = false;
      this.fault = it.words;
    }
  };

  override willUpdate(changed: PropertyValues) {
    if (changed.has('session')) {
      this.draft = drafts.read(this.session);
      this.isStarting = sender.starting.has(this.session);
      this.tray?.removeEventListener('change', this.onChange);
      this.tray = trayOf(this.session);
      this.tray.addEventListener('change', this.onChange);
      this.hands.recall();
    }
    this.held = this.state ? this.line.of(this.state, outbox.of(this.session)) : [];
    shelf.hold(this.held.map((it) => it.localId));
  }

  override updated(changed: PropertyValues) {
    if (changed.has('draft') || changed.has('session')) {
      const field = this.field;
      if (field) {
        field.style.height = 'auto';
        field.style.height = `${Math.min(field.scrollHeight + 2, window.innerHeight * 0.3)}px`;
      }
    }
    if (changed.has('active')) {
      this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    }
  }

  private get field() {
    return this.renderRoot.querySelector('textarea');
  }

  private get options() {
    return this.renderRoot.querySelector('hapi-options') as HapiOptions | null;
  }

  private write(draft: string, caret = draft.length) {
    this.draft = draft;
    drafts.write(this.session, draft);
    void this.updateComplete.then(() => {
      this.field?.focus();
      this.field?.setSelectionRange(caret, caret);
      this.look();
    });
  }

  /** Puts a text where the caret is, apart from what stands before it. */
  private insert(it: string) {
    const caret = this.field?.selectionEnd ?? this.draft.length;
    const before = this.draft.slice(0, caret);
    const gap = before && !/\s$/.test(before) ? ' ' : '';
    const head = `${before}${gap}${it} `;
    this.write(head + this.draft.slice(caret), head.length);
  }

  private attach(files: File[]) {
    if (!this.state?.active) {
      this.fault = text('composer.attach.ended');
      return;
    }
    this.tray?.add(files);
  }

  private type(event: InputEvent) {
    this.draft = (event.target as HTMLTextAreaElement).value;
    drafts.write(this.session, this.draft);
    this.look();
  }

  /** Opens or shuts the menu for what the caret stands in. */
  private look = () => {
    const field = this.field;
    const token =
      field && field.selectionStart === field.selectionEnd
        ? tokenAt(field.value, field.selectionEnd)
        : undefined;
    const name = token ? token.sign + token.from : '';
    if (name !== this.dismissed) {
      this.dismissed = '';
    }
    const next = this.dismissed ? undefined : token;
    if (next?.typed !== this.token?.typed || next?.sign !== this.token?.sign) {
      this.active = 0;
    }
    this.token = next;
    window.clearTimeout(this.findTimer);
    if (next?.sign === '@' && next.typed) {
      const typed = next.typed;
      this.findTimer = window.setTimeout(() => void lists.find(this.session, typed), FIND_MILLIS);
    } else if (next) {
      lists.warm(this.session);
    }
  };

  private found(): Entry[] {
    return this.state && this.token ? entries(this.state, this.token) : [];
  }

  private choose = (entry: Entry) => {
    const token = this.token!;
    if (token.sign !== '@') {
      used.note(this.state!.flavor, entry.label);
    }
    const caret = this.field?.selectionEnd ?? this.draft.length;
    const head = entry.isWhole
      ? entry.insert
      : this.draft.slice(0, token.from) + entry.insert;
    this.token = undefined;
    this.write(entry.isWhole ? head : head + this.draft.slice(caret).trimStart(), head.length);
  };

  private onKey(event: KeyboardEvent) {
    if (event.isComposing) {
      return;
    }
    const found = this.found();
    if (found.length && this.menuKey(event, found)) {
      event.preventDefault();
      return;
    }
    const hasKeyboard = matchMedia('(pointer: fine)').matches;
    if (event.key === 'Escape') {
      if (this.token) {
        this.dismiss();
      } else if (this.state?.stoppable) {
        this.stop();
      }
    } else if (event.key === 'Enter' && !event.shiftKey && hasKeyboard) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'Tab' && event.shiftKey && hasKeyboard && this.nextMode()) {
      event.preventDefault();
    } else if (hasKeyboard && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const said = this.hands.walk(event.key === 'ArrowUp', this.draft);
      if (said !== undefined) {
        event.preventDefault();
        this.write(said);
      }
    }
  }

  private menuKey(event: KeyboardEvent, found: Entry[]): boolean {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const step = event.key === 'ArrowDown' ? 1 : found.length - 1;
        this.active = (this.active + step) % found.length;
        return true;
      }
      case 'Tab':
      case 'Enter':
        if (event.shiftKey) {
          return false;
        }
        this.choose(found[Math.min(this.active, found.length - 1)]);
        return true;
      default:
        return false;
    }
  }

  private dismiss() {
    this.dismissed = this.token ? this.token.sign + this.token.from : '';
    this.token = undefined;
  }

  private nextMode(): boolean {
    const modes = this.state?.modes ?? [];
    if (modes.length < 2) {
      return false;
    }
    const now = modes.findIndex((it) => it.id === this.mode);
    void this.options?.choose('permissionMode', modes[(now + 1) % modes.length].id);
    return true;
  }

  private get mode(): string {
    const now = this.state?.mode ?? '';
    return this.options?.chosen('permissionMode', now) ?? now;
  }

  private get canSend(): boolean {
    const it = this.state;
    const hasFiles = this.tray?.uploads.some((one) => one.attached) ?? false;
    return (
      !!it &&
      (it.active || it.canStart || !!this.later) &&
      (!!this.draft.trim() || hasFiles) &&
      !this.tray?.isGoing()
    );
  }

  private send() {
    const words = this.draft.trim();
    if (!this.canSend) {
      return;
    }
    if (this.later && this.tray?.uploads.length) {
      this.fault = text('composer.timedFiles');
      return;
    }
    this.fault = '';
    this.hands.said(words);
    outbox.add(this.session, words, { attachments: this.tray?.take(), later: this.later });
    this.later = undefined;
    this.token = undefined;
    this.draft = '';
    drafts.write(this.session, '');
    sender.now();
  }

  private stop() {
    this.isStopping = true;
    void this.call('stop', () => (this.isStopping = false));
  }

  private takeOver() {
    this.isTaking = true;
    void this.call('take-over', () => (this.isTaking = false));
  }

  /** Does it once; what did not work is said. */
  private async call(name: string, failed: () => void) {
    this.fault = '';
    try {
      await act(name, { session: this.session }, CALL_MILLIS);
    } catch (fault) {
      failed();
      this.say(fault);
    }
  }

  private say(fault: unknown) {
    if (!(fault instanceof Refused) && !(fault instanceof NotSent)) {
      throw fault;
    }
    this.fault = fault instanceof Refused ? fault.message : text('composer.notSent');
  }

  private async wish(what: QueueWish, it: Queued) {
    this.fault = '';
    this.busy = new Set(this.busy).add(it.localId);
    this.requestUpdate();
    try {
      const args = { session: this.session, localId: it.localId };
      const verb = what === 'edit' ? 'cancel' : what;
      const answer = await act('queue', { ...args, what: verb }, QUEUE_MILLIS);
      if (what === 'edit') {
        const words = String(answer.text ?? '');
        this.later = it.at;
        this.write(this.draft ? `${words}\n${this.draft}` : words);
      }
    } catch (fault) {
      this.say(fault);
    }
    this.busy.delete(it.localId);
    this.requestUpdate();
  }

  override render() {
    const it = this.state;
    if (!it) {
      return html`<div class="bar"></div>`;
    }
    const found = this.found();
    const placeholder =
      !it.active && it.canStart
        ? text('composer.messageEnded', it.agent)
        : text('composer.message', it.agent);
    return html`
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${this.notices(it)}
      ${queue(
        it,
        this.held,
        this.isQueueOpen,
        this.busy,
        () => (this.isQueueOpen = true),
        (what, one) => void this.wish(what, one)
      )}
      ${this.tray ? tray(this.tray) : nothing}
      ${this.token ? menu(it, this.token, found, this.active, this.choose) : nothing}
      <div class="foot">
        ${statusLine(it, this.mode, false, () => this.options?.open())}
        <div class="bar">
          <button class="more" aria-label=${text('composer.more')} @click=${() => this.options?.open()}>
            <hapi-icon name="plus"></hapi-icon>
          </button>
          <textarea
            rows="1"
            enterkeyhint=${matchMedia('(pointer: fine)').matches ? 'send' : 'enter'}
            aria-label=${text('composer.message', it.agent)}
            aria-autocomplete="list"
            aria-controls=${this.token ? 'menu' : nothing}
            aria-activedescendant=${found.length ? `entry-${this.active}` : nothing}
            placeholder=${placeholder}
            .value=${this.draft}
            @input=${this.type}
            @click=${this.look}
            @keydown=${this.onKey}
            @blur=${this.leave}
          ></textarea>
          ${it.stoppable
            ? html`<button
                class="stop"
                aria-label=${text('composer.stop')}
                ?disabled=${this.isStopping}
                @click=${this.stop}
              >
                <hapi-icon name=${this.isStopping ? 'busy' : 'stop'}></hapi-icon>
              </button>`
            : nothing}
          ${it.stoppable && !this.draft.trim() && !this.tray?.uploads.length
            ? nothing
            : html`<button
                class="send"
                aria-label=${this.later
                  ? text('composer.later.at', clock(this.later))
                  : text('composer.send')}
                ?disabled=${!this.canSend}
                @click=${this.send}
              >
                <hapi-icon name="up"></hapi-icon>
              </button>`}
        </div>
      </div>
      <hapi-options
        .session=${it}
        .later=${this.later}
        @attach=${(event: CustomEvent<File[]>) => this.attach(event.detail)}
        @later=${(event: CustomEvent<number | undefined>) => (this.later = event.detail)}
        @chosen=${this.onChange}
        @fault=${(event: CustomEvent<string>) => (this.fault = event.detail)}
      ></hapi-options>
      ${this.isDropping ? html`<div class="drop">${text('composer.attach.drop')}</div>` : nothing}
    `;
  }

  private notices(it: SessionState) {
    const bar = (words: string, name: string, isBusy: boolean, press: () => void) =>
      html`<div class="notice">
        <span>${words}</span>
        <button ?disabled=${isBusy} @click=${press}>
          ${isBusy ? html`<hapi-icon name="busy"></hapi-icon>` : nothing} ${name}
        </button>
      </div>`;
    const parts = [];
    if (it.atTerminal && it.active) {
      parts.push(
        bar(text('composer.terminal'), text('composer.takeOver'), this.isTaking, () =>
          this.takeOver()
        )
      );
    }
    if (!it.active) {
      parts.push(
        it.canStart
          ? bar(
              it.why,
              text(this.isStarting ? 'composer.starting' : 'composer.startAgain'),
              this.isStarting,
              () => void sender.start(this.session)
            )
          : html`<div class="notice calm"><span>${it.why}</span></div>`
      );
    }
    if (this.later) {
      parts.push(
        bar(text('composer.later.set.at', clock(this.later)), text('composer.later.now'), false, () => {
          this.later = undefined;
        })
      );
    }
    return parts;
  }
}
