import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../base/icons';
import { act, Refused } from '../base/act';
import { text } from '../base/texts';

const PATIENCE_MILLIS = 35_000;

/** Looks through the folders of a machine; fires `take` with the one that was chosen. */
@customElement('hapi-browse')
export class HapiBrowse extends LitElement {
  @property() machine = '';
  @property() folder = '';
  @state() private entries?: { name: string; isProject: boolean }[];
  @state() private fault = '';
  private shown = '';

  override updated() {
    const place = `${this.machine} ${this.folder}`;
    if (place !== this.shown) {
      this.shown = place;
      void this.load();
    }
  }

  private async load() {
    const place = this.shown;
    this.entries = undefined;
    this.fault = '';
    try {
      const args = { machine: this.machine, folder: this.folder };
      const answer = await act('start-browse', args, PATIENCE_MILLIS);
      if (place === this.shown) {
        this.entries = answer.folders as { name: string; isProject: boolean }[];
      }
    } catch (fault) {
      if (place === this.shown) {
        this.fault = fault instanceof Refused ? fault.message : text('composer.notSent');
      }
    }
  }

  private go(folder: string) {
    this.folder = folder;
  }

  override render() {
    const up = this.folder.replace(/[/\\][^/\\]*[/\\]?$/, '');
    return html`<div class="box">
      <p class="place">${this.folder}</p>
      <div class="list">
        ${up && up !== this.folder
          ? html`<button class="row" @click=${() => this.go(up)}>
              <hapi-icon name="back"></hapi-icon>${text('new.browse.up')}
            </button>`
          : nothing}
        ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
        ${this.entries || this.fault ? nothing : html`<p>${text('new.loading')}</p>`}
        ${this.entries?.map(
          (it) =>
            html`<button
              class="row"
              @click=${() => this.go(`${this.folder.replace(/\/$/, '')}/${it.name}`)}
            >
              <span>${it.name}</span>
              ${it.isProject ? html`<small>${text('new.browse.project')}</small>` : nothing}
              <hapi-icon name="open"></hapi-icon>
            </button>`
        )}
        ${this.entries && !this.entries.length ? html`<p>${text('new.browse.none')}</p>` : nothing}
      </div>
      <button
        class="take"
        @click=${() => this.dispatchEvent(new CustomEvent('take', { detail: this.folder }))}
      >
        ${text('new.browse.take')}
      </button>
    </div>`;
  }

  static override styles = css`
    *,
    *::before,
    *::after {
      box-sizing: border-box;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .box {
      border: 1px solid var(--line);
      border-radius: 12px;
      overflow: hidden;
      background: var(--raised);
    }
    .list {
      max-height: 40dvh;
      overflow-y: auto;
      border-block: 1px solid var(--line);
    }
    p {
      margin: 0;
      padding: 12px 16px;
      color: var(--ink-2);
      font-size: 0.875rem;
    }
    .place {
      font: 0.875rem/1.4 var(--mono);
      overflow-wrap: anywhere;
      color: var(--ink);
    }
    .fault {
      color: var(--stop);
    }
    button {
      font: 1rem var(--sans);
      color: var(--ink);
      background: none;
      border: 0;
      min-height: 48px;
      cursor: pointer;
      touch-action: manipulation;
    }
    .row {
      display: flex;
      align-items: center;
      gap: 10px;
      width: 100%;
      padding: 0 16px;
      text-align: start;
    }
    .row span {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
      unicode-bidi: plaintext;
    }
    .row + .row {
      border-top: 1px solid var(--line);
    }
    .row hapi-icon {
      color: var(--ink-3);
    }
    small {
      color: var(--ink-2);
      font-size: 0.8125rem;
    }
    .take {
      width: 100%;
      font-weight: 600;
      color: var(--accent);
    }
  `;
}
