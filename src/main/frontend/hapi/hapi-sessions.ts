import { LitElement, html, nothing, css, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './icons';
import type { SessionRow } from './model';
import { text } from './texts';
import { ago, since } from './time';

/** Quiet sessions of a project that are shown before somebody asks for the rest. */
const FIRST_QUIET = 4;

/** The list: who needs me, who works, then by project. Rows by id, patched. */
@customElement('hapi-sessions')
export class HapiSessions extends LitElement {
  /** The session that is open beside the list. */
  @property() current = '';
  @state() private rows = new Map<string, SessionRow>();
  @state() private ready = false;
  @state() private opening = '';
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
    const all = [...this.rows.values()].sort((a, b) => a.rank - b.rank || b.since - a.since);
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
      <div class="scroll">
        ${this.ready && !all.length
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
    `;
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
    return html`<a
      class="sess ${row.active ? '' : 'quiet'} ${this.opening === row.id ? 'opening' : ''}"
      href="sessions/${row.id}"
      router-link
      aria-current=${isCurrent ? 'page' : nothing}
      @click=${() => (this.opening = isCurrent ? '' : row.id)}
    >
      <span class="agent" aria-hidden="true">${row.agent.slice(0, 2)}</span>
      <span class="lines">
        <b>${row.title}</b>
        <em class=${row.tone}
          >${row.tone === 'plain' ? nothing : html`<span class="dot ${row.tone}"></span>`}${row.words.replace(
            '{ago}',
            since(row.since)
          )}</em
        >
      </span>
      <span class="visually-hidden">${row.agent}</span>
      <time>${time}</time>
    </a>`;
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
