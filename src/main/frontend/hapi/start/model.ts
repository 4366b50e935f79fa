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

export interface Model {
  id: string;
  name: string;
}

/** What a person has chosen so far; kept when one leaves. */
export interface Wish {
  prompt: string;
  machine: string;
  folder: string;
  agent: string;
  mode: string;
  model: string;
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
