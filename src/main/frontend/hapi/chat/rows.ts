import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '../base/icons';
import { text } from '../base/texts';
import { clock, duration } from '../base/time';
import { counts } from './folds';
import './hapi-picture';
import type { Part, Row, ToolRow, UserRow } from './model';
import { parts } from './parts';
import { prose } from './prose';

/** What the drawing of rows needs to know of its chat, and what it asks it to do. */
export interface Reader {
  isOpen(row: Row): boolean;
  toggle(row: Row): void;
  isFoldOpen(rows: ToolRow[]): boolean;
  toggleFold(rows: ToolRow[]): void;
  /** The whole inside of a card, once it was fetched. */
  fetched(row: Row): Part[] | 'busy' | 'failed' | undefined;
  fetch(row: ToolRow): void;
  /** Shows all steps of a helper. */
  unfold(row: ToolRow): void;
  /** Brings the request to the front. */
  want(request: string): void;
  /** Sends a prompt again, or takes it back. */
  prompt(row: UserRow, want: 'again' | 'back'): void;
}

export function drawn(row: Row, reader: Reader): unknown {
  switch (row.kind) {
    case 'user':
      return user(row, reader);
    case 'prose':
      return html`<div class="agent" data-ids=${row.id}>${prose(row.html, row.live)}</div>`;
    case 'picture':
      return html`<div class="agent" data-ids=${row.id}>
        <hapi-picture .src=${row.src} .name=${row.name}></hapi-picture>
      </div>`;
    case 'reasoning':
      return card(reader, row, {
        head: html`<span class="verb">${text(row.live ? 'chat.thinking' : 'chat.thought')}</span>`,
        side: row.live ? html`<hapi-icon name="busy"></hapi-icon>` : nothing,
        body: () =>
          row.html ? prose(row.html, row.live) : html`<p class="hint">${text('chat.encrypted')}</p>`
      });
    case 'tool':
      return row.request ? asking(row, row.request, reader) : tool(row, reader);
    case 'event':
      return row.html
        ? card(reader, row, {
            head: html`<span class="verb">${row.words}</span>`,
            body: () => prose(row.html!)
          })
        : html`<div class="event ${row.tone}" data-ids=${row.id}>
            ${row.time ? row.words.replace('{time}', clock(row.time)) : row.words}
          </div>`;
    case 'output':
      return card(reader, row, {
        head: html`<code>${row.command}</code>`,
        body: () => parts(row.parts),
        boxed: true
      });
    case 'review':
      return html`<section class="review" data-ids=${row.id}>
        <h3>${row.verdict}</h3>
        ${prose(row.html)}
        ${row.findings.map((it) => html`<h4>${it.title} <code>${it.place}</code></h4>${prose(it.html)}`)}
      </section>`;
    case 'unknown':
      return card(reader, row, {
        head: html`<span class="verb">${row.words}</span>`,
        body: () => parts(row.parts)
      });
  }
}

/** Several calls in one line, which opens to them. */
export function fold(rows: ToolRow[], reader: Reader): unknown {
  const words = counts(rows)
    .map(([kind, count]) => text('tool.fold.' + kind, count))
    .join(' · ');
  const millis = rows.reduce((sum, row) => sum + (row.millis ?? 0), 0);
  const isOpen = reader.isFoldOpen(rows);
  return html`<div class="tool fold" data-ids=${rows.map((row) => row.id).join(' ')}>
    <button class="head" aria-expanded=${isOpen} @click=${() => reader.toggleFold(rows)}>
      <span class="what"><span class="verb">${capital(words)}</span></span>
      <span class="side">${millis ? duration(millis) : ''}</span>
    </button>
    ${isOpen
      ? html`<div class="children">
          ${repeat(
            rows,
            (row) => row.id,
            (row) => drawn(row, reader)
          )}
        </div>`
      : nothing}
  </div>`;
}

function capital(words: string) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function user(row: UserRow, reader: Reader) {
  const note = row.delivery === 'taken' ? '' : text(`delivery.${row.delivery}`);
  return html`<div class="me" data-ids=${row.id}>
    <div class="bubble">
      <span class="visually-hidden">${text('chat.you')}</span>
      ${row.attachments.map((it) =>
        it.preview
          ? html`<hapi-picture class="file" .src=${it.preview} .name=${it.name}></hapi-picture>`
          : html`<span class="file">
              <hapi-icon name="attachment"></hapi-icon> <bdi>${it.name}</bdi> <i>${it.note}</i>
            </span>`
      )}
      <span class="words" dir="auto">${row.text}</span>
    </div>
    ${note
      ? html`<div class="delivery ${row.delivery}">
          ${note}
          ${row.delivery === 'indeterminate' && row.localId
            ? html`<button @click=${() => reader.prompt(row, 'again')}>
                ${text('delivery.again')}
              </button>`
            : nothing}
          ${row.delivery === 'queued' && row.localId
            ? html`<button @click=${() => reader.prompt(row, 'back')}>
                ${text('delivery.cancel')}
              </button>`
            : nothing}
        </div>`
      : nothing}
  </div>`;
}

function headOf(row: ToolRow) {
  return html`<span class="verb">${row.verb}</span> ${row.subject
      ? row.code
        ? html`<code dir="ltr">${row.subject}</code>`
        : html`<span class="subject" dir="auto">${row.subject}</span>`
      : nothing}`;
}

/** A request is one line here; it is judged where its buttons are. */
function asking(row: ToolRow, request: string, reader: Reader) {
  return html`<div class="tool asking" data-ids=${row.id}>
    <button class="head" @click=${() => reader.want(request)}>
      <span class="what">${headOf(row)}</span>
      <span class="state">${text('tool.asking')}</span>
    </button>
    ${steps(row, reader)}
  </div>`;
}

function tool(row: ToolRow, reader: Reader): unknown {
  const time = row.millis === undefined ? '' : duration(row.millis);
  return card(reader, row, {
    head: headOf(row),
    side:
      row.state === 'running'
        ? html`<hapi-icon name="busy"></hapi-icon> <hapi-elapsed .since=${row.at}></hapi-elapsed>`
        : [row.note, time].filter(Boolean).join(' · '),
    body: () => inside(row, reader),
    always: html`${steps(row, reader)}
    ${row.decided
      ? html`<div class="decided ${row.decided.tone}">${decided(row.decided)}</div>`
      : nothing}`
  });
}

/** What a helper did inside of this call. */
function steps(row: ToolRow, reader: Reader) {
  return row.children.length
    ? html`<div class="children">
        ${row.hidden
          ? html`<button class="steps" @click=${() => reader.unfold(row)}>
              ${text('tool.steps', row.hidden)}
            </button>`
          : nothing}
        ${repeat(
          row.children,
          (child) => child.id,
          (child) => drawn(child, reader)
        )}
      </div>`
    : nothing;
}

function inside(row: ToolRow, reader: Reader) {
  const all = reader.fetched(row);
  const shown = Array.isArray(all) ? all : row.parts;
  return html`${parts(shown)}
  ${row.more && !Array.isArray(all)
    ? html`<button class="more" ?disabled=${all === 'busy'} @click=${() => reader.fetch(row)}>
        ${text(all === 'busy' ? 'chat.loading' : all === 'failed' ? 'chat.notDone' : 'tool.all')}
      </button>`
    : nothing}
  ${shown.length || row.more ? nothing : html`<p class="hint">${text('tool.nothing')}</p>`}`;
}

function decided(it: NonNullable<ToolRow['decided']>) {
  return [it.words, it.at ? clock(it.at) : '', it.from].filter(Boolean).join(', ');
}

interface Card {
  head: unknown;
  side?: unknown;
  body: () => unknown;
  boxed?: boolean;
  /** Seen whether the card is open or not. */
  always?: unknown;
}

function card(reader: Reader, row: Row, it: Card) {
  const isOpen = reader.isOpen(row);
  const state = row.kind === 'tool' ? row.state : row.kind;
  return html`<div class="tool ${state} ${it.boxed ? 'boxed' : ''}" data-ids=${row.id}>
    <button class="head" aria-expanded=${isOpen} @click=${() => reader.toggle(row)}>
      <span class="what">${it.head}</span>
      <span class="side">${it.side ?? nothing}</span>
      ${state === 'failed' || state === 'refused' || state === 'stopped'
        ? html`<span class="state">${text(`tool.${state}`)}</span>`
        : nothing}
    </button>
    ${isOpen ? html`<div class="body">${it.body()}</div>` : nothing} ${it.always ?? nothing}
  </div>`;
}
