import { LitElement, html, nothing as none, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../base/icons';
import { act, NotSent, Refused } from '../base/act';
import { go } from '../base/go';
import { text } from '../base/texts';
import { since } from '../base/time';
import { Choices } from './choices';
import { options, place, summary, type Form } from './fields';
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

  /** Words of another app, for the prompt; once, however often the page is loaded. */
  share(words: string) {
    const { prompt } = this.wish;
    if (!prompt.includes(words)) {
      this.set({ prompt: prompt ? `${prompt}\n${words}` : words });
    }
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
      this.wish = { ...this.wish, mode: '', model: '', effort: '' };
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
        go(this.renderRoot, `sessions/${answer.session}`);
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
        ${this.isOpen ? options(this.form, agent) : none}
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
      ${isOther ? place(this.form) : none}
    </fieldset>`;
  }

  private card(title: string, note: string, isChosen: boolean, choose: () => void) {
    return html`<label class="card ${isChosen ? 'on' : ''}">
      <input type="radio" name="where" .checked=${isChosen} @change=${choose} />
      <span><b>${title}</b><small>${note}</small></span>
    </label>`;
  }

  private optionsLine(agent?: Agent) {
    return html`<button
      type="button"
      class="line"
      aria-expanded=${this.isOpen}
      @click=${() => (this.isOpen = !this.isOpen)}
    >
      <span><b>${text('new.options')}</b><small>${summary(this.form, agent)}</small></span>
      <hapi-icon name=${this.isOpen ? 'down' : 'open'}></hapi-icon>
    </button>`;
  }

  private get form(): Form {
    return {
      wish: this.wish,
      choices,
      set: (step) => this.set(step),
      isBrowsing: this.isBrowsing,
      browse: (isBrowsing) => (this.isBrowsing = isBrowsing)
    };
  }
}
