import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { filesStyles } from './files-styles';
import './hapi-lines';
import { diffLines, textLines, type DiffContent, type DiffRow, type FileContent, type Line } from './model';
import { bytes } from './words';
import { act, Refused } from '../base/act';
import { copy } from '../base/copy';
import { prose, proseStyles } from '../chat/prose';
import { highlighted, type Piece } from '../code/highlight';
import { text } from '../base/texts';

const PATIENCE_MILLIS = 30_000;
/** What does not go away by asking again. */
const FINAL = ['outside', 'large', 'no_file', 'no_folder', 'forbidden'];

/**
 * One file of a session, whole or as its change; says plainly why it is not shown. Fires `fault`
 * when the session cannot be asked.
 */
@customElement('hapi-file')
export class HapiFile extends LitElement {
  @property() session = '';
  @property() path = '';
  /** Its path for people. */
  @property() name = '';
  /** Where its change stands, empty for the file as it is. */
  @property() section = '';
  /** What it was called before it was moved. */
  @property() was = '';
  @state() private content?: FileContent;
  @state() private diff?: DiffContent;
  @state() private lines: Line[] = [];
  @state() private isLoading = true;
  @state() private fault?: Error;
  @state() private chosen = 0;
  @state() private isWrapped = localStorage.getItem('hapi-files-wrap') !== 'no';
  @state() private isRead = localStorage.getItem('hapi-files-read') !== 'no';
  @state() private copied = false;
  @state() private paints: Piece[][] = [];
  private turn = 0;

  static override styles = [filesStyles, proseStyles];

  override willUpdate(changed: PropertyValues) {
    const asked = ['session', 'path', 'section', 'was'].some((it) => changed.has(it));
    if (asked) {
      void this.load();
    }
  }

  private get isDiff() {
    return !!this.section && this.section !== 'untracked';
  }

  /** Asks the hub again. */
  async load() {
    const turn = ++this.turn;
    this.isLoading = true;
    this.fault = undefined;
    this.content = undefined;
    this.diff = undefined;
    this.lines = [];
    this.paints = [];
    this.chosen = 0;
    const { session, path } = this;
    try {
      if (this.isDiff) {
        const staged = this.section === 'staged';
        const answer = await act(
          'files-diff',
          { session, path, staged, ...(this.was ? { was: this.was } : {}) },
          PATIENCE_MILLIS
        );
        if (turn === this.turn) {
          this.diff = answer as unknown as DiffContent;
          this.lines = diffLines(answer.lines as DiffRow[]);
        }
      } else {
        const answer = await act('files-read', { session, path }, PATIENCE_MILLIS);
        if (turn === this.turn) {
          this.content = answer as unknown as FileContent;
          this.lines = this.content.text === undefined ? [] : textLines(this.content.text);
          void this.colour(turn, this.content.text ?? '');
        }
      }
    } catch (error) {
      if (turn === this.turn) {
        this.fault = error as Error;
      }
    }
    if (turn === this.turn) {
      this.isLoading = false;
    }
  }

  /** The text is there first; its colours come when their grammar has come. */
  private async colour(turn: number, words: string) {
    const paints = await highlighted(words, this.path);
    if (turn === this.turn && paints) {
      this.paints = paints;
    }
  }

  private get saveUrl() {
    return `${this.bytesUrl}&save=1`;
  }

  private get bytesUrl() {
    return `ui/file/${this.session}?path=${encodeURIComponent(this.path)}`;
  }

  override render() {
    if (this.isLoading) {
      return html`<p class="center" role="status">${text('chat.loading')}</p>`;
    }
    if (this.fault) {
      return html`<div class="center" role="alert">
        <p>${this.fault.message || text('files.notLoaded')}</p>
        ${this.fault instanceof Refused && FINAL.includes(this.fault.code)
          ? nothing
          : html`<button class="big" @click=${() => this.load()}>${text('files.again')}</button>`}
      </div>`;
    }
    return this.diff ? this.change(this.diff) : this.file(this.content!);
  }

  private change(diff: DiffContent) {
    const modes = diff.modes.map((it) => text(`files.mode.${modeKey(it)}`, it.slice(-6)));
    if (!this.lines.length) {
      return html`<div class="center">
        <p>
          ${diff.binary ? text('files.binaryChange') : modes.length ? modes.join(' ') : text('files.noDifference')}
        </p>
        ${diff.binary ? this.picture() : nothing}
      </div>`;
    }
    const notes = [...modes.filter((it) => it), ...(diff.cut ? [text('files.cut')] : [])];
    return html`${notes.length ? html`<div class="strip"><span>${notes.join(' ')}</span></div>` : nothing}
    ${this.view(true)} ${this.ask()}`;
  }

  /** A picture that has changed is shown as it is now. */
  private picture() {
    return /\.(png|jpe?g|gif|webp|avif|bmp|ico)$/i.test(this.path)
      ? html`<img src=${this.bytesUrl} alt=${this.name} @error=${hide} />`
      : nothing;
  }

  private file(content: FileContent) {
    switch (content.kind) {
      case 'image':
        return html`<div class="center">
          <img src=${this.bytesUrl} alt=${this.name} />
          <p>${bytes(content.size)}</p>
          ${this.save()}
        </div>`;
      case 'binary':
      case 'large':
      case 'empty':
        return html`<div class="center">
          <p>${text(`files.${content.kind}`, bytes(content.size))}</p>
          ${content.kind === 'empty' ? nothing : this.save()}
        </div>`;
      case 'text':
        return html`${this.strip(content)}
        ${this.isPreview
          ? html`<div class="paper" tabindex="0" role="region" aria-label=${this.name}>
              ${prose(content.html!)}
            </div>`
          : html`${this.view(false)} ${this.ask()}`}`;
    }
  }

  private save() {
    return html`<a class="big" href=${this.saveUrl} download router-ignore>${text('files.save')}</a>`;
  }

  private strip(content: FileContent) {
    const count = this.lines.length - (content.text?.endsWith('\n') ? 1 : 0);
    const facts = [text(count === 1 ? 'files.line' : 'files.lines', count), bytes(content.size)];
    if (content.windows) {
      facts.push(text('files.windows'));
    }
    return html`<div class="strip">
      <span>${facts.join(' · ')}</span>
      ${this.readButton(content)} ${this.isPreview ? nothing : this.wrapButton()}
      <a href=${this.saveUrl} download router-ignore>${text('files.save')}</a>
    </div>`;
  }

  /** Who looks at a change reads lines; who opens a document reads it. */
  private get isPreview() {
    return this.isRead && this.content?.html !== undefined && !this.section;
  }

  private readButton(content: FileContent) {
    return content.html === undefined || this.section
      ? nothing
      : html`<button
          @click=${() => {
            this.isRead = !this.isRead;
            this.chosen = 0;
            localStorage.setItem('hapi-files-read', this.isRead ? 'yes' : 'no');
          }}
        >
          ${text(this.isRead ? 'files.source' : 'files.preview')}
        </button>`;
  }

  private wrapButton() {
    return html`<button
      aria-pressed=${this.isWrapped}
      @click=${() => {
        this.isWrapped = !this.isWrapped;
        localStorage.setItem('hapi-files-wrap', this.isWrapped ? 'yes' : 'no');
      }}
    >
      ${text(this.isWrapped ? 'files.noWrap' : 'files.wrap')}
    </button>`;
  }

  private view(isDiff: boolean) {
    return html`<hapi-lines
      .lines=${this.lines}
      .isDiff=${isDiff}
      .paints=${this.paints}
      .wrap=${this.isWrapped}
      label=${text('files.linesOf', this.name)}
      @choose=${(event: CustomEvent<number>) => {
        this.chosen = event.detail;
        this.copied = false;
      }}
    ></hapi-lines>`;
  }

  private get place() {
    return `${this.path}:${this.chosen}`;
  }

  private ask() {
    return html`<div role="status">
      ${this.chosen
        ? html`<div class="ask">
            <p><bdi>${this.name}:${this.chosen}</bdi></p>
            <div>
              <button class="big go" @click=${this.onAsk}>${text('files.ask')}</button>
              <button class="big" @click=${this.onCopy}>
                ${text(this.copied ? 'files.copied' : 'files.copy')}
              </button>
            </div>
          </div>`
        : nothing}
    </div>`;
  }

  private onAsk = () => {
    this.dispatchEvent(
      new CustomEvent('ask', { detail: this.place, bubbles: true, composed: true })
    );
  };

  private onCopy = async () => {
    this.copied = await copy(this.place);
  };
}

function modeKey(mode: string): string {
  const number = mode.slice(-6);
  if (number === '120000') return 'link';
  if (mode.startsWith('new file') || mode.startsWith('deleted') || mode.startsWith('old')) {
    return 'none';
  }
  return number === '100755' ? 'runs' : 'plain';
}

function hide(event: Event) {
  (event.target as HTMLElement).remove();
}
