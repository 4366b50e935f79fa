/** What the acts of `hapi.hub.ui.start` answer. */

export interface Machine {
  id: string;
  name: string;
}

/** Where somebody worked last. */
export interface Place {
  machine: string;
  machineName: string;
  folder: string;
  agent: string;
  agentName: string;
  at: number;
}

export interface Agent {
  id: string;
  name: string;
  /** Why it cannot be started there; empty when it can. */
  why: string;
  modes: { id: string; label: string; risky: boolean }[];
  hasModel: boolean;
  /** Its models depend on the folder. */
  isByFolder: boolean;
}

export interface Choice {
  id: string;
  name: string;
}

export interface Model extends Choice {
  /** How long it may think; none when that is the agent's affair. */
  efforts: Choice[];
  /** The one that the agent takes by itself. */
  isOwn: boolean;
}

/** What an agent offers; `efforts` are those of all its models. */
export interface Offer {
  models: Model[];
  efforts: Choice[];
  error: string;
}

/** What a person has chosen so far; kept when one leaves. */
export interface Wish {
  prompt: string;
  machine: string;
  folder: string;
  agent: string;
  mode: string;
  model: string;
  effort: string;
  worktree: boolean;
  worktreeName: string;
  /** A start that failed and is done again. */
  reused: string;
}

export const nothing: Wish = {
  prompt: '',
  machine: '',
  folder: '',
  agent: '',
  mode: '',
  model: '',
  effort: '',
  worktree: false,
  worktreeName: '',
  reused: ''
};

const KEY = 'hapi-start';

export const kept = {
  read(): Partial<Wish> {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? '{}');
    } catch {
      return {};
    }
  },
  write(wish: Wish) {
    localStorage.setItem(KEY, JSON.stringify(wish));
  },
  clear() {
    localStorage.removeItem(KEY);
  }
};

export function lastPart(folder: string): string {
  return folder.replace(/[/\\]+$/, '').split(/[/\\]/).pop() || folder;
}
