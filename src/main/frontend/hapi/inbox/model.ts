/** What the server sends. `InboxFeed` and `NeedsFeed` of `hapi.hub.ui.inbox` are the other half. */

import type { Ask, AskEnd } from '../decision/model';

/** A session that does something and waits for nobody. */
export interface Working {
  id: string;
  title: string;
  agent: string;
  project: string;
  machine: string;
  words: string;
}

export interface InboxAll {
  asks: Ask[];
  /** Keys of all open requests, what waits longest first. */
  order: string[];
  working: Working[];
}

export interface InboxChange extends InboxAll {
  ended: AskEnd[];
}

export interface Needs {
  count: number;
  asks: { key: string; words: string }[];
}
