import { act, NotSent, Refused } from '../base/act';
import { clock } from '../base/time';
import { text } from '../base/texts';
import type { Ask, AskEnd, Choice } from './model';

/** What was pressed on this page, by request, until it has ended. Outlives the elements. */
export const mine = new Map<string, Choice>();

export interface Said {
  reason?: string;
  answers?: Record<string, string[]>;
}

/**
 * Decides, once and now; a press is never kept for later.
 *
 * @returns what went wrong in words, empty when the hub has taken it or has told already who was
 *   faster
 */
export async function decide(ask: Ask, choice: Choice, said: Said): Promise<string> {
  mine.set(ask.key, choice);
  try {
    const { outcome } = await act('decide', {
      session: ask.session,
      request: ask.id,
      hash: ask.hash,
      choice: choice.id,
      ...(said.reason ? { reason: said.reason } : {}),
      ...(said.answers ? { answers: said.answers } : {})
    });
    if (outcome !== 'delivered') {
      mine.delete(ask.key);
    }
    return outcome === 'changed' || outcome === 'undelivered' ? text(`ask.fault.${outcome}`) : '';
  } catch (error) {
    // It may have arrived all the same; then the hub says so, and the request ends as ours.
    if (error instanceof Refused) {
      mine.delete(ask.key);
      return error.message;
    }
    if (error instanceof NotSent) {
      return text('act.notSent');
    }
    throw error;
  }
}

/** The hub knows that it was decided, and this page by whom. */
export function ended(ask: Ask, end: AskEnd): Ask {
  const choice = mine.get(ask.key);
  const isMine = !!choice && end.state === 'elsewhere';
  return {
    ...ask,
    state: isMine ? 'done' : end.state,
    words: isMine ? text(`ask.done.${did(choice)}`) : end.words,
    at: end.at,
    from: end.from
  };
}

/** "allowed", "refused", "answered". */
function did(choice: Choice): string {
  return choice.look === 'no' ? 'refused' : choice.id === 'answer' ? 'answered' : 'allowed';
}

/** What this page chose, as a word in a sentence. */
export function chosen(choice: Choice): string {
  return text(`ask.did.${did(choice)}`);
}

/** "Allowed once, 14:02, phone". */
export function trace(ask: Ask): string {
  return ask.at && ask.from
    ? text('ask.end.trace', ask.words, clock(ask.at), ask.from)
    : ask.words;
}
