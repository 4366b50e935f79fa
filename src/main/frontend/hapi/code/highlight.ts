import type { HLJSApi } from 'highlight.js';
import { grammars, language } from './languages';

/** A run of characters of one line; `look` is one of the classes of `lookStyles`, or empty. */
export interface Piece {
  text: string;
  look: string;
}

/** Colouring more than this makes a phone stand still. */
const MOST_CHARS = 200_000;

const looks: Record<string, string> = {
  keyword: 'word',
  'selector-tag': 'word',
  'template-tag': 'word',
  doctag: 'word',
  operator: '',
  string: 'string',
  regexp: 'string',
  'template-variable': 'value',
  subst: '',
  comment: 'note',
  quote: 'note',
  meta: 'note',
  number: 'value',
  literal: 'value',
  symbol: 'value',
  bullet: 'value',
  link: 'value',
  title: 'name',
  section: 'name',
  name: 'name',
  type: 'name',
  built_in: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  attr: 'trait',
  attribute: 'trait',
  property: 'trait',
  variable: 'trait',
  'selector-attr': 'trait',
  'selector-pseudo': 'trait',
  addition: 'added',
  deletion: 'removed',
  strong: 'strong',
  emphasis: 'emphasis'
};

/** What the highlighter calls while it reads: collects runs instead of writing HTML. */
class Pieces {
  readonly all: Piece[] = [];
  private readonly open: string[] = [];

  addText(text: string) {
    if (text) {
      this.all.push({ text, look: this.open.at(-1) ?? '' });
    }
  }

  startScope(scope: string) {
    const first = String(scope).split('.')[0];
    this.open.push(looks[first] ?? this.open.at(-1) ?? '');
  }

  openNode(scope: string) {
    this.startScope(scope);
  }

  endScope() {
    this.open.pop();
  }

  closeNode() {
    this.endScope();
  }

  __addSublanguage(other: Pieces) {
    this.all.push(...other.all);
  }

  finalize() {}

  closeAllNodes() {}

  toHTML() {
    return '';
  }
}

let highlighter: Promise<HLJSApi> | undefined;
const ready = new Map<string, Promise<HLJSApi>>();

function core(): Promise<HLJSApi> {
  highlighter ??= import('highlight.js/lib/core').then((it) => {
    const own = it.default.newInstance();
    own.configure({ __emitter: Pieces } as never);
    return own;
  });
  return highlighter;
}

function knowing(name: string): Promise<HLJSApi> {
  let loading = ready.get(name);
  if (!loading) {
    loading = Promise.all([core(), grammars(name)]).then(([own, all]) => {
      all.forEach(([it, grammar]) => own.registerLanguage(it, grammar));
      return own;
    });
    // What a tunnel cut off is tried again with the next code.
    loading.catch(() => {
      ready.delete(name);
      highlighter = undefined;
    });
    ready.set(name, loading);
  }
  return loading;
}

/**
 * The coloured lines of a text; nothing when the language is unknown, the text too long or the
 * grammar cannot be fetched: then the text stands as it is. `lang` is a fence's word or a path.
 */
export async function highlighted(text: string, lang: string): Promise<Piece[][] | undefined> {
  const name = language(lang);
  if (!name || text.length > MOST_CHARS) {
    return undefined;
  }
  try {
    const own = await knowing(name);
    const result = own.highlight(text, { language: name, ignoreIllegals: true });
    return lines((result._emitter as unknown as Pieces).all);
  } catch {
    return undefined;
  }
}

function lines(pieces: Piece[]): Piece[][] {
  const all: Piece[][] = [[]];
  for (const { text, look } of pieces) {
    text.split('\n').forEach((part, i) => {
      if (i > 0) {
        all.push([]);
      }
      if (part) {
        all.at(-1)!.push({ text: part, look });
      }
    });
  }
  return all;
}
