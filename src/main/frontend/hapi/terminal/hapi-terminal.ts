import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { terminalStyles } from './terminal-styles';
import { KeyStrip } from './key-strip';
import { ShellName } from './shell-name';
import { TerminalWire } from './wire';
import type { TerminalScreen } from './screen';
import { act, Refused } from '../base/act';
import { copy } from '../base/copy';
import { text } from '../base/texts';
import '../base/icons';

const PAUSES = [300, 1_000, 2_000, 4_000, 8_000];
const COPIED_MILLIS = 2_000;

type State = 'starting' | 'open' | 'lost' | 'ended' | 'elsewhere' | 'no';

/**
 * A terminal where a session runs. The shell stays when the connection goes, and what it has shown
 * comes back whole; keys that are pressed meanwhile do not count.
 */
@customElement('hapi-terminal')
export class HapiTerminal extends LitElement {
  @property() session = '';
  @property() where = '';
  @state() private state: State = 'starting';
  /** Why it is so, when there is more to say. */
  @state() private words = '';
  @state() private code = '';
  @state() private link = '';
  @state() private paste?: string;
  @state() private copied = '';
  @state() private isStarting = false;
  private screen?: TerminalScreen;
  private wire?: TerminalWire;
  private readonly shell = new ShellName(() => this.session);
  private readonly keys = new KeyStrip(
    this,
    () => (this.state === 'open' ? this.screen : undefined),
    (keys) => this.send(keys)
  );
  private isReplay = false;
  private tries = 0;
  private timer?: number;
  private isTaken = false;

  static override styles = terminalStyles;

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('online', this.onWake);
    document.addEventListener('visibilitychange', this.onWake);
    if (this.hasUpdated) {
      void this.begin();
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('online', this.onWake);
    document.removeEventListener('visibilitychange', this.onWake);
    window.clearTimeout(this.timer);
    this.keys.stop();
    this.wire?.close();
    this.wire = undefined;
    this.screen?.dispose();
    this.screen = undefined;
  }

  override firstUpdated() {
    void this.begin();
  }

  override updated(changed: PropertyValues) {
    if (changed.has('state')) {
      this.screen?.listen(this.state === 'open');
    }
  }

  private onWake = () => {
    if (document.visibilityState === 'visible' && navigator.onLine && this.state === 'lost') {
      this.tries = 0;
      this.again(0);
    }
  };

  private async begin() {
    if (!this.screen) {
      const { TerminalScreen } = await import('./screen');
      const host = this.renderRoot.querySelector<HTMLElement>('.screen');
      if (!this.isConnected || !host || this.screen) {
        return;
      }
      this.screen = new TerminalScreen(host, text('terminal.label'), {
        typed: (data) => this.typed(data),
        resized: (cols, rows) =>
          this.wire?.send('terminal:resize', { terminalId: this.shell.value, cols, rows }),
        link: (url) => this.follow(url),
        selected: () => (this.copied = '')
      });
    }
    await this.connect();
  }

  private async connect() {
    window.clearTimeout(this.timer);
    if (!this.isConnected) {
      return;
    }
    try {
      const { ticket, terminal } = await act('terminal-ticket', { session: this.session });
      this.shell.adopt(String(terminal ?? ''));
      this.wire?.close();
      const wire: TerminalWire = new TerminalWire(String(ticket), {
        up: () => this.wire === wire && this.open(),
        refused: () => this.wire === wire && this.lost(),
        down: () => this.wire === wire && this.lost(),
        event: (name, body) => this.wire === wire && this.heard(name, body)
      });
      this.wire = wire;
    } catch (error) {
      if (error instanceof Refused) {
        this.show('no', error.message, error.code);
      } else {
        this.lost();
      }
    }
  }

  private open() {
    const screen = this.screen;
    if (screen) {
      const terminalId = this.shell.value;
      this.isReplay = !this.shell.isFresh;
      this.wire?.send('terminal:create', {
        sessionId: this.session,
        terminalId,
        cols: screen.cols,
        rows: screen.rows
      });
    }
  }

  private heard(name: string, body: Record<string, unknown>) {
    if (body.terminalId !== this.shell.value) {
      return;
    }
    switch (name) {
      case 'terminal:ready':
        this.ready();
        break;
      case 'terminal:output':
        this.ready();
        this.output(String(body.data ?? ''));
        break;
      case 'terminal:exit':
        this.end(
          typeof body.code === 'number' && body.code !== 0
            ? text('terminal.endedWith', body.code)
            : text('terminal.ended')
        );
        break;
      case 'terminal:taken':
        this.show('elsewhere', text('terminal.elsewhere'));
        break;
      case 'terminal:error':
        this.failed(String(body.message ?? ''));
        break;
    }
  }

  private ready() {
    this.tries = 0;
    this.shell.isFresh = false;
    if (this.state !== 'open') {
      this.show('open');
      if (!this.isTaken && window.matchMedia('(hover: hover) and (pointer: fine)').matches) {
        this.screen?.focus();
      }
      this.isTaken = true;
    }
  }

  /** The first output after a connection is all that there was, when there was something. */
  private output(data: string) {
    if (this.isReplay) {
      this.isReplay = false;
      this.screen?.replay(data);
    } else {
      this.screen?.write(data);
    }
  }

  private failed(said: string) {
    const words = said.toLowerCase();
    if (words.includes('inactivity')) {
      this.end(text('terminal.silent'));
    } else if (words.includes('too many')) {
      this.show('no', text('terminal.tooMany'), 'too_many');
    } else if (words.includes('disconnected') || words.includes('not connected')) {
      this.lost(text('terminal.machineLost'));
    } else if (words.includes('inactive')) {
      void this.connect();
    } else if (words.includes('spawn') || words.includes('not found')) {
      this.shell.forget();
      this.show('no', text('terminal.noShell'), 'no_terminal');
    } else {
      this.end(text('terminal.ended'));
    }
  }

  private end(words: string) {
    this.shell.forget();
    this.show('ended', words);
  }

  private lost(words = '') {
    this.wire?.close();
    this.wire = undefined;
    this.show('lost', words);
    this.again(PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
  }

  private again(millis: number) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.connect(), millis);
  }

  private show(state: State, words = '', code = '') {
    this.state = state;
    this.words = words;
    this.code = code;
  }

  private typed(data: string) {
    if (this.state === 'open') {
      this.keys.typed(data);
    }
  }

  private send(data: string) {
    if (!this.wire?.send('terminal:write', { terminalId: this.shell.value, data })) {
      this.lost();
    }
  }

  private async onPaste() {
    let words: string;
    try {
      words = await navigator.clipboard.readText();
    } catch {
      // Without TLS, or without leave: the person pastes into a field.
      this.paste = '';
      return;
    }
    if (/[\r\n]/.test(words.trim()) && !this.screen?.isPasteMarked) {
      this.paste = words;
    } else {
      this.screen?.paste(words);
      this.screen?.focus();
    }
  }

  private sendPaste() {
    const field = this.renderRoot.querySelector<HTMLTextAreaElement>('.panel textarea');
    if (field?.value) {
      this.screen?.paste(field.value);
    }
    this.paste = undefined;
    this.screen?.focus();
  }

  private async onCopy() {
    const words = this.screen?.text() ?? '';
    this.copied = text((await copy(words)) ? 'terminal.copied' : 'terminal.notCopied');
    window.setTimeout(() => (this.copied = ''), COPIED_MILLIS);
  }

  /** A program names an address; the person sees all of it before it is opened. */
  private follow(url: string) {
    try {
      const { protocol, href } = new URL(url);
      this.link = protocol === 'https:' || protocol === 'http:' ? href : '';
    } catch {
      this.link = '';
    }
  }

  private openLink() {
    window.open(this.link, '_blank', 'noopener,noreferrer');
    this.link = '';
  }

  private onStart = async () => {
    if (this.isStarting) {
      return;
    }
    this.isStarting = true;
    try {
      const { session } = await act('start-again', { session: this.session }, 75_000);
      if (session !== this.session) {
        location.assign(`sessions/${String(session)}/terminal`);
        return;
      }
      this.show('starting');
      await this.connect();
    } catch (error) {
      this.words = (error as Error).message || text('act.notSent');
    }
    this.isStarting = false;
  };

  private onFresh = () => {
    this.show('starting');
    if (this.wire) {
      this.open();
    } else {
      void this.connect();
    }
  };

  override render() {
    const isNo = this.state === 'no';
    return html`
      ${this.head()} ${this.lineOf()} ${isNo ? this.no() : nothing}
      <div class="glass" ?hidden=${isNo}>
        <div class="screen"></div>
      </div>
      ${isNo ? nothing : this.foot()}
    `;
  }

  private head() {
    const now = text(`terminal.state.${this.state}`);
    return html`<header>
      <a class="tool" href="sessions/${this.session}" router-link aria-label=${text('terminal.back')}>
        <hapi-icon name="back"></hapi-icon>
      </a>
      <div class="names">
        <h1>${text('terminal.title')}</h1>
        <p>
          <span class="dot ${this.state}"></span><span role="status">${now}</span>
          ${this.where ? html`· <bdi>${this.where}</bdi>` : nothing}
        </p>
      </div>
    </header>`;
  }

  private lineOf() {
    return this.state === 'lost'
      ? html`<p class="line" role="status">${this.words || text('terminal.lost')}</p>`
      : nothing;
  }

  private no() {
    const canStart = this.code === 'not_running';
    return html`<div class="center" role="status">
      <b>${text(canStart ? 'files.notRunning' : 'terminal.none')}</b>
      <p>${this.words}</p>
      ${canStart
        ? html`<button class="big go" aria-busy=${this.isStarting} @click=${this.onStart}>
            ${text(this.isStarting ? 'files.starting' : 'files.start')}
          </button>`
        : this.code === 'gone' || this.code === 'no_terminal'
          ? nothing
          : html`<button class="big" @click=${this.onFresh}>${text('files.again')}</button>`}
    </div>`;
  }

  private foot() {
    if (this.link) {
      return html`<div class="panel" role="alertdialog" aria-label=${text('terminal.follow')}>
        <p>${text('terminal.follow')}</p>
        <code><bdi>${this.link}</bdi></code>
        <div class="two">
          <button class="big" @click=${() => (this.link = '')}>${text('terminal.stay')}</button>
          <button class="big go" @click=${this.openLink}>${text('terminal.open')}</button>
        </div>
      </div>`;
    }
    if (this.paste !== undefined) {
      return html`<div class="panel">
        <label for="paste">${text('terminal.pasteHere')}</label>
        <textarea id="paste" .value=${this.paste} autocapitalize="off" spellcheck="false"></textarea>
        <div class="two">
          <button class="big" @click=${() => (this.paste = undefined)}>
            ${text('terminal.cancel')}
          </button>
          <button class="big go" @click=${this.sendPaste}>${text('terminal.send')}</button>
        </div>
      </div>`;
    }
    if (this.state === 'ended' || this.state === 'elsewhere') {
      return html`<div class="panel" role="status">
        <p>${this.words}</p>
        <button class="big go" @click=${this.onFresh}>
          ${text(this.state === 'elsewhere' ? 'terminal.here' : 'terminal.fresh')}
        </button>
      </div>`;
    }
    return html`<div class="strip">
      ${this.keys.render()}
      <div class="two">
        <button class="big" ?disabled=${this.state !== 'open'} @click=${this.onPaste}>
          ${text('terminal.paste')}
        </button>
        <button class="big" @click=${this.onCopy}>
          <span role="status">${this.copied || text('terminal.copy')}</span>
        </button>
      </div>
    </div>`;
  }
}
