/** What the server sends. The server's encoders are the other half of this file. */

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
  parts: Part[];
  /** There is more than `parts` holds; ask for it. */
  more: boolean;
  /** Shown without opening the card. */
  inline: Part[];
  children: Row[];
  hidden: number;
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
  | EventRow
  | OutputRow
  | ReviewRow
  | UnknownRow;

export interface Run {
  text: string;
  look?: string;
}

export interface DiffLine {
  /** An ellipsis stands for lines that are left out. */
  sign: ' ' | '+' | '-' | '…';
  text: string;
}

export interface TodoLine {
  text: string;
  state: 'pending' | 'in_progress' | 'completed';
}

/** A piece of the inside of a card. */
export type Part =
  | { kind: 'text'; label: string; runs: Run[]; tone: 'plain' | 'stop' }
  | { kind: 'code'; label: string; text: string }
  | { kind: 'command'; text: string; marks: { from: number; to: number; why: string }[] }
  | { kind: 'diff'; path: string; added: number; removed: number; lines: DiffLine[] }
  | { kind: 'prose'; label: string; html: string }
  | { kind: 'todos'; items: TodoLine[] }
  | { kind: 'facts'; facts: { name: string; value: string }[] };

/** One choice of a decision; the server knows what it means for the agent. */
export interface Choice {
  id: string;
  label: string;
  scope?: string;
  look: 'go' | 'out' | 'no';
  /** Opens the reason first. */
  reason?: boolean;
}

export interface Question {
  key: string;
  header: string;
  text: string;
  multi: boolean;
  options: { label: string; description: string }[];
}

/** An open request, or one that just ended. */
export interface Ask {
  id: string;
  /** Names what is shown; goes back with the answer. */
  hash: string;
  title: string;
  why: string;
  /** A fact about the request, or nothing. */
  note: string;
  parts: Part[];
  choices: Choice[];
  chips: string[];
  questions: Question[];
  state: 'open' | 'sent' | 'done' | 'elsewhere' | 'expired';
  /** The state in words when it is not open. */
  words: string;
  fault: string;
}

export interface Answer {
  request: string;
  hash: string;
  choice: string;
  reason?: string;
  answers?: Record<string, string[]>;
}

export interface SessionRow {
  id: string;
  title: string;
  section: 'needs' | 'working' | 'project';
  /** Of a project: its name, its full path, its machine. */
  project: string;
  path: string;
  machine: string;
  agent: string;
  /** "wants to run ...", "done {ago}"; {ago} is filled in here. */
  words: string;
  tone: 'wait' | 'work' | 'plain';
  /** Epoch milliseconds; what the time at the right counts from. */
  since: number;
  active: boolean;
  /** Above all others of its section, in every project. */
  pinned: boolean;
  /** Sorts within its section, ascending. */
  rank: number;
}

export interface ModeChoice {
  id: string;
  label: string;
  risky: boolean;
}

/** What the composer must know of its session. */
export interface SessionState {
  id: string;
  agent: string;
  words: string;
  tone: 'wait' | 'work' | 'plain' | 'off';
  workingSince?: number;
  left: string;
  mode: string;
  modes: ModeChoice[];
  /** Somebody works at the terminal. */
  atTerminal: boolean;
  active: boolean;
  canStart: boolean;
  stoppable: boolean;
}

export function compare(a: Place, b: Place): number {
  for (let i = 0; i < 4; i++) {
    if (a[i] !== b[i]) {
      return a[i] < b[i] ? -1 : 1;
    }
  }
  return 0;
}
