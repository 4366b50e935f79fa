import type { FileDiff } from '../code/model';

/** What the server sends. The encoders of `hapi.hub.ui.chat` are the other half of this file. */

/** Sorts rows: time, number, message, part of the message. */
export type Place = [number, number, string, number];

interface RowBase {
  id: string;
  place: Place;
  /** Epoch milliseconds. */
  at: number;
}

export interface Attachment {
  name: string;
  note: string;
  preview?: string;
}

export interface UserRow extends RowBase {
  kind: 'user';
  text: string;
  attachments: Attachment[];
  delivery: 'queued' | 'scheduled' | 'indeterminate' | 'taken' | 'sending';
  localId?: string;
}

export interface ProseRow extends RowBase {
  kind: 'prose';
  /** Sanitised by the server. */
  html: string;
  live: boolean;
}

export interface ReasoningRow extends RowBase {
  kind: 'reasoning';
  html: string;
  live: boolean;
}

export interface ToolRow extends RowBase {
  kind: 'tool';
  /** "Ran", "Read", "Wants to run": the sentence begins with it. */
  verb: string;
  subject: string;
  /** Is the subject code or prose? */
  code: boolean;
  note: string;
  state: 'asking' | 'running' | 'done' | 'failed' | 'refused' | 'stopped';
  millis?: number;
  /** What a person said to it. */
  decided?: { words: string; tone: 'go' | 'stop' | 'plain'; at?: number; from: string };
  /** Set while a person is asked. */
  request?: string;
  /** A call that only looked, and may stand in one line with its neighbours. */
  fold?: 'read' | 'search';
  parts: Part[];
  /** There is more than `parts` holds; ask for it. */
  more: boolean;
  children: Row[];
  /** So many steps before `children` are not sent. */
  hidden: number;
}

export interface PictureRow extends RowBase {
  kind: 'picture';
  src: string;
  name: string;
}

export interface EventRow extends RowBase {
  kind: 'event';
  /** May hold {time}, which `time` fills. */
  words: string;
  tone: 'plain' | 'wait' | 'stop';
  time?: number;
  html?: string;
}

export interface OutputRow extends RowBase {
  kind: 'output';
  command: string;
  parts: Part[];
}

export interface ReviewRow extends RowBase {
  kind: 'review';
  verdict: string;
  html: string;
  findings: { title: string; html: string; place: string }[];
}

export interface UnknownRow extends RowBase {
  kind: 'unknown';
  words: string;
  parts: Part[];
}

export type Row =
  | UserRow
  | ProseRow
  | ReasoningRow
  | ToolRow
  | PictureRow
  | EventRow
  | OutputRow
  | ReviewRow
  | UnknownRow;

export interface Run {
  text: string;
  look?: string;
}

export interface TodoLine {
  text: string;
  state: 'pending' | 'in_progress' | 'completed';
}

/** The one living list of a session. */
export interface Todo {
  done: number;
  of: number;
  now?: string;
  list: Part;
}

/** A piece of the inside of a card. */
export type Part =
  | { kind: 'text'; label: string; runs: Run[]; tone: 'plain' | 'stop' }
  | { kind: 'code'; label: string; text: string }
  | { kind: 'command'; text: string; marks: { from: number; to: number; why: string }[] }
  | ({ kind: 'diff' } & FileDiff)
  | { kind: 'prose'; label: string; html: string }
  | { kind: 'todos'; items: TodoLine[] }
  | { kind: 'facts'; facts: { name: string; value: string }[] };

export function compare(a: Place, b: Place): number {
  for (let i = 0; i < 4; i++) {
    if (a[i] !== b[i]) {
      return a[i] < b[i] ? -1 : 1;
    }
  }
  return 0;
}
