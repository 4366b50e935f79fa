/** One line of a change. `old` and `now` are its numbers in the file, from 1, when they are known. */
export interface DiffLine {
  /** An ellipsis stands for lines that are left out; the text may say which. */
  sign: ' ' | '+' | '-' | '…';
  text: string;
  old?: number;
  now?: number;
}

/** What changes in one file. */
export interface FileDiff {
  path: string;
  added: number;
  removed: number;
  lines: DiffLine[];
}
