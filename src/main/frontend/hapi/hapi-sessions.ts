import { LitElement, html, nothing, css, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './icons';
import type { SessionRow } from './model';
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
  /** The row whose menu is open, or whose name is being changed. */
  @state() private menuOf = '';
  @state() private renaming = '';
  @state() private isSure = false;
  @state() private leaving?: SessionRow;
  @state() private words = '';
  private leavingTimer?: number;
  private wordsTimer?: number;
  declare $server?: Server;
  private unfolded = new Set<string>();
  private clock?: number;

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
      <div class="scroll" @keydown=${this.onKey}>
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

  private toggleMenu(row: SessionRow) {
    this.menuOf = this.menuOf === row.id ? '' : row.id;
    this.renaming = '';
    this.isSure = false;
    if (this.menuOf) {
      this.updateComplete.then(() => {
        const menu = this.renderRoot.querySelector('.menu');
        menu?.scrollIntoView({ block: 'nearest' });
        menu?.querySelector('button')?.focus({ preventScroll: true });
      });
    }
  }

  private closeMenu() {
    const button = this.renderRoot.querySelector<HTMLElement>('.dots[aria-expanded="true"]');
    this.menuOf = '';
    button?.focus();
  }

  private onKey = (event: KeyboardEvent) => {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('.menu button')];
    if (!items.length) {
      return;
    }
    const at = items.indexOf(this.shadowRoot!.activeElement as HTMLElement);
    if (event.key === 'Escape') {
      this.closeMenu();
    } else if (event.key === 'ArrowDown') {
      items[(at + 1) % items.length].focus();
    } else if (event.key === 'ArrowUp') {
      items[(at + items.length - 1) % items.length].focus();
    } else {
      return;
    }
    event.preventDefault();
  };

  private rename(row: SessionRow) {
    this.menuOf = '';
    this.renaming = row.id;
    this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLInputElement>('.rename input')?.select()
    );
  }

  private saveName(row: SessionRow, event: Event) {
    event.preventDefault();
    const name = this.renderRoot.querySelector<HTMLInputElement>('.rename input')!.value.trim();
    this.renaming = '';
    if (name && name !== row.title) {
      this.$server?.rename(row.id, name);
    }
  }

  private archive(row: SessionRow) {
    this.menuOf = '';
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

  private menu(row: SessionRow) {
    return html`<div class="menu" role="menu" aria-label=${row.title}>
      <button role="menuitem" @click=${() => this.rename(row)}>${text('list.rename')}</button>
      <button
        role="menuitem"
        @click=${() => {
          this.menuOf = '';
          this.$server?.pin(row.id, !row.pinned);
        }}
      >
        ${text(row.pinned ? 'list.unpin' : 'list.pin')}
      </button>
      ${row.active
        ? html`<button role="menuitem" class="stop" @click=${() => this.archive(row)}>
            ${text('list.archive')}
          </button>`
        : html`<button
            role="menuitem"
            class="stop"
            @click=${() => {
              if (this.isSure) {
                this.menuOf = '';
                this.$server?.remove(row.id);
              }
              this.isSure = !this.isSure;
            }}
          >
            ${text(this.isSure ? 'list.deleteSure' : 'list.delete')}
          </button>`}
    </div>`;
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
    if (this.renaming === row.id) {
      return html`<form class="rename" @submit=${(event: Event) => this.saveName(row, event)}>
        <input
          .value=${row.title}
          maxlength="255"
          aria-label=${text('list.name')}
          @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && (this.renaming = '')}
        />
        <button>${text('list.save')}</button>
        <button type="button" class="plain" @click=${() => (this.renaming = '')}>
          ${text('list.cancel')}
        </button>
      </form>`;
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
    <button
        class="dots"
        aria-haspopup="menu"
        aria-expanded=${this.menuOf === row.id}
        aria-label=${text('list.menu', row.title)}
        @click=${() => this.toggleMenu(row)}
      >
        <hapi-icon name="more"></hapi-icon>
      </button>
      ${this.menuOf === row.id ? this.menu(row) : nothing}`;
  }

  static override styles = css`
    :host {
      display: flex;
      flex-direction: column;
      height: 100%;
      min-height: 0;
      font: 16px/1.45 var(--sans);
      color: var(--ink);
    }
    *,
    *::before,
    *::after {
      box-sizing: border-box;
    font-variant-ligatures: no-contextual !important;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .visually-hidden {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    header {
      height: 52px;
      padding: 0 8px 0 16px;
      display: flex;
      align-items: center;
      flex: none;
    }
    h1 {
      margin: 0;
      flex: 1;
      font-size: 19px;
      font-weight: 650;
      letter-spacing: -0.01em;
    }
    .new {
      width: 48px;
      height: 48px;
      display: grid;
      place-items: center;
      color: var(--ink-2);
      border-radius: 12px;
    }
    .scroll {
      flex: 1;
      min-height: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      padding: 0 12px 16px;
    }
    h2 {
      margin: 0;
      font-size: 13px;
      font-weight: 600;
      color: var(--ink-2);
      padding: 14px 4px 6px;
      display: flex;
      gap: 6px;
    }
    h2 span {
      margin-left: auto;
      font-weight: 450;
    }
    ul {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    .sess {
      min-height: 60px;
      padding: 9px 10px;
      border-radius: 12px;
      display: grid;
      grid-template-columns: 28px minmax(0, 1fr) auto;
      column-gap: 10px;
      align-items: center;
      color: var(--ink);
      text-decoration: none;
      -webkit-tap-highlight-color: transparent;
    }
    @media (hover: hover) {
      .sess:hover {
        background: var(--sunken);
      }
    }
    .sess[aria-current],
    .sess.opening {
      background: var(--accent-weak);
    }
    .agent {
      width: 28px;
      height: 28px;
      border-radius: 8px;
      background: var(--sunken);
      border: 1px solid var(--line);
      display: grid;
      place-items: center;
      font: 600 12px var(--sans);
      color: var(--ink-2);
    }
    .lines {
      min-width: 0;
    }
    b,
    em {
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
      display: block;
    }
    b {
      font-weight: 580;
    }
    .quiet b {
      font-weight: 450;
    }
    em {
      font-style: normal;
      font-size: 13.5px;
      color: var(--ink-2);
    }
    em.wait {
      color: var(--wait);
    }
    em.work {
      color: var(--accent);
    }
    .dot {
      display: inline-block;
      width: 8px;
      height: 8px;
      border-radius: 4px;
      margin-right: 6px;
      vertical-align: 1px;
      background: var(--wait);
    }
    .dot.work {
      background: var(--accent);
    }
    time {
      font-size: 12.5px;
      color: var(--ink-3);
      white-space: nowrap;
    }
    .rest {
      width: 100%;
      min-height: 44px;
      border: 0;
      background: none;
      color: var(--accent);
      font: 550 14px var(--sans);
      text-align: left;
      padding: 0 10px 0 48px;
      cursor: pointer;
      border-radius: 12px;
    }
    li {
      position: relative;
    }
    b hapi-icon {
      width: 14px;
      height: 14px;
      color: var(--ink-3);
      vertical-align: -2px;
    }
    .dots {
      position: absolute;
      right: 0;
      top: 6px;
      width: 44px;
      height: 48px;
      border: 0;
      border-radius: 12px;
      background: none;
      color: var(--ink-2);
      cursor: pointer;
    }
    .sess {
      padding-right: 48px;
    }
    @media (hover: hover) {
      .dots:hover {
        color: var(--ink);
      }
    }
    .menu {
      margin: 0 4px 8px 48px;
      padding: 4px;
      display: grid;
      background: var(--raised);
      border: 1px solid var(--line);
      border-radius: 12px;
    }
    .menu button,
    .undo button,
    .rename button {
      min-height: var(--tap);
      border: 0;
      border-radius: 9px;
      background: none;
      color: var(--ink);
      font: 500 15px var(--sans);
      text-align: left;
      padding: 0 12px;
      cursor: pointer;
    }
    @media (hover: hover) {
      .menu button:hover {
        background: var(--sunken);
      }
    }
    .menu .stop {
      color: var(--stop);
    }
    .find {
      padding: 0 12px 4px;
      flex: none;
    }
    input {
      width: 100%;
      min-height: 44px;
      padding: 8px 12px;
      font: 16px/1.3 var(--sans);
      color: var(--ink);
      background: var(--sunken);
      border: 1px solid var(--line);
      border-radius: 12px;
    }
    .rename {
      display: grid;
      grid-template-columns: 1fr auto auto;
      gap: 4px;
      align-items: center;
      min-height: 60px;
      padding: 6px 4px;
    }
    .rename input {
      min-width: 0;
      background: var(--raised);
      border-color: var(--edge);
    }
    .rename button,
    .undo button {
      color: var(--accent);
      font-weight: 600;
    }
    .rename .plain {
      color: var(--ink-2);
    }
    .undo {
      margin: 0;
      padding: 4px 8px 4px 16px;
      min-height: 56px;
      display: flex;
      align-items: center;
      gap: 8px;
      background: var(--sunken);
      border-top: 1px solid var(--line);
      font-size: 15px;
    }
    .undo span {
      flex: 1;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .none {
      padding: 48px 16px;
      text-align: center;
      color: var(--ink-2);
    }
    .none a {
      display: inline-block;
      padding: 12px;
      color: var(--accent);
      font-weight: 600;
    }
  `;
}
