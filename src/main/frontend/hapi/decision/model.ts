/** What the server sends. The encoders of `hapi.hub.ui.decision` are the other half of this file. */

import type { Part } from '../chat/model';
import type { FileDiff } from '../code/model';

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
  /** The label is the answer; `shown` is it with hidden characters made visible. */
  options: { label: string; shown: string; description: string }[];
}

/** A field of a tool's input; a value is missing where nested fields follow. */
export interface AskFact {
  name: string;
  value?: string;
  depth: number;
}

/** A piece of what has to be judged, whole. */
export type AskPart =
  | { kind: 'command'; text: string; marks: { from: number; to: number; why: string }[] }
  | ({ kind: 'diff'; change: string } & FileDiff)
  | { kind: 'facts'; facts: AskFact[]; json?: string }
  | Extract<Part, { kind: 'prose' | 'todos' }>;

/** A request, open or not; what ended keeps its content on the screen. */
export interface Ask {
  /** Names it among those of all sessions. */
  key: string;
  id: string;
  session: string;
  sessionTitle: string;
  project: string;
  machine: string;
  agent: string;
  /** Epoch milliseconds. */
  since: number;
  /** Number `n` of `of` open ones of its session. */
  n: number;
  of: number;
  /** Names what is shown; goes back with the answer. */
  hash: string;
  sort: 'command' | 'edit' | 'plan' | 'question' | 'tool';
  title: string;
  /** How much it is: "+3 −2", "46 lines". */
  info: string;
  /** What the agent said just before, plain. */
  why: string;
  /** Facts about the request, or nothing. */
  note: string;
  parts: AskPart[];
  choices: Choice[];
  chips: string[];
  questions: Question[];
  refusal: { title: string; hint: string; label: string; button: string };
  /** `sent`: somebody decided, and the agent has not taken it yet. `done`: this page decided. */
  state: 'open' | 'sent' | 'done' | 'elsewhere' | 'expired';
  /** The end in words, when and from where, as far as it is known. */
  words: string;
  at?: number;
  from?: string;
}

/** How a request has ended. */
export type AskEnd = Pick<Ask, 'key' | 'id' | 'state' | 'words' | 'at' | 'from'>;
