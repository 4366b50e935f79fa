import type { DiffLine } from './model';

/** From and to, in characters of the line. */
export type Span = [number, number];

/** Lines over this are other lines, not changed ones. */
const MOST_TOKENS = 160;

/** Below this share of common characters the whole line is new and no word is marked. */
const ALIKE = 0.4;

/** So many lines of one change are compared with each other. */
const MOST_LINES = 40;

interface Words {
  tokens: string[];
  length: number;
}

/**
 * What changed inside of lines that were changed, by the line's place: of a run of removed lines
 * each is compared with the added ones behind, and taken with the one that is most alike; pairs
 * never cross.
 */
export function changedWords(lines: DiffLine[]): Map<number, Span[]> {
  const found = new Map<number, Span[]>();
  for (let i = 0; i < lines.length; ) {
    const removed = run(lines, i, '-');
    const added = run(lines, i + removed, '+');
    if (removed > 0 && added > 0 && removed + added <= MOST_LINES) {
      pairs(lines, i, removed, added, found);
    }
    i += Math.max(1, removed + added);
  }
  return found;
}

function run(lines: DiffLine[], from: number, sign: string): number {
  let end = from;
  while (end < lines.length && lines[end].sign === sign) {
    end++;
  }
  return end - from;
}

function pairs(
  lines: DiffLine[],
  start: number,
  removed: number,
  added: number,
  into: Map<number, Span[]>
) {
  let next = start + removed;
  const end = next + added;
  for (let before = start; before < start + removed; before++) {
    const old = words(lines[before].text);
    let best = ALIKE;
    let chosen = -1;
    for (let after = next; after < end; after++) {
      const now = words(lines[after].text);
      const common = old && now ? alike(old, now) : 0;
      if (common > best) {
        best = common;
        chosen = after;
      }
    }
    if (chosen >= 0) {
      const now = words(lines[chosen].text)!;
      const [keptOld, keptNow] = kept(old!.tokens, now.tokens);
      into.set(before, spans(old!.tokens, keptOld));
      into.set(chosen, spans(now.tokens, keptNow));
      next = chosen + 1;
    }
  }
}

function words(line: string): Words | undefined {
  const all = tokens(line);
  return all.length > MOST_TOKENS || !line.trim()
    ? undefined
    : { tokens: all, length: line.trim().length };
}

/** The share of characters that both have, from 0 to 1. */
function alike(old: Words, now: Words): number {
  return kept(old.tokens, now.tokens)[2] / Math.max(old.length, now.length);
}

function tokens(line: string): string[] {
  return line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** Which tokens of both are common, and of how many characters. */
function kept(old: string[], now: string[]): [boolean[], boolean[], number] {
  const width = now.length + 1;
  const best = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let k = now.length - 1; k >= 0; k--) {
      best[i * width + k] =
        old[i] === now[k]
          ? best[(i + 1) * width + k + 1] + 1
          : Math.max(best[(i + 1) * width + k], best[i * width + k + 1]);
    }
  }
  const keptOld = old.map(() => false);
  const keptNow = now.map(() => false);
  let common = 0;
  for (let i = 0, k = 0; i < old.length && k < now.length; ) {
    if (old[i] === now[k]) {
      keptOld[i] = keptNow[k] = true;
      common += old[i].trim().length;
      i++;
      k++;
    } else if (best[(i + 1) * width + k] >= best[i * width + k + 1]) {
      i++;
    } else {
      k++;
    }
  }
  return [keptOld, keptNow, common];
}

function spans(all: string[], isKept: boolean[]): Span[] {
  const found: Span[] = [];
  let at = 0;
  all.forEach((token, i) => {
    const end = at + token.length;
    if (!isKept[i]) {
      const last = found.at(-1);
      if (last && last[1] === at) {
        last[1] = end;
      } else {
        found.push([at, end]);
      }
    }
    at = end;
  });
  return found;
}
