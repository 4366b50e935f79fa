import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './icons';
import type { SessionRow } from './model';
import { RowMenu } from './row-menu';
import { sessionsStyles } from './sessions-styles';
import { text } from './texts';
import { ago, since } from './time';

/** Quiet sessions of a project that are shown before somebody asks for the rest. */
const FIRST_QUIET = 4;

/** How long an end can be taken back; the hub waits a little longer. */
const UNDO_MILLIS = 5_500;

interface Server {
  rename(id: string, name: string): void;
  pin(id: string, isPinned: boolean): void;
  archive(id: string): void;
  keep(id: string): void;
  remove(id: string): void;
}

/** The list: who needs me, who works, then by project. Rows by id, patched. */
@customElement('hapi-sessions')
export class HapiSessions extends LitElement {
  /** The session that is open beside the list. */
  @property() current = '';
  @state() private rows = new Map<string, SessionRow>();
  @state() private ready = false;
  @state() private opening = '';
  @state() private wanted = '';
  @state() private leaving?: SessionRow;
  @state() private words = '';
  private leavingTimer?: number;
  private wordsTimer?: number;
  declare $server?: Server;
  private unfolded = new Set<string>();
  private clock?: number;
  private readonly menu = new RowMenu(this, {
    rename: (row, name) => this.$server?.rename(row.id, name),
    pin: (row) => this.$server?.pin(row.id, !row.pinned),
    archive: (row) => this.archive(row),
    remove: (row) => this.$server?.remove(row.id),
  });

  reset(it: { rows: SessionRow[] }) {
    this.rows = new Map(it.rows.map((row) => [row.id, row]));
    this.ready = true;
  }

  patch(it: { rows: SessionRow[]; removed: string[] }) {
    it.rows.forEach((row) => this.rows.set(row.id, row));
    it.removed.forEach((id) => this.rows.delete(id));
    this.requestUpdate();
  }

  /** Something that was asked for here did not work. */
  fault(words: string) {
    this.leaving = undefined;
    this.words = words;
    window.clearTimeout(this.wordsTimer);
    this.wordsTimer = window.setTimeout(() => (this.words = ''), 8_000);
  }

  override connectedCallback() {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.requestUpdate(), 20_000);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.clearInterval(this.clock);
  }

  override willUpdate(changed: PropertyValues) {
    if (changed.has('current')) {
      this.opening = '';
    }
  }

  override render() {
    const all = [...this.rows.values()]
      .filter((row) => row.id !== this.leaving?.id && this.isWanted(row))
      .sort((a, b) => a.rank - b.rank || b.since - a.since);
    const needs = all.filter((row) => row.section === 'needs');
    const working = all.filter((row) => row.section === 'working');
    const projects = new Map<string, SessionRow[]>();
    for (const row of all.filter((it) => it.section === 'project')) {
      const key = `${row.machine}\n${row.path}`;
      projects.set(key, [...(projects.get(key) ?? []), row]);
    }
    return html`
      <header>
        <h1>${text('sessions.title')}</h1>
        <a class="new" href="sessions/new" router-link aria-label=${text('sessions.new')}>
          <hapi-icon name="plus"></hapi-icon>
        </a>
      </header>
      ${this.rows.size > 1
        ? html`<div class="find">
            <input
              type="search"
              enterkeyhint="search"
              autocomplete="off"
              placeholder=${text('list.search')}
              aria-label=${text('list.search')}
              .value=${this.wanted}
              @input=${(event: InputEvent) =>
                (this.wanted = (event.target as HTMLInputElement).value)}
            />
          </div>`
        : nothing}
      <div class="scroll" @keydown=${this.menu.onKey}>
        ${this.ready && !all.length && this.wanted
          ? html`<div class="none"><p>${text('list.nothing', this.wanted)}</p></div>`
          : nothing}
        ${this.ready && !all.length && !this.wanted && !this.leaving
          ? html`<div class="none">
              <p>${text('sessions.none')}</p>
              <a href="sessions/new" router-link>${text('sessions.start')}</a>
            </div>`
          : nothing}
        ${this.ready ? nothing : html`<div class="none">${text('chat.loading')}</div>`}
        ${needs.length ? this.section(text('sessions.needs'), String(needs.length), needs) : nothing}
        ${working.length
          ? this.section(text('sessions.working'), String(working.length), working)
          : nothing}
        ${repeat(
          projects,
          ([key]) => key,
          ([key, rows]) => this.project(key, rows)
        )}
      </div>
      <div role="status">
        ${this.leaving
          ? html`<p class="undo">
              <span>${text('list.archived', this.leaving.title)}</span>
              <button @click=${this.keep}>${text('list.undo')}</button>
            </p>`
          : this.words
            ? html`<p class="undo">${this.words}</p>`
            : nothing}
      </div>
    `;
  }

  private isWanted(row: SessionRow) {
    const words = this.wanted.trim().toLowerCase().split(/\s+/);
    const said = [row.title, row.path, row.agent, row.machine].join('\n').toLowerCase();
    return words.every((word) => said.includes(word));
  }

  private archive(row: SessionRow) {
    this.words = '';
    this.leaving = row;
    this.$server?.archive(row.id);
    window.clearTimeout(this.leavingTimer);
    this.leavingTimer = window.setTimeout(() => (this.leaving = undefined), UNDO_MILLIS);
  }

  private keep() {
    this.$server?.keep(this.leaving!.id);
    this.leaving = undefined;
  }

  private project(key: string, rows: SessionRow[]) {
    const isLong = rows.length > FIRST_QUIET + 1 && !this.unfolded.has(key);
    const shown = isLong
      ? rows.filter((row, index) => index < FIRST_QUIET || row.active || row.id === this.current)
      : rows;
    return html`${this.section(rows[0].project, rows[0].machine, shown, rows[0].path)}
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

  private section(title: string, side: string, rows: SessionRow[], hint = '') {
    return html`<section>
      <h2 title=${hint}>${title} <span>${side}</span></h2>
      <ul>
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
    const time = ago(row.since);
    if (this.menu.renames(row)) {
      return this.menu.form(row);
    }
    return html`<a
      class="sess ${row.active ? '' : 'quiet'} ${this.opening === row.id ? 'opening' : ''}"
      href="sessions/${row.id}"
      router-link
      aria-current=${isCurrent ? 'page' : nothing}
      @click=${() => (this.opening = isCurrent ? '' : row.id)}
    >
      <span class="agent" aria-hidden="true">${row.agent.slice(0, 2)}</span>
      <span class="lines">
        <b>${row.pinned ? html`<hapi-icon name="pin"></hapi-icon> ` : nothing}${row.title}</b>
        <em class=${row.tone}
          >${row.tone === 'plain' ? nothing : html`<span class="dot ${row.tone}"></span>`}${row.words.replace(
            '{ago}',
            since(row.since)
          )}</em
        >
      </span>
      <span class="visually-hidden">${row.agent}</span>
      <time>${time}</time>
    </a>
    ${this.menu.render(row)}`;
  }

  static override styles = sessionsStyles;
}
