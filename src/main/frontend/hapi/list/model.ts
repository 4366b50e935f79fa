/** What the server sends. The encoders of `hapi.hub.ui.sessions` are the other half of this file. */

export interface SessionRow {
  id: string;
  title: string;
  section: 'needs' | 'working' | 'project';
  /** Of a project: its name, its full path, its machine by name and by id. */
  project: string;
  path: string;
  machine: string;
  machineId: string;
  /** The agent's name for people, and the name of its mark. */
  agent: string;
  mark: string;
  /** "wants to run ...", "done {ago}"; {ago} is filled in here. */
  words: string;
  tone: 'wait' | 'work' | 'plain';
  /** Epoch milliseconds; what the time at the right counts from. */
  since: number;
  /** When its newest message came, in epoch milliseconds; 0 while that makes no difference. */
  news: number;
  active: boolean;
  /** A person wants it to end; it can be taken back for some seconds. */
  ending: boolean;
  /** Above all others of its section, in every project. */
  pinned: boolean;
  /** Sorts within its section, ascending. */
  rank: number;
}

/** How a machine fares, in a word or two. */
export interface MachineLine {
  id: string;
  name: string;
  words: string;
  tone: 'good' | 'busy' | 'away';
}

/** A message that has the words looked for. */
export interface Hit {
  session: string;
  /** The text around the words: every second piece, from the second on, is one of them. */
  pieces: string[];
  /** Epoch milliseconds, and its number: its place in the session. */
  at: number;
  seq: number;
}
