import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { filesStyles } from './files-styles';
import type { Entry, Hit } from './model';
import { placeUrl } from './model';
import { bytes } from './words';
import { act } from '../base/act';
import { text } from '../base/texts';
import '../base/icons';

const PAUSE_MILLIS = 250;

interface Folder {
  entries?: Entry[];
  more: number;
  fault: string;
  isOpen: boolean;
}

/**
 * All files of a session: folders that are read when they are opened, and a search by name. Fires
 * `open` with a path, and `fault` when the folder itself cannot be read.
 */
@customElement('hapi-tree')
export class HapiTree extends LitElement {
  @property() session = '';
  @state() private query = '';
  @state() private hits?: { files: Hit[]; more: boolean };
  @state() private fault = '';
  @state() private isBusy = false;
  private folders = new Map<string, Folder>();
  private timer?: number;
  private searched = 0;

  static override styles = filesStyles;

  override connectedCallback() {
    super.connectedCallback();
    void this.open('');
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  seek() {
    this.renderRoot.querySelector('input')?.focus();
  }

  private async open(path: string) {
    const known = this.folders.get(path);
    const folder: Folder = { entries: known?.entries, more: 0, fault: '', isOpen: true };
    this.folders.set(path, folder);
    this.requestUpdate();
    try {
      const answer = await act('files-list', { session: this.session, path }, 30_000);
      folder.entries = answer.entries as Entry[];
      folder.more = answer.more as number;
    } catch (error) {
      if (path) {
        folder.fault = (error as Error).message || text('act.notSent');
      } else {
        this.dispatchEvent(new CustomEvent('fault', { detail: error }));
      }
    }
    this.requestUpdate();
  }

  private toggle(path: string) {
    const folder = this.folders.get(path);
    if (folder?.isOpen) {
      folder.isOpen = false;
      this.requestUpdate();
    } else {
      void this.open(path);
    }
  }

  private onInput = (event: InputEvent) => {
    this.query = (event.target as HTMLInputElement).value;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.search(), PAUSE_MILLIS);
  };

  private async search() {
    const query = this.query.trim();
    const turn = ++this.searched;
    this.fault = '';
    if (!query) {
      this.hits = undefined;
      this.isBusy = false;
      return;
    }
    this.isBusy = true;
    try {
      const answer = await act('files-search', { session: this.session, query }, 30_000);
      if (turn === this.searched) {
        this.hits = { files: answer.files as Hit[], more: answer.more === true };
      }
    } catch (error) {
      if (turn === this.searched) {
        this.hits = undefined;
        this.fault = (error as Error).message || text('act.notSent');
      }
    }
    if (turn === this.searched) {
      this.isBusy = false;
    }
  }

  override render() {
    return html`
      <div class="search">
        <input
          type="search"
          enterkeyhint="search"
          autocapitalize="off"
          autocomplete="off"
          spellcheck="false"
          maxlength="400"
          aria-label=${text('files.search')}
          placeholder=${text('files.search')}
          .value=${this.query}
          @input=${this.onInput}
        />
      </div>
      ${this.fault ? html`<p class="note fault" role="alert">${this.fault}</p>` : nothing}
      ${this.query.trim() ? this.found() : this.folder('')}
    `;
  }

  private found() {
    if (!this.hits) {
      return this.isBusy ? html`<p class="note" role="status">${text('files.searching')}</p>` : nothing;
    }
    const { files, more } = this.hits;
    return html`
      <p class="note" role="status">
        ${files.length ? text(more ? 'files.foundMore' : 'files.found', files.length) : text('files.foundNone')}
      </p>
      <ul>
        ${files.map(
          (file) => html`<li>
            <a class="row" href=${this.url(file.path)} @click=${(e: Event) => this.go(e, file.path)}>
              <span
                ><b><bdi>${file.name}</bdi></b
                ><small><bdi>${file.folder || text('files.top')}</bdi></small></span
              >
            </a>
          </li>`
        )}
      </ul>
    `;
  }

  private folder(path: string): unknown {
    const folder = this.folders.get(path);
    if (!folder) {
      return nothing;
    }
    if (folder.fault) {
      return html`<p class="note fault" role="alert">${folder.fault}</p>`;
    }
    if (!folder.entries) {
      return html`<p class="note" role="status">${text('chat.loading')}</p>`;
    }
    if (!folder.entries.length) {
      return html`<p class="note">${text('files.emptyFolder')}</p>`;
    }
    return html`<ul class=${path ? 'deep' : ''}>
        ${folder.entries.map((entry) => html`<li>${this.entry(entry)}</li>`)}
      </ul>
      ${folder.more ? html`<p class="note">${text('files.moreEntries', folder.more)}</p>` : nothing}`;
  }

  private entry(entry: Entry) {
    if (entry.type === 'directory') {
      const isOpen = !!this.folders.get(entry.path)?.isOpen;
      return html`<button
          class="row"
          aria-expanded=${isOpen}
          @click=${() => this.toggle(entry.path)}
        >
          <hapi-icon class="turns" name="open"></hapi-icon>
          <span
            ><b><bdi>${entry.name}</bdi></b></span
          >
        </button>
        ${isOpen ? this.folder(entry.path) : nothing}`;
    }
    if (entry.type === 'other') {
      return html`<div class="row leaf">
        <span
          ><b><bdi>${entry.name}</bdi></b
          ><small>${text('files.other')}</small></span
        >
      </div>`;
    }
    return html`<a
      class="row leaf"
      href=${this.url(entry.path)}
      @click=${(event: Event) => this.go(event, entry.path)}
    >
      <span
        ><b><bdi>${entry.name}</bdi></b
        >${entry.size === undefined ? nothing : html`<small>${bytes(entry.size)}</small>`}</span
      >
    </a>`;
  }

  private url(path: string) {
    return placeUrl(this.session, { view: 'file', path });
  }

  private go(event: Event, path: string) {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('open', { detail: path }));
  }
}
