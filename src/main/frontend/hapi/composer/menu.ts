import { css, html, nothing } from 'lit';
import { text } from '../base/texts';
import { fitting, lists, used } from './lists';
import type { Command, SessionState } from './model';

/** What the caret stands in: from `from` to the caret, beginning with `sign`. */
export interface Token {
  sign: '/' | '$' | '@';
  typed: string;
  from: number;
}

export interface Entry {
  label: string;
  note: string;
  /** Stands in the field instead of the token, or of everything. */
  insert: string;
  isWhole: boolean;
}

const SOURCES = ['builtin', 'plugin', 'user', 'project'];

/** The token that opens a menu: a command stands alone, the others begin a word. */
export function tokenAt(draft: string, caret: number): Token | undefined {
  const before = draft.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before);
  if (command) {
    return { sign: '/', typed: command[1], from: 0 };
  }
  const word = /(^|\s)([$@])(\S*)$/.exec(before);
  return word
    ? { sign: word[2] as '$' | '@', typed: word[3], from: caret - word[3].length - 1 }
    : undefined;
}

/** Most used first, then the project's own. */
export function entries(state: SessionState, token: Token): Entry[] {
  const times = used.times(state.flavor);
  switch (token.sign) {
    case '/':
      return fitting(
        lists.commands(state.id),
        token.typed,
        (it) => it.name,
        (it) => (times['/' + it.name] ?? 0) * SOURCES.length + SOURCES.indexOf(it.source)
      ).map(command);
    case '$':
      return fitting(
        lists.skills(state.id),
        token.typed,
        (it) => it.name,
        (it) => times['$' + it.name] ?? 0
      ).map((it) => ({ label: `$${it.name}`, note: it.note, insert: `$${it.name} `, isWhole: false }));
    case '@':
      return fitting(
        lists.files(state.id, token.typed),
        token.typed,
        (it) => it,
        () => 0
      ).map(file);
  }
}

function command(it: Command): Entry {
  const from = it.source === 'builtin' ? '' : text(`composer.source.${it.source}`);
  return {
    label: `/${it.name}`,
    note: [from, it.note].filter(Boolean).join(': '),
    insert: it.text || `/${it.name} `,
    isWhole: !!it.text
  };
}

function file(path: string): Entry {
  const slash = path.lastIndexOf('/');
  return {
    label: path.slice(slash + 1),
    note: slash < 0 ? '' : path.slice(0, slash),
    insert: `@${path} `,
    isWhole: false
  };
}

/** The list over the field; a tap chooses, the field keeps the focus and the keyboard. */
export function menu(
  state: SessionState,
  token: Token,
  found: Entry[],
  active: number,
  choose: (entry: Entry) => void
) {
  const name = { '/': 'composer.commands', $: 'composer.skills', '@': 'composer.files' }[token.sign];
  const isLoading = lists.isLoading(state.id);
  if (!found.length && token.sign === '$' && !isLoading && !lists.skills(state.id).length) {
    return nothing;
  }
  return html`<div class="menu" id="menu" role="listbox" aria-label=${text(name)}>
    ${found.map(
      (it, index) =>
        html`<div
          class="entry"
          id=${`entry-${index}`}
          role="option"
          aria-selected=${index === active}
          @pointerdown=${(event: Event) => event.preventDefault()}
          @click=${() => choose(it)}
        >
          <b>${it.label}</b><span>${it.note}</span>
        </div>`
    )}
    ${found.length
      ? nothing
      : html`<p role="option" aria-disabled="true" aria-selected="false">
          ${text(isLoading ? 'composer.menu.loading' : 'composer.menu.none')}
        </p>`}
  </div>`;
}

export const menuStyles = css`
  .menu {
    max-height: min(40dvh, 20rem);
    overflow-y: auto;
    overscroll-behavior: contain;
    background: var(--raised);
    border-top: 1px solid var(--line);
  }
  .entry {
    min-height: 48px;
    padding-block: 6px;
    padding-inline: max(16px, calc((100% - 720px) / 2));
    display: grid;
    grid-template-columns: minmax(0, auto) minmax(0, 1fr);
    gap: 10px;
    align-items: center;
    cursor: pointer;
    touch-action: manipulation;
  }
  .entry b {
    font: 600 0.9063rem/1.3 var(--mono);
    overflow-wrap: anywhere;
  }
  .entry span {
    font-size: 0.8438rem;
    color: var(--ink-2);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
  }
  .entry[aria-selected='true'] {
    background: var(--accent-weak);
  }
  .menu p {
    margin: 0;
    padding: 14px max(16px, calc((100% - 720px) / 2));
    color: var(--ink-2);
    font-size: 0.875rem;
  }
`;
