import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { act, NotSent } from '../base/act';
import { text } from '../base/texts';
import { since } from '../base/time';
import type { MachineRow } from './model';

/** The machines: how each fares, what runs on it, and its name to change. */
@customElement('hapi-machines')
export class HapiMachines extends LitElement {
  @state() private machines?: MachineRow[];
  @state() private renaming = '';
  /** By machine: what did not work. */
  @state() private faults = new Map<string, string>();
  private clock?: number;

  reset(it: { machines: MachineRow[] }) {
    this.machines = it.machines;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.requestUpdate(), 20_000);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.clearInterval(this.clock);
  }

  override render() {
    if (!this.machines) {
      return html`<div class="card wait" role="status">
        <span class="visually-hidden">${text('machines.loading')}</span><u></u><u></u><u></u>
      </div>`;
    }
    if (!this.machines.length) {
      return html`<div class="none">
        <h2>${text('machines.none')}</h2>
        <p>${text('machines.none.how')}</p>
        <code>hapi runner start</code>
      </div>`;
    }
    return repeat(
      this.machines,
      (machine) => machine.id,
      (machine) => this.card(machine)
    );
  }

  private card(machine: MachineRow) {
    return html`<section class="card" aria-label=${machine.name}>
      ${this.renaming === machine.id
        ? this.form(machine)
        : html`<div class="head">
            <h2><bdi>${machine.name}</bdi></h2>
            <button
              class="plain"
              aria-label=${text('machines.renameOne', machine.name)}
              @click=${() => this.rename(machine)}
            >
              ${text('machines.rename')}
            </button>
          </div>`}
      <p class=${machine.tone}>
        <span class="dot"></span>${machine.words.replace('{ago}', since(machine.since))}
      </p>
      <p><bdi>${machine.facts}</bdi></p>
      ${machine.warning ? html`<p class="busy">${machine.warning}</p>` : nothing}
      <p>${machine.sessions}</p>
      ${machine.running.length
        ? html`<ul>
            ${machine.running.map(
              (session) =>
                html`<li>
                  <a href="sessions/${session.id}" router-link><bdi>${session.title}</bdi></a>
                </li>`
            )}
          </ul>`
        : nothing}
      ${machine.tone === 'away'
        ? html`<p class="how">${text('machines.away.how')} <code>hapi runner start</code></p>`
        : html`<a class="start" href="sessions/new?machine=${encodeURIComponent(machine.id)}" router-link
            >${text('machines.start')}</a
          >`}
      <p class="fault" role="status">${this.faults.get(machine.id) ?? nothing}</p>
    </section>`;
  }

  private form(machine: MachineRow) {
    return html`<form @submit=${(event: Event) => this.save(machine, event)}>
      <input
        .value=${machine.name}
        maxlength="255"
        aria-label=${text('machines.name')}
        @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && (this.renaming = '')}
      />
      <button>${text('list.save')}</button>
      <button type="button" class="plain" @click=${() => (this.renaming = '')}>
        ${text('list.cancel')}
      </button>
    </form>`;
  }

  private rename(machine: MachineRow) {
    this.renaming = machine.id;
    this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLInputElement>('input')?.select()
    );
  }

  private async save(machine: MachineRow, event: Event) {
    event.preventDefault();
    const name = this.renderRoot.querySelector<HTMLInputElement>('input')!.value.trim();
    this.renaming = '';
    if (name === machine.name) {
      return;
    }
    const before = machine.name;
    machine.name = name || machine.name;
    this.fault(machine, '');
    try {
      await act('rename-machine', { machine: machine.id, name });
    } catch (fault) {
      machine.name = before;
      this.fault(
        machine,
        fault instanceof NotSent ? text('act.notSent') : String((fault as Error).message)
      );
    }
  }

  private fault(machine: MachineRow, words: string) {
    this.faults = new Map(this.faults).set(machine.id, words);
  }

  static override styles = css`
    :host {
      display: grid;
      gap: 12px;
      font: 0.9375rem/1.45 var(--sans);
      color: var(--ink);
    }
    *,
    *::before {
      box-sizing: border-box;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    .visually-hidden {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .card {
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--raised);
      padding: 12px 16px;
      overflow-wrap: anywhere;
    }
    .wait {
      display: grid;
      gap: 10px;
      padding-block: 20px;
    }
    u {
      height: 12px;
      width: 60%;
      border-radius: 6px;
      background: var(--line);
    }
    .head,
    form {
      display: flex;
      gap: 8px;
      align-items: center;
      min-height: var(--tap);
    }
    h2 {
      margin: 0;
      flex: 1;
      min-width: 0;
      font-size: 1.0625rem;
      font-weight: 620;
    }
    p {
      margin: 2px 0;
      color: var(--ink-2);
    }
    .good .dot {
      background: var(--go);
    }
    .busy {
      color: var(--wait);
    }
    .busy .dot {
      background: var(--wait);
    }
    .dot {
      display: inline-block;
      width: 8px;
      height: 8px;
      border-radius: 4px;
      margin-inline-end: 6px;
      vertical-align: 1px;
      background: var(--edge);
    }
    .fault:empty {
      display: none;
    }
    .fault {
      color: var(--stop);
    }
    ul {
      list-style: none;
      margin: 8px 0 4px;
      padding: 0;
      border-top: 1px solid var(--line);
    }
    li {
      border-bottom: 1px solid var(--line);
    }
    li a {
      display: flex;
      align-items: center;
      min-height: 44px;
      color: var(--ink);
      text-decoration: none;
    }
    .start {
      display: grid;
      place-items: center;
      min-height: var(--tap);
      margin-top: 10px;
      border: 1px solid var(--edge);
      border-radius: 12px;
      color: var(--ink);
      font-weight: 600;
      text-decoration: none;
    }
    button {
      min-height: var(--tap);
      padding: 0 12px;
      border: 0;
      border-radius: 12px;
      background: none;
      color: var(--accent);
      font: 600 0.9375rem var(--sans);
      cursor: pointer;
    }
    .plain {
      color: var(--ink-2);
    }
    input {
      flex: 1;
      min-width: 0;
      min-height: 44px;
      padding: 8px 12px;
      font: 1rem/1.3 var(--sans);
      color: var(--ink);
      background: var(--paper);
      border: 1px solid var(--edge);
      border-radius: 12px;
    }
    code {
      font: 0.8125rem var(--mono);
      padding: 2px 6px;
      border-radius: 6px;
      background: var(--sunken);
      color: var(--ink);
      white-space: nowrap;
    }
    .none {
      padding: 20vh 16px;
      text-align: center;
      display: grid;
      gap: 8px;
      justify-items: center;
    }
  `;
}
