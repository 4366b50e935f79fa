import { html, nothing, type TemplateResult } from 'lit';
import { part } from '../chat/parts';
import { text } from '../base/texts';
import { cut } from '../code/hapi-diff';
import type { DiffLine } from '../code/model';
import { changedWords, type Span } from '../code/words';
import type { AskPart } from './model';

/** A longer word is broken where the line ends; a shorter one goes to the next line whole. */
const LONG_WORD = 28;

type Piece = string | TemplateResult;
type Mark = { from: number; to: number };

export interface Fold {
  isOpen: boolean;
  open: (event: Event) => void;
}

export function askPart(it: AskPart, fold: Fold): TemplateResult {
  switch (it.kind) {
    case 'command':
      return command(it);
    case 'diff':
      return diff(it, fold);
    case 'facts':
      return facts(it, fold);
    default:
      return html`<div class="paper">${part(it)}</div>`;
  }
}

/** Does it hide something that has to be seen while its fold is closed? */
export function isFolded(it: AskPart): boolean {
  return it.kind === 'diff' && cut(it) < it.lines.length;
}

/** Lines break at blanks only, so that no word reads as two; what goes on is indented. */
function command(it: Extract<AskPart, { kind: 'command' }>) {
  const lines: TemplateResult[] = [];
  let at = 0;
  for (const line of it.text.split('\n')) {
    lines.push(html`<span class="l ln">${words(line, at, it.marks)}</span>`);
    at += line.length + 1;
  }
  return html`<pre class="command">${lines}</pre>`;
}

function words(line: string, at: number, marks: (Mark & { why: string })[]): Piece[] {
  return [...line.matchAll(/\s+|\S+/g)].map((found) => {
    const word = found[0];
    const pieces = marked(word, at + found.index, marks);
    if (!word.trim() || /^\w+$/.test(word)) {
      return html`${pieces}`;
    }
    return html`<span class=${word.length > LONG_WORD ? 'long' : 'w'}>${pieces}</span>`;
  });
}

function marked(word: string, from: number, marks: (Mark & { why: string })[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const mark of marks) {
    const start = Math.max(mark.from - from, at);
    const end = Math.min(mark.to - from, word.length);
    if (start < end) {
      pieces.push(...visible(word.slice(at, start)));
      pieces.push(html`<mark title=${mark.why}>${visible(word.slice(start, end))}</mark>`);
      at = end;
    }
  }
  pieces.push(...visible(word.slice(at)));
  return pieces;
}

/** The server names hidden characters; here they get a look of their own. */
export function visible(words: string): Piece[] {
  return words
    .split(/(⟨U\+[0-9A-F]{4,6}⟩)/)
    .filter((it) => it)
    .map((it) =>
      it.startsWith('⟨U+') ? html`<span class="ctl">${it.slice(1, -1)}</span>` : it
    );
}

function diff(it: Extract<AskPart, { kind: 'diff' }>, fold: Fold) {
  const shown = fold.isOpen ? it.lines.length : cut(it);
  const changes = changedWords(it.lines);
  const looks = { ' ': 'm', '+': 'a', '-': 'd', '…': 'm' };
  return html`<div class="file ln">
      <code>${visible(it.path)}</code>
      <i
        >${it.change === 'add' || it.change === 'delete'
          ? text(`ask.file.${it.change}`)
          : nothing}
        +${it.added} −${it.removed}</i
      >
    </div>
    <div class="diff" dir="ltr">
      ${it.lines
        .slice(0, shown)
        .map(
          (line, at) =>
            html`<div class="${looks[line.sign]} ln"><b>${line.sign}</b>${changed(line, changes.get(at))}</div>`
        )}
    </div>
    ${shown < it.lines.length
      ? html`<button class="more" @click=${fold.open}>
          ${text('diff.more', it.lines.length - shown)}
        </button>`
      : nothing}`;
}

function changed(line: DiffLine, spans: Span[] = []): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    pieces.push(...visible(line.text.slice(at, from)));
    pieces.push(html`<u>${visible(line.text.slice(from, to))}</u>`);
    at = to;
  }
  pieces.push(...visible(line.text.slice(at)));
  return pieces;
}

function facts(it: Extract<AskPart, { kind: 'facts' }>, fold: Fold) {
  return html`<dl class="facts">
      ${it.facts.map(
        (fact) => html`<div class="ln d${fact.depth}">
          <dt>${visible(fact.name)}</dt>
          ${fact.value === undefined ? nothing : html`<dd>${visible(fact.value)}</dd>`}
        </div>`
      )}
    </dl>
    ${!it.json
      ? nothing
      : fold.isOpen
        ? html`<pre class="json">${visible(it.json)}</pre>`
        : html`<button class="more" @click=${fold.open}>${text('ask.json')}</button>`}`;
}
