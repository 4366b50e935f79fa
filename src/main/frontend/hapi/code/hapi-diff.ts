import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { text } from '../base/texts';
import type { DiffLine, FileDiff } from './model';
import { changedWords, type Span } from './words';

/** Changed lines that are shown before somebody asks for the rest. */
export const FIRST_CHANGES = 12;

/** How many lines to show first so that `first` changed ones are seen. */
export function cut(file: FileDiff, first = FIRST_CHANGES): number {
  let changes = 0;
  for (let i = 0; i < file.lines.length; i++) {
    if ('+-'.includes(file.lines[i].sign) && ++changes > first) {
      return i;
    }
  }
  return file.lines.length;
}

/**
 * What changes in one file: lines with their signs, and inside of changed lines the changed words.
 * Long ones are folded; `unfold` is fired when the rest was asked for and `open` is set then, so
 * that a card which must know needs only to listen. A tapped line fires `line` with
 * `{path, at, sign, text}` when `pickable`.
 */
@customElement('hapi-diff')
export class HapiDiff extends LitElement {
  @property({ attribute: false }) file?: FileDiff;
  /** True when all of it is shown. */
  @property({ type: Boolean }) open = false;
  /** Changed lines shown while it is folded. */
  @property({ type: Number }) first = FIRST_CHANGES;
  /** Without the line that names the file. */
  @property({ type: Boolean }) bare = false;
  /** With the numbers of lines, where they are known. */
  @property({ type: Boolean }) numbers = false;
  /** One of several: its name folds it away. */
  @property({ type: Boolean }) foldable = false;
  @property({ type: Boolean }) pickable = false;
  @state() private isAway = false;
  private words = new Map<number, Span[]>();

  static override styles = css`
    :host {
      display: block;
      min-width: 0;
      color: var(--ink);
    }
    * {
      box-sizing: border-box;
      font-variant-ligatures: none;
    }
    .file {
      display: flex;
      gap: 8px;
      align-items: baseline;
      padding-bottom: 6px;
      font-size: 0.8125rem;
    }
    .file code {
      font: 0.8125rem var(--mono);
      overflow-wrap: anywhere;
      min-width: 0;
    }
    .file i {
      margin-inline-start: auto;
      font-style: normal;
      color: var(--ink-2);
      white-space: nowrap;
      font-variant-numeric: tabular-nums;
    }
    button.file {
      width: 100%;
      min-height: 44px;
      align-items: center;
      padding: 0;
      border: 0;
      background: none;
      color: inherit;
      text-align: start;
      cursor: pointer;
    }
    button.file::before {
      content: '';
      flex: none;
      width: 7px;
      height: 7px;
      margin-inline: 4px 2px;
      border: solid var(--ink-2);
      border-width: 0 2px 2px 0;
      transform: translateY(-2px) rotate(45deg);
    }
    button.file[aria-expanded='false']::before {
      transform: rotate(-45deg);
    }
    button.file[aria-expanded='false']:dir(rtl)::before {
      transform: rotate(135deg);
    }
    .diff {
      font: 0.8125rem/1.55 var(--mono);
      background: var(--sunken);
      border: 1px solid var(--line);
      border-radius: 10px;
      padding: 6px 0;
      overflow: hidden;
    }
    .line {
      position: relative;
      padding-inline: 28px 12px;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      min-height: 1.55em;
      tab-size: 4;
    }
    .numbers .line {
      padding-inline-start: calc(28px + 5ch);
    }
    .line b {
      position: absolute;
      inset-inline-start: 11px;
      font-weight: 400;
      user-select: none;
    }
    .numbers .line b {
      inset-inline-start: calc(13px + 5ch);
    }
    .line s {
      position: absolute;
      inset-inline-start: 0;
      width: 5ch;
      text-align: end;
      text-decoration: none;
      color: var(--ink-3);
      user-select: none;
    }
    .a {
      background: var(--add);
      color: var(--add-ink);
    }
    .d {
      background: var(--del);
      color: var(--del-ink);
    }
    .m {
      color: var(--ink-2);
    }
    .a mark {
      background: var(--word-add);
    }
    .d mark {
      background: var(--word-del);
    }
    mark {
      color: inherit;
      border-radius: 3px;
    }
    .pickable .line {
      cursor: pointer;
    }
    .pickable .line:hover {
      box-shadow: inset 3px 0 var(--accent);
    }
    .more {
      font: 600 0.9375rem var(--sans);
      min-height: 44px;
      width: 100%;
      border: 0;
      border-top: 1px solid var(--line);
      margin: 6px 0 -6px;
      background: none;
      color: var(--accent);
      cursor: pointer;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
      border-radius: 8px;
    }
    .visually-hidden {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
      user-select: none;
    }
  `;

  override willUpdate(changed: PropertyValues) {
    if (changed.has('file')) {
      this.words = changedWords(this.file?.lines ?? []);
    }
  }

  private unfold() {
    this.open = true;
    this.dispatchEvent(new CustomEvent('unfold', { bubbles: true, composed: true }));
  }

  private pick(event: Event) {
    const line = (event.target as HTMLElement).closest<HTMLElement>('.line');
    const file = this.file;
    if (!this.pickable || !line || !file || String(getSelection())) {
      return;
    }
    const { sign, text: words, old, now } = file.lines[Number(line.dataset.at)];
    this.dispatchEvent(
      new CustomEvent('line', {
        detail: { path: file.path, at: now ?? old, sign, text: words },
        bubbles: true,
        composed: true
      })
    );
  }

  override render() {
    const file = this.file;
    if (!file) {
      return nothing;
    }
    const shown = this.open ? file.lines.length : cut(file, this.first);
    return html`${this.bare ? nothing : this.head(file)}
      ${this.foldable && this.isAway ? nothing : this.lines(file, shown)}`;
  }

  private head(file: FileDiff) {
    const facts = html`<code><bdi>${file.path}</bdi></code>
      <i>+${file.added} −${file.removed}</i>`;
    return this.foldable
      ? html`<button
          class="file"
          aria-expanded=${!this.isAway}
          @click=${() => (this.isAway = !this.isAway)}
        >
          ${facts}
        </button>`
      : html`<div class="file">${facts}</div>`;
  }

  private lines(file: FileDiff, shown: number) {
    return html`<div
        class="diff ${this.numbers ? 'numbers' : ''} ${this.pickable ? 'pickable' : ''}"
        dir="ltr"
        @click=${this.pick}
      >
        ${file.lines.slice(0, shown).map((line, i) => this.line(line, i))}
        ${shown < file.lines.length
          ? html`<button class="more" @click=${this.unfold}>
              ${text('diff.more', file.lines.length - shown)}
            </button>`
          : nothing}
      </div>`;
  }

  private line(line: DiffLine, at: number) {
    const look = line.sign === '+' ? 'a' : line.sign === '-' ? 'd' : 'm';
    const number = line.now ?? line.old;
    return html`<div class="line ${look}" data-at=${at}>${this.numbers && number
        ? html`<s>${number}</s>`
        : nothing}<b aria-hidden="true">${line.sign}</b>${line.sign === '+' || line.sign === '-'
        ? html`<span class="visually-hidden">${text(line.sign === '+' ? 'diff.added' : 'diff.removed')} </span>`
        : nothing}${marked(line.text, this.words.get(at))}</div>`;
  }
}

function marked(line: string, spans: Span[] = []) {
  const pieces: unknown[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    pieces.push(line.slice(at, from), html`<mark>${line.slice(from, to)}</mark>`);
    at = to;
  }
  pieces.push(line.slice(at));
  return pieces;
}
