import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { act } from '../base/act';
import '../base/icons';
import { outbox, type Waiting } from '../base/outbox';
import { text } from '../base/texts';
import { clock } from '../base/time';
import { shelf } from '../composer/shelf';
import { front } from '../decision/front';
import { CardStates } from './card-states';
import { chatStyles } from './chat-styles';
import { folded, type Item } from './folds';
import { compare, type Row, type Todo, type UserRow } from './model';
import { partStyles } from './parts';
import './hapi-todo';
import { proseStyles } from './prose';
import { RowWindow } from './row-window';
import { drawn, fold, type Reader } from './rows';
import { ScrollPlace, type Anchor } from './scroll-place';
import { keepSeen, seen, type Seen } from './seen';
import { forgetStanding, keepStanding, leaveStanding, takeStanding } from './standing';

const EDGE = 900;
/** What was looked for is marked so long. */
const FOUND_MILLIS = 4_000;

interface Window {
  rows: Row[];
  hasOlder: boolean;
  todo?: Todo | null;
  /** After this place follow rows that are not here, and then the newest. */
  hole?: [number, number];
  /** The place to be shown: time, number, and which showing it is. */
  at?: [number, number, number];
}

/** Who looks away for less has not left. */
const LEFT_MILLIS = 60_000;
/** How many older pages are loaded to come back to a line. */
const MOST_PAGES_BACK = 10;

/**
 * The chat of one session: rows by id, fed with deltas. Scrolling, opening and closing are its own
 * state; the server is told nothing about them, except that more is wanted.
 */
@customElement('hapi-chat')
export class HapiChat extends LitElement {
  @property() session = '';
  /** Names this chat to the hub when more of it is asked for. */
  @property() word = '';
  /**
   * Whoever reads at the end, or on the way there, needs the height more than the head; on a low
   * screen the head goes away.
   */
  @property({ type: Boolean, reflect: true }) deep = false;
  @state() private rows = new RowWindow();
  @state() private hasOlder = false;
  @state() private ready = false;
  @state() private isLoading = false;
  @state() private news = 0;
  @state() private waiting: Waiting[] = [];
  @state() private todo: Todo | null = null;
  /** How far was read before this visit; what is behind it is new. */
  @state() private since?: Seen;
  @state() private isSinceAbove = false;
  private read?: Seen;
  /** The line to which a page that was made anew has to come back. */
  private wanted?: Anchor;
  private pagesBack = 0;
  /** The row to be shown next, and the word of the place that was shown last. */
  private goal?: string;
  private aimed = '';
  private readonly cards = new CardStates(this);
  private readonly place = new ScrollPlace(this, () => this.rows.isAtEnd);

  static override styles = [proseStyles, partStyles, chatStyles];

  /** All that is known of the window; replaces what was there. */
  reset(it: Window) {
    const kept = this.place.isFollowing || !this.ready ? undefined : this.place.anchorId;
    if (!this.ready) {
      this.mark(seen(this.session), it.rows);
      const stood = takeStanding(this.session);
      if (stood) {
        this.wanted = stood.line;
        this.cards.reopen(stood.cards);
      }
    }
    this.rows.reset(it.rows, it.hole);
    this.hasOlder = it.hasOlder;
    this.todo = it.todo ?? null;
    this.ready = true;
    this.isLoading = false;
    this.news = 0;
    this.cards.forgetInsides();
    const isNew = it.at && String(it.at) !== this.aimed && !this.wanted;
    const goal = isNew ? this.rows.at(it.at![0], it.at![1]) : undefined;
    this.goal = goal?.id;
    this.aimed = String(it.at ?? '');
    if (goal || (kept && this.rows.get(kept))) {
      const id = goal?.id ?? kept;
      while (!this.rows.shown.some((row) => row.id === id) && this.rows.up());
    } else {
      this.place.follow();
    }
    this.noteSent(it.rows);
    this.comeBack();
    this.requestUpdate();
  }

  /** Loads as much as is needed to have the line in the page. */
  private comeBack() {
    const line = this.wanted;
    if (!line) {
      return;
    }
    if (this.rows.get(line.id)) {
      while (!this.rows.shown.some((row) => row.id === line.id) && this.rows.up());
    } else if (this.hasOlder && this.pagesBack++ < MOST_PAGES_BACK) {
      void this.load('older');
    } else {
      this.wanted = undefined;
    }
  }

  patch(it: {
    rows: Row[];
    removed: string[];
    hasOlder: boolean;
    isOlder?: boolean;
    todo?: Todo | null;
    hole?: [number, number];
  }) {
    const atEnd = this.rows.patch(it.rows, it.removed, it.hole);
    it.rows.forEach((row) => this.cards.forgetInside(row));
    this.hasOlder = it.hasOlder;
    this.todo = it.todo ?? null;
    if (it.isOlder) {
      this.isLoading = false;
      this.comeBack();
    }
    if (!this.place.isFollowing) {
      this.news += atEnd;
    }
    this.noteSent(it.rows);
    this.requestUpdate();
  }

  /** A line before what came after somebody had left, when that is more than their own words. */
  private mark(left: Seen | undefined, rows: Row[]) {
    const isNews = (row: Row) =>
      row.kind !== 'user' && left !== undefined && compare(row.place, left.place) > 0;
    this.since = rows.some(isNews) ? left : undefined;
  }

  private noteSent(rows: Row[]) {
    outbox.seen(
      this.session,
      rows.flatMap((row) => (row.kind === 'user' && row.localId ? [row.localId] : []))
    );
    this.readOutbox();
  }

  private readOutbox = () => {
    const waiting = outbox.of(this.session);
    if (waiting.length > this.waiting.length && this.rows.hasHole) {
      this.jump();
    }
    this.waiting = waiting;
  };

  private redraw = () => this.cards.changed();

  private reshelve = () => this.requestUpdate();

  override connectedCallback() {
    super.connectedCallback();
    outbox.addEventListener('change', this.readOutbox);
    shelf.addEventListener('change', this.reshelve);
    front.addEventListener('change', this.redraw);
    document.addEventListener('visibilitychange', this.onVisibility);
    window.addEventListener('pagehide', this.keepStanding);
    if (this.hasUpdated) {
      this.place.watch();
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    outbox.removeEventListener('change', this.readOutbox);
    shelf.removeEventListener('change', this.reshelve);
    front.removeEventListener('change', this.redraw);
    document.removeEventListener('visibilitychange', this.onVisibility);
    window.removeEventListener('pagehide', this.keepStanding);
    if (this.ready) {
      leaveStanding(this.session, this.standing);
    }
    this.place.unwatch();
  }

  private onVisibility = () => {
    if (document.visibilityState === 'hidden') {
      this.noteRead();
      this.keepStanding();
      return;
    }
    forgetStanding(this.session);
    if (this.read && Date.now() - this.read.at > LEFT_MILLIS) {
      this.mark(this.read, this.rows.rows);
      this.requestUpdate();
    }
  };

  private get standing() {
    return { line: this.wanted ?? this.place.line, cards: this.cards.opened };
  }

  private keepStanding = () => {
    if (this.ready) {
      keepStanding(this.session, this.standing);
    }
  };

  /** What is at the end of the screen counts as read, while somebody can look at it. */
  private noteRead() {
    const last = this.rows.rows.at(-1);
    if (last && this.place.isFollowing) {
      this.read = { place: last.place, at: Date.now() };
      keepSeen(this.session, this.read);
    }
  }

  override willUpdate(changed: PropertyValues) {
    if (changed.has('session')) {
      this.readOutbox();
    }
    this.place.remember();
  }

  override updated() {
    if (this.place.isFollowing) {
      this.rows.trim();
    }
    this.place.watch();
    if (this.wanted && this.rows.shown.some((row) => row.id === this.wanted!.id)) {
      this.place.put(this.wanted);
      this.wanted = undefined;
      // The button that leads to the end is drawn.
      this.requestUpdate();
    } else if (this.goal) {
      this.place.show(this.goal);
      this.point(this.goal);
      this.goal = undefined;
    }
    this.place.keep();
    const newest = this.rows.rows.at(-1)?.place;
    const isNewer = newest && (!this.read || compare(newest, this.read.place) > 0);
    if (this.ready && isNewer && document.visibilityState === 'visible') {
      this.noteRead();
    }
    this.isSinceAbove = this.place.isAbove('.since');
    this.deep = this.place.isDeep;
    if (!this.place.isFollowing) {
      this.fill();
    }
  }

  /** Marks for a moment what was looked for. */
  private point(id: string) {
    const row = this.place.row(id);
    row?.classList.add('found');
    window.setTimeout(() => row?.classList.remove('found'), FOUND_MILLIS);
  }

  private onScroll() {
    if (this.place.scrolled()) {
      // Who scrolls has chosen another place.
      this.wanted = undefined;
      if (this.place.isFollowing) {
        this.news = 0;
      }
      this.requestUpdate();
    }
    this.deep = this.place.isDeep;
    this.isSinceAbove = this.place.isAbove('.since');
    this.fill();
  }

  /** Keeps more than a screen of rows above and below in the page. */
  private fill() {
    if (this.place.above < EDGE) {
      if (this.rows.up()) {
        this.requestUpdate();
      } else if (this.hasOlder && !this.isLoading && this.ready) {
        void this.load('older');
      }
    } else if (this.place.below < EDGE) {
      if (this.rows.down()) {
        this.requestUpdate();
      } else if (this.rows.hasHole && !this.isLoading) {
        void this.load('newer');
      }
    }
  }

  /** The rows themselves come by the push. */
  private async load(want: 'older' | 'newer' | 'newest') {
    this.isLoading = true;
    try {
      await act('chat', { chat: this.word, want });
    } catch {
      // The next scroll asks again.
      this.isLoading = false;
    }
  }

  private jump() {
    if (this.rows.hasHole) {
      void this.load('newest');
    }
    this.rows.toEnd();
    this.place.follow();
    this.news = 0;
    this.requestUpdate();
  }

  private async jumpToSince() {
    const line = () => this.renderRoot.querySelector('.since');
    this.place.leave();
    while (!line() && this.rows.up()) {
      this.requestUpdate();
      await this.updateComplete;
    }
    line()?.scrollIntoView({ block: 'start' });
    this.isSinceAbove = false;
  }

  private async prompt(row: UserRow, want: 'again' | 'back') {
    try {
      await act('prompt', { session: this.session, localId: row.localId, want });
    } catch {
      this.cards.fail(row);
    }
  }

  private readonly reader: Reader = {
    isOpen: (row) => this.cards.isOpen(row),
    toggle: (row) => {
      this.place.leave();
      this.cards.toggle(row);
      void this.updateComplete.then(() => this.onScroll());
    },
    isFoldOpen: (rows) => this.cards.isFoldOpen(rows),
    toggleFold: (rows) => {
      this.place.leave();
      this.cards.toggleFold(rows);
      void this.updateComplete.then(() => this.onScroll());
    },
    fetched: (row) => this.cards.inside(row),
    fetch: (row) => void this.cards.fetch(this.word, row),
    unfold: (row) => void this.cards.unfold(this.word, row),
    want: (request) => front.want(request),
    prompt: (row, want) => void this.prompt(row, want)
  };

  override render() {
    const known = new Set(
      this.rows.rows.flatMap((row) => (row.kind === 'user' && row.localId ? [row.localId] : []))
    );
    const sending = this.rows.isAtEnd
      ? this.waiting.filter((it) => !known.has(it.localId) && !shelf.has(it.localId))
      : [];
    return html`
      <div class="view">
        <div class="scroller" @scroll=${this.onScroll} tabindex="-1">
          <div class="column" role="log" aria-live="off" aria-label=${text('chat.log')}>
            ${this.ready ? nothing : html`<div class="none">${text('chat.loading')}</div>`}
            ${this.ready && !this.rows.rows.length && !sending.length
              ? html`<div class="none">${text('chat.empty')}</div>`
              : nothing}
            ${repeat(
              this.items(),
              (it) => (it === 'since' ? it : it.kind === 'row' ? it.row.id : 'fold-' + it.rows[0].id),
              (it) => (it === 'since' ? this.sinceLine() : this.item(it))
            )}
            ${repeat(
              sending,
              (it) => 'sending-' + it.localId,
              (it) => drawn(asRow(it), this.reader)
            )}
          </div>
        </div>
        ${this.isLoading
          ? html`<div class="older" role="status">
              <hapi-icon name="busy"></hapi-icon> ${text('chat.older')}
            </div>`
          : nothing}
        ${this.isSinceAbove && this.place.isFollowing
          ? html`<button class="jump up" @click=${this.jumpToSince}>
              <hapi-icon name="up"></hapi-icon> ${text('chat.sinceUp', this.newer())}
            </button>`
          : nothing}
        ${this.place.isFollowing || !this.ready
          ? nothing
          : html`<button class="jump" @click=${this.jump}>
              <hapi-icon name="down"></hapi-icon>
              ${this.news ? text('chat.news', this.news) : text('chat.newest')}
            </button>`}
      </div>
      ${this.todo && this.todo.done < this.todo.of
        ? html`<hapi-todo .todo=${this.todo} ?hidden=${!!front.request}></hapi-todo>`
        : nothing}
    `;
  }

  /** Rows and folds, with the line of what is new before the first that is. */
  private items(): (Item | 'since')[] {
    const shown = this.rows.shown.filter((row) => row.kind !== 'user' || !shelf.has(row.localId));
    const left = this.since;
    const first = left ? shown.findIndex((row) => compare(row.place, left.place) > 0) : -1;
    const isThere = first > 0 || (first === 0 && this.rows.from === 0 && !this.hasOlder);
    return isThere
      ? [...folded(shown.slice(0, first)), 'since', ...folded(shown.slice(first))]
      : folded(shown);
  }

  private newer() {
    const left = this.since!;
    return this.rows.rows.filter((row) => compare(row.place, left.place) > 0).length;
  }

  private sinceLine() {
    return html`<div class="since" role="separator">${text('chat.since', clock(this.since!.at))}</div>`;
  }

  private item(it: Item) {
    const all = it.kind === 'row' ? [it.row] : it.rows;
    return guard([...all, ...all.map((row) => this.cards.version(row)), all.length], () =>
      it.kind === 'row' ? drawn(it.row, this.reader) : fold(it.rows, this.reader)
    );
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
