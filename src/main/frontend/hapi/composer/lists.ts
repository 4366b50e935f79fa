import { act } from '../base/act';
import type { Command, Skill } from './model';

const AGE_MILLIS = 60_000;
const PATIENCE_MILLIS = 35_000;
const SHOWN = 50;

interface Kept<T> {
  at: number;
  value: T;
}

/**
 * What the menus of the composer hold. Loaded once per session, before anybody opens a menu, and
 * kept for the tab: a menu opens with what is there. `change` tells that something was loaded.
 */
class Lists extends EventTarget {
  private loading = new Set<string>();

  /** Loads what is missing or old. */
  warm(session: string) {
    void this.load(`catalogue:${session}`, () => act('catalogue', { session }, PATIENCE_MILLIS));
    void this.load(`files:${session}`, () =>
      act('find-files', { session, query: '' }, PATIENCE_MILLIS)
    );
  }

  commands(session: string): Command[] {
    return this.recall<{ commands?: Command[] }>(`catalogue:${session}`)?.commands ?? [];
  }

  skills(session: string): Skill[] {
    return this.recall<{ skills?: Skill[] }>(`catalogue:${session}`)?.skills ?? [];
  }

  files(session: string, query: string): string[] {
    const found = this.recall<{ files?: string[] }>(`files:${session}:${query}`)?.files;
    const some = this.recall<{ files?: string[] }>(`files:${session}`)?.files ?? [];
    return [...new Set([...some, ...(found ?? [])])];
  }

  isLoading(session: string): boolean {
    return [...this.loading].some((key) => key.includes(session));
  }

  /** Asks the session's machine. */
  async find(session: string, query: string) {
    await this.load(`files:${session}:${query}`, () =>
      act('find-files', { session, query }, PATIENCE_MILLIS)
    );
  }

  private async load(name: string, ask: () => Promise<unknown>) {
    const kept = read<Kept<unknown>>(name);
    if (this.loading.has(name) || (kept && Date.now() - kept.at < AGE_MILLIS)) {
      return;
    }
    this.loading.add(name);
    try {
      const value = await ask();
      write(name, { at: Date.now(), value });
    } catch {
      // What is known stays; it is asked again when it is next needed.
    } finally {
      this.loading.delete(name);
      this.dispatchEvent(new Event('change'));
    }
  }

  private recall<T>(name: string): T | undefined {
    return read<Kept<T>>(name)?.value;
  }
}

export const lists = new Lists();

const memory = new Map<string, unknown>();

function read<T>(name: string): T | undefined {
  if (!memory.has(name)) {
    try {
      memory.set(name, JSON.parse(sessionStorage.getItem(`hapi-list:${name}`) ?? 'null'));
    } catch {
      memory.set(name, null);
    }
  }
  return (memory.get(name) as T | null) ?? undefined;
}

function write(name: string, value: unknown) {
  memory.set(name, value);
  try {
    sessionStorage.setItem(`hapi-list:${name}`, JSON.stringify(value));
  } catch {
    // The storage is full; the tab's memory has it.
  }
}

/** How often somebody chose something from a menu, on this device, for one kind of agent. */
export const used = {
  times(flavor: string): Record<string, number> {
    try {
      return JSON.parse(localStorage.getItem(`hapi-used:${flavor}`) ?? '{}');
    } catch {
      return {};
    }
  },
  note(flavor: string, name: string) {
    const times = this.times(flavor);
    times[name] = (times[name] ?? 0) + 1;
    localStorage.setItem(`hapi-used:${flavor}`, JSON.stringify(times));
  }
};

/**
 * Those that fit what was typed, the best first: what begins with it, what has it inside, what has
 * its letters in order; among equals by `rank`, then as they came.
 */
export function fitting<T>(
  all: T[],
  typed: string,
  name: (it: T) => string,
  rank: (it: T) => number
): T[] {
  const wanted = typed.toLowerCase();
  return all
    .map((it, place) => ({ it, place, fit: fit(name(it).toLowerCase(), wanted), rank: rank(it) }))
    .filter((one) => one.fit >= 0)
    .sort((a, b) => a.fit - b.fit || b.rank - a.rank || a.place - b.place)
    .slice(0, SHOWN)
    .map((one) => one.it);
}

function fit(name: string, wanted: string): number {
  if (!wanted || name.startsWith(wanted)) {
    return 0;
  }
  const last = name.slice(name.lastIndexOf('/') + 1);
  if (last.startsWith(wanted)) {
    return 0;
  }
  if (name.includes(wanted)) {
    return 1;
  }
  let at = 0;
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1;
    if (!at) {
      return -1;
    }
  }
  return 2;
}
