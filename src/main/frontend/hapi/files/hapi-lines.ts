import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Line } from './model';
import { text } from '../base/texts';
import type { Piece } from '../code/highlight';
import type { DiffLine } from '../code/model';
import { lookStyles } from '../code/look-styles';
import { changedWords, type Span } from '../code/words';

const CHUNK = 200;
const LINE_REM = 1.25;

/**
 * Lines of a file or a diff with their numbers. Only what is near the screen is in the page, so
 * 50,000 lines open at once. A line that is pressed is chosen: the event `choose` has its number.
 */
@customElement('hapi-lines')
export class HapiLines extends LitElement {
  @property({ attribute: false }) lines: Line[] = [];
  /** Colours of the lines, when they are known; may come later. */
  @property({ attribute: false }) paints: Piece[][] = [];
  @property() label = '';
  /** Whether lines have a place before and a place now. */
  @property({ type: Boolean }) isDiff = false;
  @property({ type: Boolean, reflect: true }) wrap = true;
  private chosen = -1;
  private marks = new Map<number, Span[]>();
  private near?: IntersectionObserver;

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) {
      this.fill();
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.near?.disconnect();
    this.near = undefined;
  }

  override updated(changed: PropertyValues) {
    if (changed.has('lines')) {
      this.marks = this.isDiff ? marksOf(this.lines) : new Map();
      this.chosen = -1;
      this.scroller.scrollTop = 0;
    }
    if (changed.has('lines') || changed.has('isDiff') || changed.has('paints')) {
      this.fill();
    }
  }

  private get scroller() {
    return this.renderRoot.querySelector<HTMLElement>('.all')!;
  }

  /** Chunks that have the height of their lines, empty until they come near. */
  private fill() {
    this.near?.disconnect();
    const top = this.scroller.scrollTop;
    this.near = new IntersectionObserver((seen) => seen.forEach((it) => this.show(it)), {
      root: this.scroller,
      rootMargin: '1500px 0px'
    });
    const chunks: HTMLElement[] = [];
    for (let from = 0; from < this.lines.length; from += CHUNK) {
      const chunk = document.createElement('div');
      const count = Math.min(CHUNK, this.lines.length - from);
      chunk.dataset.from = String(from);
      chunk.style.minHeight = `${count * LINE_REM}rem`;
      chunks.push(chunk);
    }
    const last = this.lines.reduce((most, it) => Math.max(most, it.old, it.now), 0);
    const all = this.scroller;
    all.style.setProperty('--digits', `${String(last).length}ch`);
    all.replaceChildren(...chunks);
    // The first ones at once, so that nothing flickers.
    chunks.slice(0, 2).forEach((chunk) => this.write(chunk));
    all.scrollTop = top;
    chunks.forEach((chunk) => this.near!.observe(chunk));
  }

  private show(entry: IntersectionObserverEntry) {
    if (entry.isIntersecting) {
      this.write(entry.target as HTMLElement);
      this.near?.unobserve(entry.target);
    }
  }

  private write(chunk: HTMLElement) {
    if (chunk.childElementCount) {
      return;
    }
    const from = Number(chunk.dataset.from);
    const rows = this.lines.slice(from, from + CHUNK).map((line, at) => this.row(line, from + at));
    chunk.replaceChildren(...rows);
    chunk.style.minHeight = '';
  }

  private row(line: Line, at: number): HTMLElement {
    const row = document.createElement('div');
    row.className = `l ${NAMES[line.sign] ?? ''}${at === this.chosen ? ' on' : ''}`;
    row.dataset.at = String(at);
    if (line.sign === '@') {
      row.append(
        line.text ? text('files.gapIn', line.now, line.text) : text('files.gap', line.now || line.old)
      );
      row.classList.toggle('top', !line.text && line.now <= 1);
      return row;
    }
    if (line.sign === '\\') {
      row.append(text('files.noEnd'));
      return row;
    }
    if (this.isDiff) {
      row.append(number(line.old));
    }
    row.append(number(line.now));
    const words = document.createElement('span');
    words.className = 't';
    if (this.isDiff) {
      words.dataset.sign = line.sign;
    }
    this.content(line, at, words);
    row.append(words);
    return row;
  }

  private content(line: Line, at: number, into: HTMLElement) {
    const paint = this.paints[at];
    if (paint) {
      for (const piece of paint) {
        into.append(piece.look ? span(piece.text, piece.look) : piece.text);
      }
      return;
    }
    let done = 0;
    for (const [from, to] of this.marks.get(at) ?? []) {
      into.append(line.text.slice(done, from));
      const mark = document.createElement('mark');
      mark.append(line.text.slice(from, to));
      into.append(mark);
      done = to;
    }
    into.append(line.text.slice(done) || (done ? '' : '\u200b'));
  }

  private onClick = (event: MouseEvent) => {
    // Whoever selects text does not choose a line.
    const root = this.renderRoot as ShadowRoot & { getSelection?: () => Selection | null };
    const selection = root.getSelection?.() ?? document.getSelection();
    const row = (event.target as HTMLElement).closest<HTMLElement>('.l');
    if (row && (!selection || selection.isCollapsed)) {
      this.choose(Number(row.dataset.at));
    }
  };

  private onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape' && this.chosen >= 0) {
      this.choose(-1);
    } else if (step && event.target === this.scroller && (this.chosen >= 0 || event.altKey)) {
      this.choose(Math.max(0, Math.min(this.lines.length - 1, this.chosen + step)), true);
    } else if (event.key === 'Enter' && event.target === this.scroller && this.chosen < 0) {
      this.choose(this.firstSeen(), true);
    } else {
      return;
    }
    event.preventDefault();
  };

  private firstSeen(): number {
    const top = this.scroller.getBoundingClientRect().top;
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.l')];
    const row = rows.find((it) => it.getBoundingClientRect().top >= top);
    return Number(row?.dataset.at ?? 0);
  }

  /** Chooses a line by its place among the lines, or none by -1. */
  choose(at: number, isKey = false) {
    const line = this.lines[at];
    if (at >= 0 && (!line || line.sign === '@' || line.sign === '\\')) {
      return;
    }
    this.renderRoot.querySelector('.l.on')?.classList.remove('on');
    this.chosen = at;
    const row = this.renderRoot.querySelector<HTMLElement>(`.l[data-at='${at}']`);
    row?.classList.add('on');
    if (isKey) {
      row?.scrollIntoView({ block: 'nearest' });
    }
    this.dispatchEvent(new CustomEvent('choose', { detail: line ? line.now || line.old : 0 }));
  }

  override render() {
    return html`<div
      class="all ${this.isDiff ? 'diff' : ''}"
      tabindex="0"
      role="region"
      aria-label=${this.label}
      @click=${this.onClick}
      @keydown=${this.onKey}
    ></div>`;
  }

  static override styles = [
    lookStyles,
    css`
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      flex: 1;
    }
    .all {
      flex: 1;
      min-height: 0;
      overflow: auto;
      overscroll-behavior: contain;
      background: var(--sunken);
      font: 0.8125rem / 1.25rem var(--mono);
      font-variant-ligatures: none;
      padding-block: 6px;
      tab-size: 4;
    }
    .all:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .l {
      display: flex;
      min-height: 1.25rem;
      cursor: pointer;
      -webkit-tap-highlight-color: transparent;
      padding-inline-end: 10px;
      width: max-content;
      min-width: 100%;
    }
    :host([wrap]) .all {
      touch-action: pan-y pinch-zoom;
    }
    :host([wrap]) .l {
      width: auto;
    }
    .n {
      flex: none;
      width: calc(var(--digits) + 14px);
      padding-inline: 6px 8px;
      text-align: end;
      color: var(--ink-3);
      user-select: none;
      -webkit-user-select: none;
    }
    .diff .n + .n {
      padding-inline-start: 0;
      width: calc(var(--digits) + 8px);
    }
    /* Where there is little room one number does: of the line now, or of what it was. */
    @media (max-width: 600px) {
      .diff .n:first-child:not(:has(+ .n:empty)) {
        display: none;
      }
      .diff .n:first-child + .n:empty {
        display: none;
      }
      .diff .n:not(:empty),
      .diff .n + .n {
        padding-inline: 6px 8px;
        width: calc(var(--digits) + 14px);
      }
    }
    .t {
      flex: 1;
      min-width: 0;
      white-space: pre;
      unicode-bidi: plaintext;
    }
    :host([wrap]) .t {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .t[data-sign]::before {
      content: attr(data-sign);
      display: inline-block;
      width: 2ch;
      text-indent: 0;
      user-select: none;
      -webkit-user-select: none;
    }
    :host([wrap]) .t[data-sign] {
      padding-inline-start: 2ch;
      text-indent: -2ch;
    }
    .t * {
      text-indent: 0;
    }
    .a {
      background: var(--add);
      color: var(--add-ink);
    }
    .d {
      background: var(--del);
      color: var(--del-ink);
    }
    .a .n,
    .d .n {
      color: inherit;
    }
    mark {
      color: inherit;
      border-radius: 3px;
      font-weight: 650;
    }
    .a mark {
      background: var(--word-add, color-mix(in srgb, var(--add-ink) 22%, transparent));
    }
    .d mark {
      background: var(--word-del, color-mix(in srgb, var(--del-ink) 22%, transparent));
    }
    .g,
    .e {
      display: block;
      padding: 4px 12px;
      color: var(--ink-2);
      cursor: default;
      font-family: var(--sans);
      overflow-wrap: anywhere;
      white-space: normal;
    }
    /* That it begins at the beginning need not be said. */
    .g.top {
      display: none;
    }
    .g:not(:first-child) {
      border-top: 1px solid var(--line);
    }
    .g {
      border-bottom: 1px solid var(--line);
      margin-block: 2px;
      background: var(--paper);
    }
    @media (hover: hover) {
      .l:not(.g, .e):hover .n {
        color: var(--accent);
      }
    }
    .on {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
      border-radius: 4px;
    }
  `
  ];
}

/** Very long changes are read as they are. */
function marksOf(lines: Line[]): Map<number, Span[]> {
  const signs = lines.map(
    ({ sign, text }): DiffLine => ({
      sign: sign === '+' || sign === '-' || sign === ' ' ? sign : '…',
      text
    })
  );
  return changedWords(signs);
}

const NAMES: Record<string, string> = { '+': 'a', '-': 'd', '@': 'g', '\\': 'e' };

function number(value: number): HTMLElement {
  return span(value ? String(value) : '', 'n');
}

function span(content: string, kind: string): HTMLElement {
  const it = document.createElement('span');
  it.className = kind;
  it.append(content);
  return it;
}
