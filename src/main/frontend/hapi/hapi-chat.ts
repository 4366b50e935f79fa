import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { chatStyles } from './chat-styles';
import { front } from './front';
import './icons';
import type { Part, Row, ToolRow, UserRow } from './model';
import { outbox, type Waiting } from './outbox';
import { part, partStyles } from './parts';
import { prose, proseStyles } from './prose';
import { RowWindow } from './row-window';
import { text } from './texts';
import { clock, duration } from './time';

const NEAR = 48;
const EDGE = 900;

interface Server {
  loadOlder(): void;
  openRow(id: string, at: number, seq: number): Promise<Part[] | null>;
  retry(localId: string): void;
  cancel(localId: string): void;
}

/**
 * The chat of one session: rows by id, fed with deltas. Scrolling, opening and closing are its own
 * state; the server is told nothing about them, except that older rows are wanted.
 */
@customElement('hapi-chat')
export class HapiChat extends LitElement {
  @property() session = '';
  @state() private rows = new RowWindow();
  @state() private hasOlder = false;
  @state() private ready = false;
  @state() private news = 0;
  @state() private waiting: Waiting[] = [];
  private isLoading = false;
  private isFollowing = true;
  private lastTop = 0;
  private toggled = new Map<string, boolean>();
  private fetched = new Map<string, Part[] | 'busy'>();
  private anchor?: { id: string; top: number };
  private sizes?: ResizeObserver;
  declare $server?: Server;

  static override styles = [proseStyles, partStyles, chatStyles];

  /** All that is known of the window; replaces what was there. */
  reset(it: { rows: Row[]; hasOlder: boolean }) {
    const isFirst = !this.ready;
    const kept = this.isFollowing || isFirst ? undefined : this.topRow();
    this.rows.reset(it.rows);
    this.hasOlder = it.hasOlder;
    this.ready = true;
    this.isLoading = false;
    this.news = 0;
    this.fetched.clear();
    if (kept && this.rows.get(kept.id)) {
      while (!this.rows.shown.some((row) => row.id === kept.id) && this.rows.up());
    } else {
      this.isFollowing = true;
    }
    this.noteSeen(it.rows);
    this.requestUpdate();
  }

  patch(it: { rows: Row[]; removed: string[]; hasOlder: boolean; isOlder?: boolean }) {
    const atEnd = this.rows.patch(it.rows, it.removed);
    it.rows.forEach((row) => this.fetched.delete(row.id));
    this.hasOlder = it.hasOlder;
    if (it.isOlder) {
      this.isLoading = false;
    }
    if (!this.isFollowing) {
      this.news += atEnd;
    }
    this.noteSeen(it.rows);
    this.requestUpdate();
  }

  private noteSeen(rows: Row[]) {
    outbox.seen(
      this.session,
      rows.flatMap((row) => (row.kind === 'user' && row.localId ? [row.localId] : []))
    );
    this.readOutbox();
  }

  private readOutbox = () => {
    this.waiting = outbox.of(this.session);
  };

  private redraw = () => this.requestUpdate();

  override connectedCallback() {
    super.connectedCallback();
    outbox.addEventListener('change', this.readOutbox);
    front.addEventListener('change', this.redraw);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    outbox.removeEventListener('change', this.readOutbox);
    front.removeEventListener('change', this.redraw);
    this.sizes?.disconnect();
    this.sizes = undefined;
  }

  private get scroller() {
    return this.renderRoot.querySelector<HTMLElement>('.scroller')!;
  }

  override willUpdate(changed: PropertyValues) {
    if (changed.has('session')) {
      this.readOutbox();
    }
    if (this.hasUpdated && !this.isFollowing) {
      this.anchor = this.topRow();
    }
  }

  override updated() {
    if (!this.sizes) {
      this.sizes = new ResizeObserver(() => this.keepPlace());
      this.sizes.observe(this);
      this.sizes.observe(this.renderRoot.querySelector('.column')!);
    }
    if (this.isFollowing) {
      this.rows.trim();
    }
    this.keepPlace();
    if (!this.isFollowing) {
      this.fill();
    }
  }

  private keepPlace() {
    const scroller = this.scroller;
    if (this.isFollowing) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (this.anchor) {
      const row = this.renderRoot.querySelector(`[data-id="${CSS.escape(this.anchor.id)}"]`);
      if (row) {
        scroller.scrollTop += row.getBoundingClientRect().top - this.anchor.top;
      }
      this.anchor = undefined;
    }
  }

  /** The first row that can be seen, and where it stands. */
  private topRow() {
    const edge = this.scroller?.getBoundingClientRect().top ?? 0;
    for (const row of this.renderRoot.querySelectorAll<HTMLElement>('.column > [data-id]')) {
      const box = row.getBoundingClientRect();
      if (box.bottom > edge) {
        return { id: row.dataset.id!, top: box.top };
      }
    }
    return undefined;
  }

  private onScroll() {
    const it = this.scroller;
    const toEnd = it.scrollHeight - it.scrollTop - it.clientHeight;
    // Only a finger going up leaves the end; a dock that opens or a font that arrives does not.
    const isUp = it.scrollTop < this.lastTop - 1;
    this.lastTop = it.scrollTop;
    const following = (toEnd < NEAR && this.rows.isAtEnd) || (this.isFollowing && !isUp);
    if (following !== this.isFollowing) {
      this.isFollowing = following;
      if (following) {
        this.news = 0;
      }
      this.requestUpdate();
    }
    this.fill();
  }

  /** Keeps more than a screen of rows above and below in the page. */
  private fill() {
    const it = this.scroller;
    if (it.scrollTop < EDGE) {
      if (this.rows.up()) {
        this.requestUpdate();
      } else if (this.hasOlder && !this.isLoading && this.ready) {
        this.isLoading = true;
        this.$server?.loadOlder();
        this.requestUpdate();
      }
    } else if (it.scrollHeight - it.scrollTop - it.clientHeight < EDGE && this.rows.down()) {
      this.requestUpdate();
    }
  }

  private jump() {
    this.rows.toEnd();
    this.isFollowing = true;
    this.news = 0;
    this.requestUpdate();
  }

  override render() {
    const rows = this.rows.shown;
    const known = new Set(
      this.rows.rows.flatMap((row) => (row.kind === 'user' && row.localId ? [row.localId] : []))
    );
    const sending = this.rows.isAtEnd ? this.waiting.filter((it) => !known.has(it.localId)) : [];
    return html`
      <div class="scroller" @scroll=${this.onScroll} tabindex="-1">
        <div class="column" role="log" aria-live="off" aria-label=${text('chat.log')}>
          ${this.rows.from === 0 && this.hasOlder
            ? html`<div class="older"><hapi-icon name="busy"></hapi-icon> ${text('chat.older')}</div>`
            : nothing}
          ${this.ready ? nothing : html`<div class="older">${text('chat.loading')}</div>`}
          ${this.ready && !this.rows.rows.length && !sending.length
            ? html`<div class="none">${text('chat.empty')}</div>`
            : nothing}
          ${repeat(
            rows,
            (row) => row.id,
            (row) =>
              guard([row, this.isOpen(row), this.fetched.get(row.id), this.frontOf(row)], () =>
                this.row(row)
              )
          )}
          ${repeat(
            sending,
            (it) => 'sending-' + it.localId,
            (it) => this.user(asRow(it))
          )}
        </div>
      </div>
      ${this.isFollowing || !this.ready
        ? nothing
        : html`<button class="jump" @click=${this.jump}>
            <hapi-icon name="down"></hapi-icon>
            ${this.news ? text('chat.news', this.news) : text('chat.newest')}
          </button>`}
    `;
  }

  private frontOf(row: Row) {
    return row.kind === 'tool' && row.request ? front.request === row.request : '';
  }

  private row(row: Row): unknown {
    switch (row.kind) {
      case 'user':
        return this.user(row);
      case 'prose':
        return html`<div class="agent" data-id=${row.id}>${prose(row.html)}</div>`;
      case 'reasoning':
        return this.card(
          row,
          html`<span class="verb">${text(row.live ? 'chat.thinking' : 'chat.thought')}</span>`,
          row.live ? html`<hapi-icon name="busy"></hapi-icon>` : nothing,
          () => (row.html ? prose(row.html) : html`<p class="hint">${text('chat.encrypted')}</p>`)
        );
      case 'tool':
        return this.tool(row);
      case 'event':
        return row.html
          ? this.card(row, html`<span class="verb">${row.words}</span>`, nothing, () => prose(row.html!))
          : html`<div class="event ${row.tone}" data-id=${row.id}>
              ${row.time ? row.words.replace('{time}', clock(row.time)) : row.words}
            </div>`;
      case 'output':
        return this.card(
          row,
          html`<code>${row.command}</code>`,
          nothing,
          () => row.parts.map((it) => part(it)),
          true
        );
      case 'review':
        return html`<section class="review" data-id=${row.id}>
          <h3>${row.verdict}</h3>
          ${prose(row.html)}
          ${row.findings.map(
            (it) => html`<h4>${it.title} <code>${it.place}</code></h4>${prose(it.html)}`
          )}
        </section>`;
      case 'unknown':
        return this.card(row, html`<span class="verb">${row.words}</span>`, nothing, () =>
          row.parts.map((it) => part(it))
        );
    }
  }

  private user(row: UserRow) {
    const note =
      row.delivery === 'taken' ? '' : text(`delivery.${row.delivery}`);
    return html`<div class="me" data-id=${row.id}>
      <div class="bubble">
        <span class="visually-hidden">${text('chat.you')}</span>
        ${row.attachments.map(
          (it) =>
            html`<span class="file">
              ${it.preview
                ? html`<img src=${it.preview} alt=${it.name} />`
                : html`<hapi-icon name="attachment"></hapi-icon> ${it.name} <i>${it.note}</i>`}
            </span>`
        )}
        <span class="words">${row.text}</span>
      </div>
      ${note
        ? html`<div class="delivery ${row.delivery}">
            ${note}
            ${row.delivery === 'indeterminate' && row.localId
              ? html`<button @click=${() => this.$server?.retry(row.localId!)}>
                  ${text('delivery.again')}
                </button>`
              : nothing}
            ${row.delivery === 'queued' && row.localId
              ? html`<button @click=${() => this.$server?.cancel(row.localId!)}>
                  ${text('delivery.cancel')}
                </button>`
              : nothing}
          </div>`
        : nothing}
    </div>`;
  }

  private tool(row: ToolRow): unknown {
    const side =
      row.state === 'running'
        ? html`<hapi-icon name="busy"></hapi-icon> <hapi-elapsed .since=${row.at}></hapi-elapsed>`
        : html`${row.note}${row.note && row.millis !== undefined ? ' · ' : ''}${row.millis ===
          undefined
            ? ''
            : duration(row.millis)}`;
    const head = html`<span class="verb">${row.verb}</span> ${row.subject
        ? row.code
          ? html`<code>${row.subject}</code>`
          : html`<span class="subject">${row.subject}</span>`
        : nothing}`;
    return this.card(
      row,
      head,
      side,
      () => this.inside(row),
      false,
      html`
        ${row.inline.map((it) => part(it))}
        ${row.hidden ? html`<div class="hint">${text('tool.hidden', row.hidden)}</div>` : nothing}
        ${row.children.length
          ? html`<div class="children">
              ${repeat(
                row.children,
                (child) => child.id,
                (child) => this.row(child)
              )}
            </div>`
          : nothing}
        ${row.decided
          ? html`<div class="decided ${row.decided.tone}">${decided(row.decided)}</div>`
          : nothing}
      `,
      row.request && front.request !== row.request
        ? html`<button class="decide" @click=${() => front.want(row.request!)}>
            ${text('ask.decide')}
          </button>`
        : nothing
    );
  }

  private inside(row: ToolRow) {
    const all = this.fetched.get(row.id);
    const parts = Array.isArray(all) ? all : row.parts;
    return html`${parts.map((it) => part(it))}
    ${row.more && !Array.isArray(all)
      ? html`<button class="more" ?disabled=${all === 'busy'} @click=${() => this.fetchAll(row)}>
          ${text(all === 'busy' ? 'chat.loading' : 'tool.all')}
        </button>`
      : nothing}
    ${parts.length || row.more ? nothing : html`<p class="hint">${text('tool.nothing')}</p>`}`;
  }

  private async fetchAll(row: ToolRow) {
    this.fetched.set(row.id, 'busy');
    this.requestUpdate();
    const parts = await this.$server?.openRow(row.id, row.place[0], row.place[1]);
    if (this.fetched.get(row.id) === 'busy') {
      if (parts) {
        this.fetched.set(row.id, parts);
      } else {
        this.fetched.delete(row.id);
      }
      this.requestUpdate();
    }
  }

  private isOpen(row: Row): boolean {
    return (
      this.toggled.get(row.id) ??
      // What the dock shows need not be read twice.
      ((row.kind === 'tool' && !!row.request && front.request !== row.request) ||
        row.kind === 'output')
    );
  }

  private toggle(row: Row) {
    this.toggled.set(row.id, !this.isOpen(row));
    // Where the finger is must stay, also for a reader at the end.
    this.isFollowing = false;
    this.requestUpdate();
    this.updateComplete.then(() => this.onScroll());
  }

  private card(
    row: Row,
    head: unknown,
    side: unknown,
    body: () => unknown,
    boxed = false,
    always: unknown = nothing,
    last: unknown = nothing
  ) {
    const open = this.isOpen(row);
    const state = row.kind === 'tool' ? row.state : row.kind;
    return html`<div class="tool ${state} ${boxed ? 'boxed' : ''}" data-id=${row.id}>
      <button class="head" aria-expanded=${open} @click=${() => this.toggle(row)}>
        <span class="what">${head}</span>
        <span class="side">${side}</span>
        ${state === 'failed' || state === 'refused' || state === 'stopped' || state === 'asking'
          ? html`<span class="state">${text(`tool.${state}`)}</span>`
          : nothing}
      </button>
      ${always}
      ${open ? html`<div class="body">${body()}</div>` : nothing} ${last}
    </div>`;
  }
}

function asRow(it: Waiting): UserRow {
  return {
    kind: 'user',
    id: 'sending-' + it.localId,
    place: [it.at, 0, '', 0],
    at: it.at,
    text: it.text,
    attachments: [],
    delivery: 'sending',
    localId: it.localId
  };
}

function decided(it: NonNullable<ToolRow['decided']>) {
  return [it.words, it.at ? clock(it.at) : '', it.from].filter(Boolean).join(', ');
}
