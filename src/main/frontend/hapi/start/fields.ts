import { html, nothing as none } from 'lit';
import '../base/icons';
import { text } from '../base/texts';
import type { Choices } from './choices';
import './hapi-browse';
import type { Agent, Choice, Offer, Wish } from './model';

/** The form as its fields see it. */
export interface Form {
  wish: Wish;
  choices: Choices;
  set(step: Partial<Wish>): void;
  isBrowsing: boolean;
  browse(isBrowsing: boolean): void;
}

function chips(
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

/** Machine and folder, for who does not take a card. */
export function place({ wish, choices, set, isBrowsing, browse }: Form) {
  const { machine, folder } = wish;
  const exists = choices.exists(machine, folder.trim());
  return html`<div class="place">
    ${choices.machines.length > 1
      ? html`<div class="field">
          <span>${text('new.machine')}</span>
          ${chips(
            choices.machines.map((it) => ({ id: it.id, label: it.name })),
            machine,
            (id) => set({ machine: id, folder: choices.folders(id)[0] ?? '' })
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
        @input=${(event: Event) => set({ folder: (event.target as HTMLInputElement).value })}
      />
    </label>
    <datalist id="folders">
      ${choices.folders(machine).map((it) => html`<option value=${it}></option>`)}
    </datalist>
    ${exists === false
      ? html`<p class="warn" role="status">${text('new.directory.missing')}</p>`
      : none}
    ${isBrowsing
      ? html`<hapi-browse
          .machine=${machine}
          .folder=${folder.trim() || choices.folders(machine)[0] || '/'}
          @take=${(event: CustomEvent<string>) => {
            browse(false);
            set({ folder: event.detail });
          }}
        ></hapi-browse>`
      : html`<button
          type="button"
          class="second"
          ?disabled=${!machine}
          @click=${() => browse(true)}
        >
          ${text('new.browse')}
        </button>`}
  </div>`;
}

/** What is chosen behind the line, in a few words. */
export function summary({ wish }: Form, agent?: Agent): string {
  const { mode, model, effort, worktree } = wish;
  const label = agent?.modes.find((it) => it.id === mode) ?? agent?.modes[0];
  const words = [
    agent?.name,
    label?.label,
    model,
    effort,
    worktree ? text('new.worktree') : ''
  ];
  return words.filter(Boolean).join(' · ');
}

/** Agent, mode, model, effort, worktree. */
export function options(form: Form, agent?: Agent) {
  const { wish, choices, set } = form;
  const { machine, mode, worktree, worktreeName } = wish;
  return html`<div class="options">
    <div class="field">
      <span>${text('new.agent')}</span>
      ${chips(
        choices.agents(machine).map((it) => ({ id: it.id, label: it.name, why: it.why })),
        wish.agent,
        (id) => set({ agent: id })
      )}
    </div>
    ${agent && agent.modes.length > 1
      ? html`<div class="field">
          <span>${text('new.mode')}</span>
          ${chips(agent.modes, mode || agent.modes[0].id, (id) =>
            set({ mode: id === agent.modes[0].id ? '' : id })
          )}
        </div>`
      : none}
    ${agent?.hasModel ? models(form, agent) : none}
    <label class="card ${worktree ? 'on' : ''}">
      <input
        type="checkbox"
        .checked=${worktree}
        @change=${(event: Event) => set({ worktree: (event.target as HTMLInputElement).checked })}
      />
      <span><b>${text('new.worktree')}</b><small>${text('new.worktree.hint')}</small></span>
    </label>
    ${worktree
      ? html`<input
          aria-label=${text('new.worktree.name')}
          placeholder=${text('new.worktree.name')}
          autocapitalize="off"
          .value=${worktreeName}
          @input=${(event: Event) => set({ worktreeName: (event.target as HTMLInputElement).value })}
        />`
      : none}
  </div>`;
}

/** Those of the chosen model, else of the agent's own, else what all its models know. */
function efforts(wish: Wish, offered: Offer): Choice[] {
  const model = offered.models.find((it) => (wish.model ? it.id === wish.model : it.isOwn));
  return model?.efforts.length ? model.efforts : offered.efforts;
}

function models({ wish, choices, set }: Form, agent: Agent) {
  const { model, effort } = wish;
  const offered = choices.offer(wish.machine, agent, wish.folder.trim());
  const known = efforts(wish, offered);
  const own = { id: '', label: text('new.model.own') };
  const chip = (it: Choice) => ({ id: it.id, label: it.name });
  return html`<div class="field">
      <span>${text('new.model')}</span>
      ${chips([own, ...offered.models.map(chip)], model, (id) => set({ model: id, effort: '' }))}
      ${offered.isAsking
        ? html`<p class="hint" role="status">${text('new.model.asking', agent.name)}</p>`
        : none}
      ${offered.error ? html`<p class="warn">${offered.error}</p>` : none}
      <input
        aria-label=${text('new.model.name')}
        placeholder=${text('new.model.name')}
        autocapitalize="off"
        spellcheck="false"
        .value=${offered.models.some((it) => it.id === model) ? '' : model}
        @change=${(event: Event) =>
          set({ model: (event.target as HTMLInputElement).value.trim(), effort: '' })}
      />
    </div>
    ${known.length
      ? html`<div class="field">
          <span>${text('composer.effort')}</span>
          ${chips([own, ...known.map(chip)], effort, (id) => set({ effort: id }))}
        </div>`
      : none}`;
}
