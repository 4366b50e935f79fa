/** What the server sends. The encoders of `hapi.hub.ui.chat` are the other half of this file. */

export interface ModeChoice {
  id: string;
  label: string;
  risky: boolean;
}

/** A message that waits for the agent or for its time; `sending` is what the server has not yet. */
export interface Queued {
  localId: string;
  text: string;
  files: number;
  state: 'sending' | 'queued' | 'scheduled' | 'indeterminate';
  /** When the hub got it, epoch milliseconds. */
  sent?: number;
  at?: number;
}

/** What the composer must know of its session. */
export interface SessionState {
  id: string;
  flavor: string;
  agent: string;
  words: string;
  tone: 'wait' | 'work' | 'plain' | 'off';
  workingSince?: number;
  left: string;
  mode: string;
  modes: ModeChoice[];
  /** Empty: the agent chooses; absent: there is nothing to choose. */
  model?: string;
  effort?: string;
  effortSetting?: string;
  /** A message that waits can be put into the running turn. */
  steers: boolean;
  queue: Queued[];
  /** Somebody works at the terminal. */
  atTerminal: boolean;
  active: boolean;
  canStart: boolean;
  /** Why it is not running. */
  why: string;
  stoppable: boolean;
}

export interface Command {
  name: string;
  note: string;
  source: 'project' | 'user' | 'plugin' | 'builtin';
  /** What it stands for; empty when the agent knows it by its name. */
  text: string;
}

export interface Skill {
  name: string;
  note: string;
}
