import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Waiting } from '../base/outbox';
import { text } from '../base/texts';
import { clock } from '../base/time';
import type { Queued, SessionState } from './model';

export type QueueWish = 'edit' | 'cancel' | 'steer' | 'retry';

/** So many rows stand open; more are behind one line. */
const OPEN = 2;

/**
 * What waits for the agent, each with what can be done about it, and what is on its way to that.
 * What is given to an agent that has nothing to do does not wait: it stays in the chat, also while
 * the agent begins with it.
 */
export class Line {
  private given = new Set<string>();
  private wasFree = false;
  /** When the turn began that was seen to begin, epoch milliseconds. */
  private turn = 0;

  of(state: SessionState, sent: Waiting[]): Queued[] {
    const known = new Set(state.queue.map((it) => it.localId));
    const going = sent.filter((it) => !known.has(it.localId)).map(asQueued);
    const all = [...state.queue, ...going];
    const isFree = state.active && !state.stoppable && state.tone !== 'wait';
    if (!state.active) {
      this.given.clear();
      this.turn = 0;
    } else if (isFree || this.wasFree) {
      this.given = new Set(all.map((it) => it.localId));
      this.turn = isFree ? 0 : (state.workingSince ?? 0);
    }
    this.wasFree = isFree;
    // What makes an agent busy may come after the word that it is.
    const isGiven = (it: Queued) =>
      !it.at &&
      it.state !== 'indeterminate' &&
      (this.given.has(it.localId) || (it.sent ?? Infinity) <= this.turn);
    return all.filter((it) => !isGiven(it));
  }
}

function asQueued(it: Waiting): Queued {
  const { localId, text, later } = it;
  return { localId, text, files: it.attachments?.length ?? 0, state: 'sending', at: later };
}

export function queue(
  state: SessionState,
  all: Queued[],
  isOpen: boolean,
  busy: ReadonlySet<string>,
  open: () => void,
  wish: (what: QueueWish, it: Queued) => void
) {
  if (!all.length) {
    return nothing;
  }
  // What was just written is among what is shown.
  const shown = isOpen || all.length <= OPEN ? all : all.slice(1 - OPEN);
  return html`<ul class="queue" aria-label=${text('composer.queue')}>
    ${shown.length < all.length
      ? html`<li>
          <button class="rest" @click=${open}>
            ${text('composer.queue.more', all.length - shown.length)}
          </button>
        </li>`
      : nothing}
    ${repeat(
      shown,
      (it) => it.localId,
      (it) => row(state, it, busy.has(it.localId), wish)
    )}
  </ul>`;
}

function row(
  state: SessionState,
  it: Queued,
  isBusy: boolean,
  wish: (what: QueueWish, it: Queued) => void
) {
  const button = (what: QueueWish, key: string) =>
    html`<button ?disabled=${isBusy} @click=${() => wish(what, it)}>${text(key)}</button>`;
  return html`<li>
    <div>
      <b>${it.text || text('composer.queue.files', it.files)}</b>
      <small>${words(it)}</small>
    </div>
    ${it.state === 'sending' ? nothing : html`<div class="do">
      ${it.state === 'indeterminate' ? button('retry', 'composer.queue.retry') : nothing}
      ${it.state === 'queued' && state.steers && state.stoppable
        ? button('steer', 'composer.queue.steer')
        : nothing}
      ${it.files ? nothing : button('edit', 'composer.queue.edit')}
      ${button('cancel', 'composer.queue.cancel')}
    </div>`}
  </li>`;
}

function words(it: Queued): string {
  switch (it.state) {
    case 'sending':
      return text('composer.queue.sending');
    case 'queued':
      return text('composer.queue.waits');
    case 'scheduled':
      return text('composer.queue.at', clock(it.at ?? 0));
    case 'indeterminate':
      return text('composer.queue.unknown');
  }
}

export const queueStyles = css`
  .queue {
    list-style: none;
    margin: 0;
    padding-block: 2px;
    padding-inline: max(14px, calc((100% - 720px) / 2));
    background: var(--accent-weak);
    border-top: 1px solid var(--line);
    max-height: 30dvh;
    overflow-y: auto;
  }
  .queue li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    padding-block: 4px;
  }
  .queue li + li {
    border-top: 1px solid var(--line);
  }
  .queue li > div:first-child {
    flex: 1 1 10rem;
    min-width: 0;
  }
  .queue b {
    display: block;
    font-weight: 600;
    font-size: 0.9375rem;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
    text-align: start;
  }
  .queue small {
    font-size: 0.8125rem;
    color: var(--ink-2);
  }
  .queue .do {
    display: flex;
    gap: 4px;
    margin-inline: -8px;
  }
  .queue button {
    min-height: 44px;
    min-width: 48px;
    padding: 0 8px;
    border: 0;
    background: none;
    color: var(--accent);
    font: 600 0.875rem var(--sans);
    cursor: pointer;
    touch-action: manipulation;
  }
  .queue .rest {
    padding-inline: 0;
    text-align: start;
  }
  .queue button:disabled {
    color: var(--ink-3);
  }
`;
