import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { filesStyles } from './files-styles';
import './hapi-file';
import './hapi-tree';
import type { HapiTree } from './hapi-tree';
import { Swipe } from './swipe';
import {
  placeUrl,
  readPlace,
  SECTIONS,
  type Change,
  type Changes,
  type Place
} from './model';
import { fate, numbers } from './words';
import { act, Refused } from '../base/act';
import { go } from '../base/go';
import { text } from '../base/texts';
import '../base/icons';

/** The router tells by this that it has written an address itself, a round trip after Back. */
const LATE = 'vaadin-router-ignore';

/**
 * The files of a session: what has changed, all of them, one of them. What is shown follows from
 * the address, so Back leads where one was; it is asked for when one comes, not pushed.
 */
@customElement('hapi-files')
export class HapiFiles extends LitElement {
  @property() session = '';
  /** The session's folder or machine, for people. */
  @property() where = '';
  @state() private place: Place = { view: 'changes' };
  @state() private changes?: Changes;
  @state() private fault?: Error;
  @state() private isLoading = false;
  @state() private isStarting = false;
  @state() private startFault = '';
  /** How many steps of this page lie behind: Back may go through them. */
  private steps = 0;
  /** The person has gone on since Back; what the router still writes about that is late. */
  private isAhead = false;
  private readonly swipe = new Swipe((step) => this.turn(step));

  static override styles = filesStyles;

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('popstate', this.onPop);
    this.place = readPlace(location.search);
    if (this.hasUpdated) {
      void this.load();
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('popstate', this.onPop);
  }

  override firstUpdated() {
    void this.load();
  }

  private onPop = (event: PopStateEvent) => {
    if (location.pathname.endsWith(`/sessions/${this.session}/files`)) {
      if (event.state === LATE && this.isAhead) {
        history.replaceState(history.state, '', placeUrl(this.session, this.place));
        return;
      }
      this.isAhead = false;
      this.steps = Math.max(0, this.steps - 1);
      this.place = readPlace(location.search);
      if (this.place.view === 'changes') {
        void this.load();
      }
    }
  };

  private go(place: Place, isInstead = false) {
    const url = placeUrl(this.session, place);
    if (isInstead) {
      history.replaceState(history.state, '', url);
    } else {
      history.pushState(history.state, '', url);
      this.steps++;
    }
    this.isAhead = true;
    this.place = place;
    if (place.view === 'changes') {
      void this.load();
    }
  }

  private async load() {
    if (this.isLoading || !this.session) {
      return;
    }
    this.isLoading = true;
    try {
      const answer = await act('files-changes', { session: this.session }, 30_000);
      this.changes = answer as unknown as Changes;
      this.fault = undefined;
    } catch (error) {
      this.fault = error as Error;
    }
    this.isLoading = false;
  }

  private get code() {
    return this.fault instanceof Refused ? this.fault.code : this.fault ? 'not_sent' : '';
  }

  /** A session that does not run has no files; one that only has no git still has. */
  private get isShut() {
    return ['not_running', 'machine_away', 'gone'].includes(this.code);
  }

  private get change(): Change | undefined {
    const place = this.place;
    return place.view === 'diff'
      ? this.changes?.changes.find((it) => it.path === place.path && it.section === place.section)
      : undefined;
  }

  private get turns(): Change[] {
    return (this.changes?.changes ?? []).filter((it) => !it.outside && !it.name.endsWith('/'));
  }

  private turn(step: number) {
    const change = this.change;
    const next = change && this.turns[this.turns.indexOf(change) + step];
    if (next) {
      this.go({ view: 'diff', path: next.path, section: next.section }, true);
    }
  }

  private up() {
    if (this.steps > 0) {
      history.back();
    } else {
      this.go({ view: this.place.view === 'file' ? 'files' : 'changes' }, true);
    }
  }

  override render() {
    const place = this.place;
    const isFile = place.view === 'file' || place.view === 'diff';
    return html`
      ${this.head()}
      ${this.isShut
        ? html`<div class="body">${this.shut()}</div>`
        : isFile
          ? this.one(place)
          : html`<div class="body">
                ${place.view === 'files'
                  ? html`<hapi-tree
                      .session=${this.session}
                      @open=${(event: CustomEvent<string>) =>
                        this.go({ view: 'file', path: event.detail })}
                      @fault=${(event: CustomEvent<Error>) => (this.fault = event.detail)}
                    ></hapi-tree>`
                  : this.list()}
              </div>
              ${this.tabs(place.view)}`}
    `;
  }

  private head() {
    const place = this.place;
    const isFile = !this.isShut && (place.view === 'file' || place.view === 'diff');
    return html`<header>
      ${isFile
        ? html`<button class="tool" aria-label=${text('files.up')} @click=${() => this.up()}>
            <hapi-icon name="back"></hapi-icon>
          </button>`
        : html`<a
            class="tool"
            href="sessions/${this.session}"
            router-link
            aria-label=${text('files.back')}
          >
            <hapi-icon name="back"></hapi-icon>
          </a>`}
      <div class="names">
        <h1><bdi>${this.heading()}</bdi></h1>
        <p><bdi>${this.subtitle()}</bdi></p>
      </div>
      ${isFile && this.hasWhole(place)
        ? html`<button
            class="link"
            @click=${() => 'path' in place && this.go({ view: 'file', path: place.path })}
          >
            ${text('files.whole')}
          </button>`
        : nothing}
      ${isFile || this.isShut
        ? nothing
        : html`<button class="tool" aria-label=${text('files.search')} @click=${this.onSearch}>
            <hapi-icon name="search"></hapi-icon>
          </button>`}
    </header>`;
  }

  /** A change of a file that is there can be seen in the whole of it. */
  private hasWhole(place: Place): boolean {
    return (
      place.view === 'diff' &&
      place.section !== 'untracked' &&
      this.change?.kind !== 'deleted' &&
      !this.change?.submodule
    );
  }

  private heading(): string {
    const place = this.place;
    if (this.isShut) return text('files.title');
    if (place.view === 'file') return lastName(place.path, 1);
    if (place.view === 'diff') return lastName(place.path, 2);
    return text(place.view === 'files' ? 'files.all' : 'files.changes');
  }

  private subtitle(): string {
    const place = this.place;
    if (place.view === 'file' && !this.isShut) {
      return place.path.includes('/') ? shown(place.path) : this.where;
    }
    if (place.view === 'diff' && !this.isShut) {
      const change = this.change;
      const at = change ? this.turns.indexOf(change) : -1;
      const count = at >= 0 ? text('files.count', at + 1, this.turns.length) : '';
      return [count, change ? fate(change) || numbers(change) : shown(place.path)]
        .filter((it) => it)
        .join(' · ');
    }
    const branch = this.changes?.branch;
    return [this.where, branch ? text('files.branch', branch) : ''].filter((it) => it).join(' · ');
  }

  private onSearch = async () => {
    if (this.place.view !== 'files') {
      this.go({ view: 'files' });
    }
    await this.updateComplete;
    const tree = this.renderRoot.querySelector<HapiTree>('hapi-tree');
    await tree?.updateComplete;
    tree?.seek();
  };

  private tabs(now: Place['view']) {
    const tab = (view: 'changes' | 'files', key: string) =>
      html`<button
        class="big"
        aria-current=${now === view ? 'true' : 'false'}
        @click=${() => now !== view && this.go({ view }, true)}
      >
        ${text(key)}
      </button>`;
    return html`<nav class="ends" aria-label=${text('files.title')}>
      ${tab('changes', 'files.changes')} ${tab('files', 'files.all')}
    </nav>`;
  }

  private list() {
    if (this.code) {
      const isGit = this.code === 'no_git';
      return html`<div class="center" role="alert">
        ${isGit ? html`<b>${text('files.noGit')}</b>` : nothing}
        <p>${this.fault?.message || text('files.notLoaded')}</p>
        ${isGit
          ? html`<button class="big" @click=${() => this.go({ view: 'files' }, true)}>
              ${text('files.showAll')}
            </button>`
          : html`<button class="big" @click=${() => this.load()}>${text('files.again')}</button>`}
      </div>`;
    }
    if (!this.changes) {
      return html`<p class="center" role="status">${text('chat.loading')}</p>`;
    }
    const { ahead, behind, more, changes } = this.changes;
    const remote = [
      ahead ? text(ahead === 1 ? 'files.aheadOne' : 'files.ahead', ahead) : '',
      behind ? text(behind === 1 ? 'files.behindOne' : 'files.behind', behind) : ''
    ].filter((it) => it);
    return html`
      ${changes.length
        ? SECTIONS.map((section) =>
            this.section(
              text(`files.section.${section}`),
              changes.filter((it) => it.section === section)
            )
          )
        : html`<div class="center"><b>${text('files.clean')}</b></div>`}
      ${more ? html`<p class="note">${text('files.moreChanges', more)}</p>` : nothing}
      ${remote.length ? html`<p class="note">${remote.join(' · ')}</p>` : nothing}
      <p class="note">
        <button class="big" ?disabled=${this.isLoading} @click=${() => this.load()}>
          ${text('files.refresh')}
        </button>
      </p>
    `;
  }

  private section(title: string, changes: Change[]) {
    return changes.length
      ? html`<h2>${title} <span>${changes.length}</span></h2>
          <ul>
            ${changes.map((it) => html`<li>${this.row(it)}</li>`)}
          </ul>`
      : nothing;
  }

  private row(change: Change) {
    const { path, section, folder } = change;
    const words = html`<span
      ><b><bdi>${folder ? html`<i>${folder}/</i>` : nothing}${change.name}</bdi></b
      ><small><bdi>${fate(change)}</bdi></small></span
    >`;
    if (change.outside || change.name.endsWith('/')) {
      return html`<div class="row">${words}</div>`;
    }
    const place: Place = { view: 'diff', path, section };
    return html`<a
      class="row"
      href=${placeUrl(this.session, place)}
      @click=${(event: Event) => {
        event.preventDefault();
        this.go(place);
      }}
      >${words}<hapi-icon name="open"></hapi-icon
    ></a>`;
  }

  private one(place: Extract<Place, { path: string }>) {
    const isDiff = place.view === 'diff';
    const change = this.change;
    const at = change ? this.turns.indexOf(change) : -1;
    return html`<div
        class="body wide"
        @pointerdown=${this.swipe.down}
        @pointerup=${this.swipe.up}
        @pointercancel=${this.swipe.cancel}
      >
        <hapi-file
          class="body wide"
          .session=${this.session}
          .path=${place.path}
          .name=${shown(place.path)}
          .section=${isDiff ? place.section : ''}
          .was=${change?.kind === 'renamed' ? (change.was ?? '') : ''}
          @ask=${(event: CustomEvent<string>) => this.ask(event.detail)}
        ></hapi-file>
      </div>
      ${isDiff && this.turns.length > 1
        ? html`<nav class="ends" aria-label=${text('files.turn')}>
            <button class="big" ?disabled=${at <= 0} @click=${() => this.turn(-1)}>
              ${text('files.previous')}
            </button>
            <button
              class="big"
              ?disabled=${at < 0 || at >= this.turns.length - 1}
              @click=${() => this.turn(1)}
            >
              ${text('files.next')}
            </button>
          </nav>`
        : nothing}`;
  }

  /** Puts the place into the composer of the session's chat, which reads it when it is there. */
  private ask(place: string) {
    const key = `hapi-insert:${this.session}`;
    const before = sessionStorage.getItem(key);
    sessionStorage.setItem(key, before ? `${before} ${place}` : place);
    window.dispatchEvent(
      new CustomEvent('hapi-insert', { detail: { session: this.session, text: place } })
    );
    go(this.renderRoot, `sessions/${this.session}`);
  }

  private shut() {
    const isStartable = this.code === 'not_running';
    return html`<div class="center" role="status">
      <b>${text(isStartable ? 'files.notRunning' : this.code === 'machine_away' ? 'files.machineAway' : 'files.notThere')}</b>
      <p>${this.fault?.message}</p>
      ${this.startFault ? html`<p class="fault" role="alert">${this.startFault}</p>` : nothing}
      ${isStartable
        ? html`<button class="big go" aria-busy=${this.isStarting} @click=${this.onStart}>
            ${text(this.isStarting ? 'files.starting' : 'files.start')}
          </button>`
        : this.code === 'gone'
          ? nothing
          : html`<button class="big" @click=${() => this.load()}>${text('files.again')}</button>`}
    </div>`;
  }

  private onStart = async () => {
    if (this.isStarting) {
      return;
    }
    this.isStarting = true;
    this.startFault = '';
    try {
      const { session } = await act('start-again', { session: this.session }, 75_000);
      if (session !== this.session) {
        location.assign(`sessions/${String(session)}/files`);
        return;
      }
      await this.load();
    } catch (error) {
      this.startFault = (error as Error).message || text('act.notSent');
    }
    this.isStarting = false;
  };
}

/** Hidden characters of a path, visible; the hub does the same where it names files. */
function shown(path: string): string {
  return path.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu,
    (it) => `⟨U+${it.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`
  );
}

/** The last names of a path. */
function lastName(path: string, count: number): string {
  return shown(path.split('/').filter(Boolean).slice(-count).join('/'));
}
