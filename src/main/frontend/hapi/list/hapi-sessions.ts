import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { act, NotSent } from '../base/act';
import '../base/icons';
import { giveKeysBack, useKeys } from '../base/keys';
import { isLoadedAnew, keep, recall } from '../base/store';
import { text } from '../base/texts';
import { ago, since } from '../base/time';
import { lastList } from '../installed/last-list';
import { keepWorker } from '../installed/worker';
import './agent-mark';
import type { Hit, MachineLine, SessionRow } from './model';
import { order, places, projects, type Order } from './order';
import { RowMenu } from './row-menu';
import { RowSwipe } from './row-swipe';
import { Search } from './search';
import { Seen } from './seen';
import { rowStyles, sessionsStyles } from './sessions-styles';

/** Quiet sessions of a project that are shown before somebody asks for the rest. */
const FIRST_QUIET = 4;
const WORDS_MILLIS = 8_000;
/** Where the list stood, over a load that followed a lost connection. */
const PLACE = 'list';

interface Place {
  top: number;
  unfolded: string[];
}

/** The list: who needs me, who works, then by project. Rows by id, patched. */
@customElement('hapi-sessions')
export class HapiSessions extends LitElement {
  /** The session that is open beside the list. */
  @property() current = '';
  /** Starts that failed; what became of their prompts is on the page of new sessions. */
  @property({ type: Number }) failedStarts = 0;
  @state() private rows = new Map<string, SessionRow>();
  @state() private machines: MachineLine[] = [];
  @state() private ready = false;
  @state() private opening = '';
  @state() private words = '';
  /** On a screen without a pointer the rows' menus are shown when asked for. */
  @state() private withMenus = false;
  private wordsTimer?: number;
  private unfolded = new Set<string>();
  private clock?: number;
  /** The changes of a row that the hub has not answered yet; they are asked for one by one. */
  private readonly asked = new Map<string, Promise<unknown>>();
  private readonly seen = new Seen();
  private readonly search = new Search(this);
  private readonly menu = new RowMenu(this, {
    rename: (row, name) => this.change(row, 'rename', { name }, { title: name }),
    pin: (row) => this.change(row, 'pin', { pinned: !row.pinned }, { pinned: !row.pinned, rank: row.pinned ? 1 : 0 }),
    archive: (row) => this.archive(row),
    remove: (row) => this.change(row, 'delete', {}, {}),
    copyLink: (row) => this.copyLink(row),
    unread: (row) => {
      this.seen.forget(row);
      this.requestUpdate();
    }
  });
  private readonly swipe = new RowSwipe(this, {
    canSwipe: (row) => row.active,
    swiped: (row) => this.archive(row),
    held: (row) => this.menu.open(row)
  });

  reset(it: { rows: SessionRow[]; machines: MachineLine[] }) {
    this.rows = new Map(it.rows.map((row) => [row.id, row]));
    places.reset(it.rows);
    this.machines = it.machines;
    if (!this.ready) {
      this.comeBack();
    }
    this.ready = true;
    this.seen.begin(it.rows);
  }

  patch(it: { rows: SessionRow[]; removed: string[]; machines?: MachineLine[]; faults: string[] }) {
    it.rows.forEach((row) => this.rows.set(row.id, row));
    places.note(it.rows);
    it.removed.forEach((id) => this.rows.delete(id));
    this.machines = it.machines ?? this.machines;
    it.faults.forEach((words) => this.say(words));
    this.requestUpdate();
  }

  private comeBack() {
    const place = isLoadedAnew ? recall<Place>(PLACE) : undefined;
    keep(PLACE, undefined);
    if (place) {
      this.unfolded = new Set(place.unfolded);
      void this.updateComplete.then(() => this.scroller?.scrollTo({ top: place.top }));
    }
  }

  private keepPlace = () => {
    keep(PLACE, { top: this.scroller?.scrollTop ?? 0, unfolded: [...this.unfolded] });
  };

  private get scroller() {
    return this.renderRoot.querySelector('.scroll');
  }

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('pagehide', this.keepPlace);
    this.clock = window.setInterval(() => this.requestUpdate(), 20_000);
    document.addEventListener('visibilitychange', this.onVisible);
    window.addEventListener('hapi-search', this.onSearch);
    useKeys(this.keys);
    keepWorker();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('pagehide', this.keepPlace);
    window.clearInterval(this.clock);
    window.clearTimeout(this.wordsTimer);
    document.removeEventListener('visibilitychange', this.onVisible);
    window.removeEventListener('hapi-search', this.onSearch);
    giveKeysBack(this.keys);
  }

  private onVisible = () => this.requestUpdate();

  private onSearch = () => this.search.open();

  private readonly keys = { '/': this.onSearch };

  override willUpdate(changed: PropertyValues) {
    if (changed.has('current')) {
      this.opening = '';
    }
    const open = this.rows.get(this.current);
    if (open && document.visibilityState === 'visible') {
      this.seen.saw(open);
    }
  }

  override updated() {
    if (this.ready) {
      lastList.note(() => {
        const { needs, working, others } = order([...this.rows.values()]);
        return [...needs, ...working, ...others];
      });
    }
  }

  override render() {
    const all = [...this.rows.values()].filter((row) => !row.ending && this.search.finds(row));
    const ordered = order(all);
    const ending = [...this.rows.values()].filter((row) => row.ending);
    return html`
      ${this.search.isOpen ? this.field() : this.head()}
      <div class="scroll" @keydown=${this.menu.onKey}>
        ${this.ready
          ? this.search.wanted.trim()
            ? this.found([...ordered.needs, ...ordered.working, ...ordered.others])
            : all.length
              ? this.sections(ordered)
              : ending.length
                ? nothing
                : this.empty()
          : this.skeleton()}
      </div>
      <div role="status">
        ${ending.map(
          (row) =>
            html`<p class="undo">
              <span>${text('list.archived', row.title)}</span>
              <button @click=${() => this.change(row, 'keep', {}, { ending: false })}>
                ${text('list.undo')}
              </button>
            </p>`
        )}
        ${this.words ? html`<p class="undo">${this.words}</p>` : nothing}
      </div>
    `;
  }

  private head() {
    return html`<header>
      <h1>${text('sessions.title')}</h1>
      <button
        class="tool menus"
        aria-pressed=${this.withMenus}
        aria-label=${text('list.menus')}
        @click=${() => (this.withMenus = !this.withMenus)}
      >
        <hapi-icon name="more"></hapi-icon>
      </button>
      <button class="tool" aria-label=${text('list.search')} @click=${() => this.search.open()}>
        <hapi-icon name="search"></hapi-icon>
      </button>
      <a class="tool new" href="sessions/new" router-link aria-label=${text('sessions.new')}>
        <hapi-icon name="plus"></hapi-icon>
        ${this.failedStarts
          ? html`<span class="badge" aria-label=${text('sessions.failedStarts', this.failedStarts)}
              >${this.failedStarts}</span
            >`
          : nothing}
      </a>
    </header>`;
  }

  private field() {
    return html`<header class="finding" role="search">
      <input
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        maxlength="200"
        placeholder=${text('list.search')}
        aria-label=${text('list.search')}
        .value=${this.search.wanted}
        @input=${(event: InputEvent) =>
          this.search.want((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.search.close()}
      />
      <button class="tool" aria-label=${text('list.search.close')} @click=${() => this.search.close()}>
        <hapi-icon name="close"></hapi-icon>
      </button>
    </header>`;
  }

  private found(rows: SessionRow[]) {
    const { state, hits, words } = this.search;
    return html`${rows.length
      ? this.section(text('sessions.title'), String(rows.length), rows)
      : nothing}
    ${hits.length
      ? html`<section>
          <h2>${text('list.search.messages')} <span>${hits.length}</span></h2>
          <ul>
            ${hits.map((hit) => html`<li>${this.hit(hit)}</li>`)}
          </ul>
          ${this.search.isPart ? html`<p class="note">${text('list.search.part')}</p>` : nothing}
        </section>`
      : nothing}
    <p class="note" role="status">
      ${state === 'busy'
        ? text('list.search.busy')
        : state === 'failed'
          ? words
          : rows.length || hits.length
            ? nothing
            : text('list.nothing', this.search.wanted.trim())}
    </p>`;
  }

  private hit(hit: Hit) {
    const row = this.rows.get(hit.session);
    return html`<a class="sess hit" href="sessions/${hit.session}?at=${hit.at}.${hit.seq}" router-link>
      <hapi-agent-mark mark=${row?.mark ?? ''} name=${row?.agent ?? ''}></hapi-agent-mark>
      <span class="lines">
        <b><bdi>${row?.title ?? hit.session.slice(0, 8)}</bdi></b>
        <em
          ><bdi
            >${hit.pieces.map((piece, index) => (index % 2 ? html`<mark>${piece}</mark>` : piece))}</bdi
          ></em
        >
      </span>
      <time>${ago(hit.at)}</time>
    </a>`;
  }

  private sections({ needs, working, others }: Order) {
    return html`${needs.length
      ? this.section(text('sessions.needs'), String(needs.length), needs)
      : nothing}
    ${working.length
      ? this.section(text('sessions.working'), String(working.length), working)
      : nothing}
    ${repeat(
      projects(others),
      ([key]) => key,
      ([key, rows]) => this.project(key, rows)
    )}`;
  }

  private empty() {
    const there = this.machines.find((machine) => machine.tone !== 'away');
    return html`<div class="none">
      <h2>${text('sessions.none')}</h2>
      <p>${there ? text('sessions.ready', there.name) : text('sessions.noMachine')}</p>
      ${there
        ? html`<a href="sessions/new" router-link>${text('sessions.start')}</a>`
        : html`<code>hapi runner start</code>`}
    </div>`;
  }

  private skeleton() {
    return html`<div class="skeleton" role="status">
      <span class="visually-hidden">${text('list.loading')}</span>
      ${Array.from(
        { length: 6 },
        () => html`<div class="sess"><i></i><span><u></u><u></u></span></div>`
      )}
    </div>`;
  }

  private project(key: string, rows: SessionRow[]) {
    const isLong = rows.length > FIRST_QUIET + 1 && !this.unfolded.has(key);
    const shown = isLong
      ? rows.filter((row, index) => index < FIRST_QUIET || row.active || row.id === this.current)
      : rows;
    const machine = this.machines.find((it) => it.id === rows[0].machineId);
    const side = html`<bdi>${rows[0].machine}</bdi>${machine
        ? html` · <span class=${machine.tone}>${machine.words}</span>`
        : nothing}`;
    return html`${this.section(html`<bdi>${rows[0].project}</bdi>`, side, shown, rows[0].path)}
    ${shown.length < rows.length
      ? html`<button
          class="rest"
          @click=${() => {
            this.unfolded.add(key);
            this.requestUpdate();
          }}
        >
          ${text('sessions.more', rows.length - shown.length)}
        </button>`
      : nothing}`;
  }

  private section(title: unknown, side: unknown, rows: SessionRow[], hint = '') {
    return html`<section>
      <h2 title=${hint}>${title} <span class="side">${side}</span></h2>
      <ul class=${this.withMenus ? 'menus' : ''}>
        ${repeat(
          rows,
          (row) => row.id,
          (row) => html`<li>${this.row(row)}</li>`
        )}
      </ul>
    </section>`;
  }

  private row(row: SessionRow) {
    const isCurrent = row.id === this.current;
    if (this.menu.renames(row)) {
      return this.menu.form(row);
    }
    const isNew = !isCurrent && this.seen.isNew(row);
    const moved = this.swipe.of(row);
    return html`${moved
        ? html`<span class="under ${this.swipe.isFar() ? 'far' : ''}">${text('list.swipe')}</span>`
        : nothing}
      <a
        class="sess ${row.active ? '' : 'quiet'} ${isNew ? 'new' : ''} ${this.opening === row.id
          ? 'opening'
          : ''}"
        href="sessions/${row.id}"
        router-link
        draggable="false"
        .style=${moved ? `transform: translateX(${-moved}px)` : ''}
        aria-current=${isCurrent ? 'page' : nothing}
        @pointerdown=${(event: PointerEvent) => this.swipe.down(row, event)}
        @pointermove=${this.swipe.move}
        @pointerup=${this.swipe.up}
        @pointercancel=${this.swipe.cancel}
        @contextmenu=${(event: Event) => this.swipe.context(row, event)}
        @click=${(event: Event) => {
          this.swipe.click(event);
          if (!event.defaultPrevented) {
            this.opening = isCurrent ? '' : row.id;
          }
        }}
      >
        <hapi-agent-mark mark=${row.mark} name=${row.agent}></hapi-agent-mark>
        <span class="lines">
          <b
            >${row.pinned ? html`<hapi-icon name="pin"></hapi-icon> ` : nothing}${isNew
              ? html`<span class="visually-hidden">${text('list.new')} </span>`
              : nothing}<bdi>${row.title}</bdi></b
          >
          <em class=${row.tone}
            >${row.tone === 'plain'
              ? nothing
              : html`<span class="dot ${row.tone}"></span>`}<bdi
              >${row.words.replace('{ago}', since(row.since))}</bdi
            ></em
          >
        </span>
        <span class="visually-hidden">${row.agent}</span>
        <time>${ago(row.since)}</time>
      </a>
      ${this.menu.render(row)}`;
  }

  private archive(row: SessionRow) {
    this.change(row, 'archive', {}, { ending: true });
  }

  /**
   * Shows the change at once, asks the hub when it has answered the row's former one (an "undo" must
   * not overtake what it undoes), and takes it back where that did not work.
   */
  private async change(
    row: SessionRow,
    name: string,
    args: Record<string, unknown>,
    shown: Partial<SessionRow>
  ) {
    this.words = '';
    const expected = { ...row, ...shown };
    this.rows.set(row.id, expected);
    this.requestUpdate();
    const asks = (this.asked.get(row.id) ?? Promise.resolve()).then(() =>
      act(name, { session: row.id, ...args })
    );
    const settled = asks.catch(() => {});
    this.asked.set(row.id, settled);
    try {
      await asks;
    } catch (fault) {
      if (this.rows.get(row.id) === expected) {
        this.rows.set(row.id, row);
      }
      this.say(fault instanceof NotSent ? text('act.notSent') : String((fault as Error).message));
    } finally {
      if (this.asked.get(row.id) === settled) {
        this.asked.delete(row.id);
      }
    }
  }

  private async copyLink(row: SessionRow) {
    const link = new URL(`sessions/${row.id}`, document.baseURI).href;
    try {
      await navigator.clipboard.writeText(link);
      this.say(text('list.copied'));
    } catch {
      // Without https a browser gives no clipboard: the link itself can be marked and copied.
      this.say(link);
    }
  }

  private say(words: string) {
    this.words = words;
    window.clearTimeout(this.wordsTimer);
    this.wordsTimer = window.setTimeout(() => (this.words = ''), WORDS_MILLIS);
  }

  static override styles = [sessionsStyles, rowStyles];
}
