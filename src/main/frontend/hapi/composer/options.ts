import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../base/icons';
import { act, Refused } from '../base/act';
import { text } from '../base/texts';
import { clock } from '../base/time';
import type { SessionState } from './model';

const MODELS_MILLIS = 130_000;
const CHOOSE_MILLIS = 35_000;

interface Choice {
  id: string;
  name: string;
}

/** What was loaded, per session, for the tab. */
const known = new Map<string, { models: Choice[]; efforts: Choice[] }>();

/**
 * The sheet behind + and behind the mode: attach, send later, permissions, model, effort. Fires
 * `attach` with files, `later` with a time or undefined, and `shut`.
 */
@customElement('hapi-options')
export class HapiOptions extends LitElement {
  @property({ attribute: false }) session?: SessionState;
  @property({ attribute: false }) later?: number;
  @state() private isAskingTime = false;
  @state() private wanted: Record<string, string> = {};
  @state() private fault = '';
  @state() private isLoading = false;

  /** Opens it. */
  open() {
    this.fault = '';
    this.isAskingTime = false;
    this.dialog?.showModal();
    void this.load();
  }

  get isOpen(): boolean {
    return this.dialog?.open ?? false;
  }

  /** The permission mode as it was last chosen here, until the session has it. */
  chosen(setting: string, now: string): string {
    return this.wanted[setting] ?? now;
  }

  override willUpdate() {
    const it = this.session;
    if (!it) {
      return;
    }
    const now: Record<string, string | undefined> = {
      permissionMode: it.mode,
      model: it.model,
      [it.effortSetting ?? 'effort']: it.effort
    };
    const open = Object.entries(this.wanted).filter(([name, value]) => now[name] !== value);
    if (open.length < Object.keys(this.wanted).length) {
      this.wanted = Object.fromEntries(open);
    }
  }

  /** Chooses a setting; what did not work is taken back and said. */
  async choose(setting: string, value: string) {
    const session = this.session!;
    this.fault = '';
    this.wanted = { ...this.wanted, [setting]: value };
    this.dispatchEvent(new Event('chosen'));
    try {
      await act(
        'choose',
        { session: session.id, setting, value: value || null },
        CHOOSE_MILLIS
      );
    } catch (fault) {
      const { [setting]: _, ...rest } = this.wanted;
      this.wanted = rest;
      this.fault = fault instanceof Refused ? fault.message : text('composer.notSent');
      this.dispatchEvent(new CustomEvent('fault', { detail: this.fault }));
    }
    this.dispatchEvent(new Event('chosen'));
  }

  private get dialog() {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement | null;
  }

  private async load() {
    const it = this.session;
    if (!it?.active || it.model === undefined || known.has(it.id) || this.isLoading) {
      return;
    }
    this.isLoading = true;
    try {
      const answer = await act('models', { session: it.id }, MODELS_MILLIS);
      known.set(it.id, {
        models: answer.models as Choice[],
        efforts: answer.efforts as Choice[]
      });
    } catch {
      // What is set now is shown; the list is asked for when the sheet is next opened.
    }
    this.isLoading = false;
  }

  private shut() {
    this.dialog?.close();
  }

  private pick(isCamera: boolean) {
    const input = this.renderRoot.querySelector<HTMLInputElement>(
      isCamera ? 'input.camera' : 'input.files'
    );
    input?.click();
  }

  private picked(event: Event) {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    this.shut();
    if (files.length) {
      this.dispatchEvent(new CustomEvent('attach', { detail: files }));
    }
  }

  private sendAt(at: number | undefined) {
    this.shut();
    this.dispatchEvent(new CustomEvent('later', { detail: at }));
  }

  override render() {
    const it = this.session;
    return html`<dialog
      aria-label=${text('composer.options')}
      @close=${() => this.dispatchEvent(new Event('shut'))}
      @click=${(event: Event) => event.target === this.dialog && this.shut()}
    >
      <div class="sheet">${it ? (this.isAskingTime ? this.time() : this.all(it)) : nothing}</div>
    </dialog>`;
  }

  private all(it: SessionState) {
    const lists = known.get(it.id);
    const effort = it.effortSetting ?? '';
    return html`
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <div class="rows">
        <button class="row" ?disabled=${!it.active} @click=${() => this.pick(false)}>
          <hapi-icon name="attachment"></hapi-icon>
          <span
            ><b>${text('composer.attach')}</b
            ><small>${text(it.active ? 'composer.attach.hint' : 'composer.attach.ended')}</small></span
          >
        </button>
        ${it.active && matchMedia('(pointer: coarse)').matches
          ? html`<button class="row" @click=${() => this.pick(true)}>
              <hapi-icon name="camera"></hapi-icon>
              <span><b>${text('composer.photo')}</b></span>
            </button>`
          : nothing}
        <button class="row" @click=${() => (this.isAskingTime = true)}>
          <hapi-icon name="later"></hapi-icon>
          <span
            ><b>${text('composer.later')}</b
            ><small
              >${this.later
                ? text('composer.later.at', clock(this.later))
                : text('composer.later.none')}</small
            ></span
          >
        </button>
      </div>
      <input class="files" type="file" multiple hidden @change=${this.picked} />
      <input
        class="camera"
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        @change=${this.picked}
      />
      ${it.modes.length > 1
        ? this.chips(
            'permissionMode',
            'composer.mode',
            it.mode,
            it.modes.map((mode) => ({ id: mode.id, name: mode.label, risky: mode.risky }))
          )
        : nothing}
      ${it.model === undefined || !it.active
        ? nothing
        : this.chips('model', 'composer.model', it.model, [
            { id: '', name: text('composer.agentsChoice') },
            ...(lists?.models ?? [])
          ])}
      ${effort && it.active && (lists?.efforts.length || it.effort)
        ? this.chips(effort, 'composer.effort', it.effort ?? '', [
            { id: '', name: text('composer.agentsChoice') },
            ...(lists?.efforts ?? [])
          ])
        : nothing}
      ${this.isLoading ? html`<p class="hint">${text('composer.model.asking', it.agent)}</p>` : nothing}
      <button class="done" @click=${this.shut}>${text('composer.done')}</button>
    `;
  }

  private chips(
    setting: string,
    label: string,
    now: string,
    choices: (Choice & { risky?: boolean })[]
  ) {
    const chosen = this.chosen(setting, now);
    const all = choices.some((it) => it.id === chosen)
      ? choices
      : [...choices, { id: chosen, name: chosen }];
    return html`<fieldset>
      <legend>${text(label)}</legend>
      <div class="chips">
        ${all.map(
          (it) =>
            html`<button
              class="chip ${it.risky ? 'risky' : ''}"
              aria-pressed=${it.id === chosen}
              @click=${() => it.id !== chosen && void this.choose(setting, it.id)}
            >
              ${it.name}
            </button>`
        )}
      </div>
    </fieldset>`;
  }

  private time() {
    const now = Date.now();
    const hour = now + 3_600_000;
    const evening = at(0, 18);
    const morning = at(1, 9);
    return html`<h2>${text('composer.later')}</h2>
      <div class="chips">
        ${[hour, ...(evening > now ? [evening] : []), morning].map(
          (it) =>
            html`<button class="chip" @click=${() => this.sendAt(it)}>
              ${text('composer.later.at', clock(it))}
            </button>`
        )}
      </div>
      <label>
        <span>${text('composer.later.own')}</span>
        <input
          type="datetime-local"
          min=${local(now)}
          max=${local(now + 7 * 86_400_000 - 60_000)}
          value=${local(this.later ?? hour)}
        />
      </label>
      <div class="two">
        <button class="done" @click=${() => this.sendAt(undefined)}>${text('composer.later.now')}</button>
        <button
          class="done go"
          @click=${() => {
            const field = this.renderRoot.querySelector<HTMLInputElement>('[type=datetime-local]')!;
            const time = new Date(field.value).getTime();
            if (field.validity.valid && time > Date.now()) {
              this.sendAt(time);
            } else {
              field.reportValidity();
            }
          }}
        >
          ${text('composer.later.set')}
        </button>
      </div>`;
  }

  static override styles = css`
    :host {
      font: 1rem/1.45 var(--sans);
      color: var(--ink);
    }
    *,
    *::before,
    *::after {
      box-sizing: border-box;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    dialog {
      margin: auto auto 0;
      padding: 0;
      border: 0;
      border-top: 1px solid var(--line);
      width: 100%;
      max-width: 560px;
      max-height: 92dvh;
      border-radius: 18px 18px 0 0;
      background: var(--raised);
      color: var(--ink);
      overscroll-behavior: contain;
    }
    dialog::backdrop {
      background: #0006;
    }
    .sheet {
      display: grid;
      gap: 14px;
      padding: 12px 16px max(16px, env(safe-area-inset-bottom));
    }
    @media (min-width: 800px) {
      dialog {
        margin: auto;
        border: 1px solid var(--line);
        border-radius: 18px;
      }
    }
    h2 {
      margin: 6px 0 0;
      font-size: 1.0625rem;
    }
    button {
      font: inherit;
      color: inherit;
      cursor: pointer;
      touch-action: manipulation;
    }
    .row {
      display: flex;
      align-items: center;
      gap: 14px;
      width: 100%;
      min-height: 56px;
      padding: 6px 2px;
      border: 0;
      border-bottom: 1px solid var(--line);
      background: none;
      text-align: start;
    }
    .row:disabled {
      color: var(--ink-3);
      cursor: default;
    }
    .row b,
    .row small {
      display: block;
    }
    .row b {
      font-weight: 600;
    }
    small,
    .hint,
    legend,
    label span {
      font-size: 0.8125rem;
      color: var(--ink-2);
    }
    p {
      margin: 0;
    }
    .fault {
      color: var(--stop);
    }
    fieldset {
      border: 0;
      margin: 0;
      padding: 0;
      min-width: 0;
    }
    legend {
      padding: 0 0 6px;
    }
    .chips {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .chip {
      min-height: 44px;
      padding: 6px 14px;
      border: 1px solid var(--edge);
      border-radius: 22px;
      background: var(--raised);
      font-size: 0.9375rem;
      overflow-wrap: anywhere;
    }
    .chip.risky {
      color: var(--stop);
    }
    .chip[aria-pressed='true'] {
      background: var(--accent-weak);
      border-color: var(--accent);
      color: var(--accent);
      font-weight: 600;
    }
    .chip.risky[aria-pressed='true'] {
      border-color: var(--stop);
      color: var(--stop);
    }
    label {
      display: grid;
      gap: 6px;
    }
    input[type='datetime-local'] {
      min-height: 48px;
      padding: 0 12px;
      border: 1px solid var(--edge);
      border-radius: 12px;
      background: var(--sunken);
      color: inherit;
      font: inherit;
    }
    .sheet > .done {
      position: sticky;
      bottom: max(16px, env(safe-area-inset-bottom));
      z-index: 1;
    }
    .two {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 12px;
    }
    .done {
      min-height: 48px;
      border: 1px solid var(--edge);
      border-radius: 12px;
      background: var(--raised);
      font-weight: 600;
    }
    .go {
      background: var(--go);
      border-color: var(--go);
      color: var(--go-ink);
    }
  `;
}

/** So many days from now, at this hour. */
function at(days: number, hour: number): number {
  const when = new Date();
  when.setDate(when.getDate() + days);
  return when.setHours(hour, 0, 0, 0);
}

/** As the field takes it: local time without a zone. */
function local(time: number): string {
  const when = new Date(time);
  return new Date(time - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
