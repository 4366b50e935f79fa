import { isLoadedAnew, keep, recall } from '../base/store';
import type { OpenCards } from './card-states';
import type { Anchor } from './scroll-place';

/** Where a reader stood in a session's chat; no line for who was at the end. */
export interface Standing {
  line?: Anchor;
  cards: OpenCards;
}

/** Of chats that Flow took out of this page to put in another one of the same session. */
const inThisPage = new Map<string, Standing>();

const key = (session: string) => `standing:${session}`;

/** The page goes, perhaps to be loaded anew. */
export function keepStanding(session: string, standing: Standing) {
  keep(key(session), standing);
}

/** The element goes: to stand elsewhere in this page, or because somebody went to another view. */
export function leaveStanding(session: string, standing: Standing) {
  if (location.pathname.endsWith(`/sessions/${session}`)) {
    inThisPage.set(session, standing);
  } else {
    forgetStanding(session);
  }
}

export function forgetStanding(session: string) {
  inThisPage.delete(session);
  keep(key(session), undefined);
}

/** Once: whoever comes back to the session later begins at its end. */
export function takeStanding(session: string): Standing | undefined {
  const standing =
    inThisPage.get(session) ?? (isLoadedAnew ? recall<Standing>(key(session)) : undefined);
  forgetStanding(session);
  return standing;
}
