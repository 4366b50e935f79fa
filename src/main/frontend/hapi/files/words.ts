import { text } from '../base/texts';
import type { Change } from './model';

/** "56 bytes", "4.2 KB", "41 MB". */
export function bytes(count: number): string {
  if (count < 1_000) return text('files.bytes', count);
  if (count < 1_000_000) return text('files.kilobytes', short(count / 1_000));
  return text('files.megabytes', short(count / 1_000_000));
}

function short(count: number): string {
  return count.toLocaleString(document.documentElement.lang, {
    maximumFractionDigits: count < 10 ? 1 : 0
  });
}

/** "+4 −2", or nothing when git does not count. */
export function numbers(change: Change): string {
  if (change.added === undefined || change.removed === undefined) {
    return '';
  }
  const parts = [];
  if (change.added) parts.push(`+${change.added}`);
  if (change.removed) parts.push(`−${change.removed}`);
  return parts.join(' ');
}

/** What became of a file: "new · +12", "renamed from a.ts", "+4 −2". */
export function fate(change: Change): string {
  const parts = [];
  if (change.submodule) parts.push(text('files.submodule'));
  if (change.kind === 'renamed' || change.kind === 'copied') {
    parts.push(text(`files.kind.${change.kind}`, change.wasName ?? ''));
  } else if (change.kind !== 'changed' && change.section !== 'untracked') {
    parts.push(text(`files.kind.${change.kind}`));
  }
  if (change.section === 'untracked' && change.name.endsWith('/')) {
    parts.push(text('files.ownRepository'));
  }
  if (change.kind === 'changed' && change.added === 0 && change.removed === 0) {
    parts.push(text('files.rights'));
  }
  if (change.binary) parts.push(text('files.notText'));
  const counted = numbers(change);
  if (counted) parts.push(counted);
  if (change.outside) parts.push(text('files.outside'));
  return parts.join(' · ');
}
