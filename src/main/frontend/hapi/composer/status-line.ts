import { css, html, nothing } from 'lit';
import { text } from '../base/texts';
import '../base/time';
import type { SessionState } from './model';

/** One line: what it does, how much room is left, and what it may do without asking. */
export function statusLine(state: SessionState, mode: string, isOpen: boolean, open: () => void) {
  const chosen = state.modes.find((it) => it.id === mode);
  return html`<div class="status ${state.tone}">
    <span class="words"
      ><span class="dot ${state.tone}"></span>${state.words}${state.workingSince
        ? html` · <hapi-elapsed .since=${state.workingSince}></hapi-elapsed>`
        : nothing}</span
    >
    ${state.left ? html`<span class="left">${state.left}</span>` : nothing}
    ${chosen || state.model !== undefined
      ? html`<button
          class="mode ${chosen?.risky ? 'risky' : ''}"
          aria-haspopup="dialog"
          aria-expanded=${isOpen}
          @click=${open}
        >
          <span class="visually-hidden">${text('composer.mode')}</span>
          ${chosen?.label ?? text('composer.options')}
        </button>`
      : nothing}
  </div>`;
}

export const statusStyles = css`
  .status {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 36px;
    font-size: 0.8125rem;
    color: var(--ink-2);
    border-top: 1px solid var(--line);
    font-variant-numeric: tabular-nums;
  }
  .status > * {
    white-space: nowrap;
  }
  .status .words {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .dot {
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 4px;
    margin-inline-end: 6px;
    vertical-align: 1px;
    background: var(--go);
  }
  .dot.wait {
    background: var(--wait);
  }
  .dot.work {
    background: var(--accent);
  }
  .dot.off {
    background: var(--edge);
  }
  .mode {
    margin-inline-start: auto;
    min-height: 36px;
    min-width: 44px;
    padding: 0 4px;
    margin-inline-end: -4px;
    overflow: hidden;
    text-overflow: ellipsis;
    border: 0;
    background: none;
    font: 0.8125rem var(--sans);
    color: var(--ink-2);
    text-align: end;
    cursor: pointer;
    touch-action: manipulation;
  }
  .mode.risky {
    color: var(--stop);
    font-weight: 600;
  }
  @media (pointer: coarse) {
    .status,
    .mode {
      min-height: 44px;
    }
  }
`;
