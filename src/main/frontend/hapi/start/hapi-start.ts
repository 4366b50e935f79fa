import { LitElement, html, nothing as none, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../base/icons';
import { act, NotSent, Refused } from '../base/act';
import { text } from '../base/texts';
import { since } from '../base/time';
import { Choices } from './choices';
import './hapi-browse';
import { kept, lastPart, nothing, type Agent, type Place, type Wish } from './model';
import { startStyles } from './start-styles';

const START_MILLIS = 75_000;
const CHECK_MILLIS = 400;
const AGAIN_MILLIS = 5_000;
const CARDS = 4;

const choices = new Choices();

/**
 * Starts a session: what it shall do, and one card for where and with whom. Everything else is
 * behind one line. What was chosen is kept when one leaves.
 */
@customElement('hapi-start')
export class HapiStart extends LitElement {
  @property() folder = '';
  @state() private wish: Wish = { ...nothing };
  @state() private isOpen = false;
  @state() private isOther = false;
  @state() private isBrowsing = false;
  @state() private isBusy = false;
  @state() private isMissing = false;
  @state() private fault = '';
  @state() private said = '';
  private checkTimer?: number;
  private againTimer?: number;

  static override styles = startStyles;

  override connectedCallback() {
    super.connectedCallback();
    // Put in again, it goes on with what is in its fields.
    if (!this.hasUpdated) {
      this.wish = { ...nothing, ...kept.read() };
    }
    choices.addEventListener('change', this.onChange);
    window.addEventListener('hapi-back', this.load);
    void this.load();
    // A machine that comes online is offered without being asked for.
    this.againTimer = window.setInterval(() => {
      if (!choices.machines.length && document.visibilityState === 'visible') {
        void this.load();
      }
    }, AGAIN_MILLIS);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    choices.removeEventListener('change', this.onChange);
    window.removeEventListener('hapi-back', this.load);
    window.clearInterval(this.againTimer);
    window.clearTimeout(this.checkTimer);
  }

  /** A start that failed is put into the form. */
  reuse(it: Partial<Wish> & { id: string }) {
    const { id, ...rest } = it;
    const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
    this.wish = { ...nothing, ...known, reused: id };
    this.isOther = true;
    this.isOpen = true;
    this.settle();
    this.renderRoot.querySelector('textarea')?.focus();
  }

  private load = () => choices.load();

  private onChange = () => {
    this.settle();
    this.requestUpdate();
  };

  /** What is not chosen yet is as it was last time; what is not there any more is chosen anew. */
  private settle() {
    if (!choices.isLoaded) {
      return;
    }
    const wish = { ...this.wish };
    if (!choices.machines.some((it) => it.id === wish.machine)) {
      wish.machine = '';
    }
    const fitting = choices.recent.filter((it) => !wish.machine || it.machine === wish.machine);
    const place = fitting.find((it) => it.folder === wish.folder) ?? (wish.folder ? undefined : fitting[0]);
    wish.machine ||= place?.machine ?? choices.machines[0]?.id ?? '';
    wish.folder ||= this.folder || (place?.folder ?? '');
    const agents = choices.agents(wish.machine);
    const isReady = (id: string) => !agents.length || agents.some((it) => it.id === id && !it.why);
    wish.agent = [wish.agent, place?.agent ?? '', 'claude']
      .concat(agents.map((it) => it.id))
      .filter((it) => it && isReady(it))[0] ?? '';
    if (JSON.stringify(wish) !== JSON.stringify(this.wish)) {
      this.wish = wish;
    }
  }

  override willUpdate(changed: PropertyValues) {
    if (changed.has('folder') && this.folder) {
      this.wish = { ...this.wish, folder: this.folder };
      this.isOther = true;
      this.settle();
    }
    if (changed.has('wish') && changed.get('wish')) {
      kept.write(this.wish);
    }
  }

  private set(step: Partial<Wish>) {
    const isElsewhere = 'folder' in step || 'machine' in step;
    this.wish = { ...this.wish, ...step };
    this.fault = '';
    if (isElsewhere) {
      this.isMissing = false;
      window.clearTimeout(this.checkTimer);
      this.checkTimer = window.setTimeout(() => {
        void choices.check(this.wish.machine, this.wish.folder.trim());
      }, CHECK_MILLIS);
    }
    if ('agent' in step) {
      this.wish = { ...this.wish, mode: '', model: '' };
    }
    this.settle();
    kept.write(this.wish);
  }

  private async start(create = false) {
    if (this.isBusy) {
      return;
    }
    const wish = this.wish;
    this.isBusy = true;
    this.fault = '';
    this.said = '';
    this.isMissing = false;
    try {
      const answer = await act('start', { ...wish, create }, START_MILLIS);
      if (answer.silent) {
        this.said = String(answer.words);
        this.wish = { ...wish, reused: '', ...(answer.kept ? { prompt: '' } : {}) };
      } else {
        kept.clear();
        this.go(`sessions/${answer.session}`);
      }
    } catch (fault) {
      this.failed(fault);
    }
    this.isBusy = false;
  }

  private failed(fault: unknown) {
    if (fault instanceof Refused && fault.code === 'missing') {
      this.isMissing = true;
    } else if (fault instanceof Refused) {
      this.fault = fault.message;
      this.isOpen ||= fault.code === 'folder';
      this.isOther ||= fault.code === 'folder';
    } else if (fault instanceof NotSent) {
      this.fault = text(navigator.onLine ? 'new.unsure' : 'new.notSent');
    } else {
      throw fault;
    }
  }

  private go(address: string) {
    const link = document.createElement('a');
    link.href = address;
    link.setAttribute('router-link', '');
    this.renderRoot.append(link);
    link.click();
    link.remove();
  }

  /** Is it known where, and that the agent is there? */
  private get isReady(): boolean {
    const { machine, agent } = this.wish;
    const hasRun = choices.recent.some((it) => it.machine === machine && it.agent === agent);
    return !!machine && (hasRun || choices.agents(machine).length > 0);
  }

  private get cards(): Place[] {
    return choices.recent.slice(0, CARDS);
  }

  private isCard(it: Place): boolean {
    const { machine, folder, agent } = this.wish;
    return !this.isOther && it.machine === machine && it.folder === folder && it.agent === agent;
  }

  override render() {
    if (choices.isLoaded && !choices.machines.length) {
      return html`<div class="scroll"><p class="hint">${text('new.noMachine')}</p><slot></slot></div>`;
    }
    const agent = choices.agents(this.wish.machine).find((it) => it.id === this.wish.agent);
    return html`
      <form
        class="scroll"
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.start();
        }}
      >
        <label class="field">
          <span>${text('new.prompt')}</span>
          <textarea
            rows="3"
            .value=${this.wish.prompt}
            @input=${(event: Event) => this.set({ prompt: (event.target as HTMLTextAreaElement).value })}
          ></textarea>
        </label>
        ${this.where()} ${this.optionsLine(agent)}
        ${this.isOpen ? this.options(agent) : none}
        <slot></slot>
      </form>
      <div class="foot">
        ${this.said ? html`<p class="said" role="status">${this.said}</p>` : none}
        ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : none}
        ${this.isMissing
          ? html`<p class="fault" role="alert">${text('new.directory.missing')}</p>
              <div class="two">
                <button class="second" @click=${this.change}>${text('new.directory.change')}</button>
                <button class="go" @click=${() => void this.start(true)}>
                  ${text('new.directory.make')}
                </button>
              </div>`
          : html`<button
              class="go"
              ?disabled=${this.isBusy || !this.isReady}
              @click=${() => void this.start()}
            >
              ${this.isBusy ? html`<hapi-icon name="busy"></hapi-icon>` : none}
              ${text(this.isBusy ? 'new.creating' : 'new.create')}
            </button>`}
      </div>
    `;
  }

  private change = () => {
    this.isMissing = false;
    this.isOther = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#folder')?.focus());
  };

  private where() {
    const isOther = this.isOther || !this.cards.some((it) => this.isCard(it));
    return html`<fieldset>
      <legend>${text('new.recent')}</legend>
      ${choices.isLoaded ? none : html`<p class="hint">${text('new.loading')}</p>`}
      <div class="cards">
        ${this.cards.map((it) =>
          this.card(
            `${lastPart(it.folder)} · ${it.agentName}`,
            `${it.machineName} · ${since(it.at)}`,
            this.isCard(it),
            () => {
              this.isOther = false;
              this.isBrowsing = false;
              const { machine, folder, agent } = it;
              this.set({ machine, folder, ...(agent === this.wish.agent ? {} : { agent }) });
            }
          )
        )}
        ${this.card(text('new.other'), text('new.other.hint'), isOther, () => {
          this.isOther = true;
          this.change();
        })}
      </div>
      ${isOther ? this.place() : none}
    </fieldset>`;
  }

  private card(title: string, note: string, isChosen: boolean, choose: () => void) {
    return html`<label class="card ${isChosen ? 'on' : ''}">
      <input type="radio" name="where" .checked=${isChosen} @change=${choose} />
      <span><b>${title}</b><small>${note}</small></span>
    </label>`;
  }

  private place() {
    const { machine, folder } = this.wish;
    const exists = choices.exists(machine, folder.trim());
    return html`<div class="place">
      ${choices.machines.length > 1
        ? html`<div class="field">
            <span>${text('new.machine')}</span>
            ${this.chips(
              choices.machines.map((it) => ({ id: it.id, label: it.name })),
              machine,
              (id) => this.set({ machine: id, folder: choices.folders(id)[0] ?? '' })
            )}
          </div>`
        : none}
      <label class="field">
        <span>${text('new.directory')}</span>
        <input
          id="folder"
          list="folders"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${text('new.directory.hint', '/home/me/project')}
          .value=${folder}
          @input=${(event: Event) => this.set({ folder: (event.target as HTMLInputElement).value })}
        />
      </label>
      <datalist id="folders">
        ${choices.folders(machine).map((it) => html`<option value=${it}></option>`)}
      </datalist>
      ${exists === false
        ? html`<p class="warn" role="status">${text('new.directory.missing')}</p>`
        : none}
      ${this.isBrowsing
        ? html`<hapi-browse
            .machine=${machine}
            .folder=${folder.trim() || choices.folders(machine)[0] || '/'}
            @take=${(event: CustomEvent<string>) => {
              this.isBrowsing = false;
              this.set({ folder: event.detail });
            }}
          ></hapi-browse>`
        : html`<button
            type="button"
            class="second"
            ?disabled=${!machine}
            @click=${() => (this.isBrowsing = true)}
          >
            ${text('new.browse')}
          </button>`}
    </div>`;
  }

  private optionsLine(agent?: Agent) {
    const { mode, model, worktree } = this.wish;
    const label = agent?.modes.find((it) => it.id === mode) ?? agent?.modes[0];
    const words = [
      agent?.name,
      label?.label,
      model,
      worktree ? text('new.worktree') : ''
    ];
    return html`<button
      type="button"
      class="line"
      aria-expanded=${this.isOpen}
      @click=${() => (this.isOpen = !this.isOpen)}
    >
      <span
        ><b>${text('new.options')}</b><small>${words.filter(Boolean).join(' · ')}</small></span
      >
      <hapi-icon name=${this.isOpen ? 'down' : 'open'}></hapi-icon>
    </button>`;
  }

  private options(agent?: Agent) {
    const { machine, mode, model, worktree, worktreeName } = this.wish;
    const offered = agent?.hasModel
      ? choices.models(machine, agent, this.wish.folder.trim())
      : undefined;
    return html`<div class="options">
      <div class="field">
        <span>${text('new.agent')}</span>
        ${this.chips(
          choices.agents(machine).map((it) => ({ id: it.id, label: it.name, why: it.why })),
          this.wish.agent,
          (id) => this.set({ agent: id })
        )}
      </div>
      ${agent && agent.modes.length > 1
        ? html`<div class="field">
            <span>${text('new.mode')}</span>
            ${this.chips(agent.modes, mode || agent.modes[0].id, (id) =>
              this.set({ mode: id === agent.modes[0].id ? '' : id })
            )}
          </div>`
        : none}
      ${offered
        ? html`<div class="field">
            <span>${text('new.model')}</span>
            ${this.chips(
              [
                { id: '', label: text('new.model.own') },
                ...offered.models.map((it) => ({ id: it.id, label: it.name }))
              ],
              model,
              (id) => this.set({ model: id })
            )}
            ${offered.isAsking
              ? html`<p class="hint" role="status">${text('new.model.asking', agent!.name)}</p>`
              : none}
            ${offered.error ? html`<p class="warn">${offered.error}</p>` : none}
            <input
              aria-label=${text('new.model.name')}
              placeholder=${text('new.model.name')}
              autocapitalize="off"
              spellcheck="false"
              .value=${offered.models.some((it) => it.id === model) ? '' : model}
              @change=${(event: Event) =>
                this.set({ model: (event.target as HTMLInputElement).value.trim() })}
            />
          </div>`
        : none}
      <label class="card ${worktree ? 'on' : ''}">
        <input
          type="checkbox"
          .checked=${worktree}
          @change=${(event: Event) => this.set({ worktree: (event.target as HTMLInputElement).checked })}
        />
        <span><b>${text('new.worktree')}</b><small>${text('new.worktree.hint')}</small></span>
      </label>
      ${worktree
        ? html`<input
            aria-label=${text('new.worktree.name')}
            placeholder=${text('new.worktree.name')}
            autocapitalize="off"
            .value=${worktreeName}
            @input=${(event: Event) =>
              this.set({ worktreeName: (event.target as HTMLInputElement).value })}
          />`
        : none}
    </div>`;
  }

  private chips(
    all: { id: string; label: string; why?: string; risky?: boolean }[],
    chosen: string,
    choose: (id: string) => void
  ) {
    return html`<div class="chips">
      ${all.map(
        (it) =>
          html`<button
            type="button"
            class="chip ${it.risky ? 'risky' : ''}"
            aria-pressed=${it.id === chosen}
            ?disabled=${!!it.why}
            @click=${() => choose(it.id)}
          >
            ${it.label}${it.why ? `: ${it.why}` : ''}
          </button>`
      )}
    </div>`;
  }
}
