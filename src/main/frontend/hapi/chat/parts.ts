import { css, html, nothing, type TemplateResult } from 'lit';
import { breakable } from './breaks';
import type { Part } from './model';
import { prose } from './prose';
import { text } from '../base/texts';
import '../code/hapi-code';
import { cut } from '../code/hapi-diff';

/** Where a part may be cut, and what opens it. */
export interface Fold {
  /** True when the reader has opened it. */
  open: boolean;
  toggle: () => void;
}

const whole: Fold = { open: true, toggle: () => undefined };

/** What a card holds; of several files each can be folded away. */
export function parts(all: Part[]): TemplateResult[] {
  const isMany = all.filter((it) => it.kind === 'diff').length > 1;
  return all.map((it) => part(it, whole, isMany));
}

export function part(it: Part, fold: Fold = whole, isMany = false): TemplateResult {
  switch (it.kind) {
    case 'text':
      return html`${label(it.label)}
        <pre class="out ${it.tone}" tabindex="0">${it.runs.map((run) =>
          run.look ? html`<span class=${run.look}>${breakable(run.text)}</span>` : breakable(run.text)
        )}</pre>`;
    case 'code':
      return html`${label(it.label)}<pre class="out" tabindex="0">${breakable(it.text)}</pre>`;
    case 'command':
      return html`<pre class="command">${marked(it.text, it.marks)}</pre>`;
    case 'diff':
      return html`<hapi-diff
        .file=${it}
        .open=${fold.open}
        .foldable=${isMany}
        @unfold=${fold.toggle}
      ></hapi-diff>`;
    case 'prose':
      return html`${label(it.label)}${prose(it.html)}`;
    case 'todos':
      return html`<ul class="todos">
        ${it.items.map(
          (todo) =>
            html`<li class=${todo.state}>
              <hapi-icon
                name=${todo.state === 'completed' ? 'done' : todo.state === 'in_progress' ? 'current' : 'pending'}
              ></hapi-icon>
              <span class="visually-hidden">${text('todo.' + todo.state)}</span>
              <span>${todo.text}</span>
            </li>`
        )}
      </ul>`;
    case 'facts':
      return html`<dl>
        ${it.facts.map((fact) => html`<dt>${fact.name}</dt><dd>${breakable(fact.value)}</dd>`)}
      </dl>`;
  }
}

function label(words: string) {
  return words ? html`<div class="label">${words}</div>` : nothing;
}

function marked(command: string, marks: { from: number; to: number; why: string }[]) {
  const pieces: (string | TemplateResult)[] = [];
  let at = 0;
  for (const mark of marks) {
    pieces.push(command.slice(at, mark.from));
    pieces.push(html`<mark title=${mark.why}>${command.slice(mark.from, mark.to)}</mark>`);
    at = mark.to;
  }
  pieces.push(command.slice(at));
  return pieces;
}

/** Does it hide something while its fold is closed? */
export function isFolded(it: Part): boolean {
  return it.kind === 'diff' && cut(it) < it.lines.length;
}

export const partStyles = css`
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  pre {
    margin: 0;
  }
  .label {
    font-size: 0.8125rem;
    color: var(--ink-2);
    margin: 8px 0 4px;
  }
  pre.out {
    font: 0.8125rem/1.5 var(--mono);
    background: var(--sunken);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 8px 11px;
    max-height: 320px;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    color: var(--ink);
  }
  pre.out.stop {
    color: var(--stop);
  }
  .command {
    font: 0.8438rem/1.5 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 8px 11px;
    color: var(--ink);
  }
  mark {
    background: var(--risk);
    color: inherit;
    border-radius: 4px;
    padding: 0 2px;
  }
  .more {
    font: 600 0.9375rem var(--sans);
    min-height: 44px;
    width: 100%;
    border: 0;
    border-top: 1px solid var(--line);
    background: none;
    color: var(--accent);
    cursor: pointer;
  }
  .todos {
    list-style: none;
    margin: 4px 0;
    padding: 0;
    font-size: 0.9375rem;
    color: var(--ink);
  }
  .todos li {
    display: flex;
    gap: 8px;
    padding: 3px 0;
  }
  .todos hapi-icon {
    flex: none;
    margin-top: 2px;
    color: var(--ink-3);
  }
  .todos .completed {
    color: var(--ink-2);
  }
  .todos .completed hapi-icon {
    color: var(--go);
  }
  .todos .in_progress hapi-icon {
    color: var(--accent);
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 12px;
    margin: 4px 0;
    font-size: 0.8438rem;
  }
  dt {
    color: var(--ink-2);
  }
  dd {
    margin: 0;
    font-family: var(--mono);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    color: var(--ink);
  }
  .ansi-bold {
    font-weight: 700;
  }
  .ansi-dim {
    color: var(--ink-2);
  }
  .ansi-italic {
    font-style: italic;
  }
  .ansi-underline {
    text-decoration: underline;
  }
  .ansi-inverse {
    background: var(--ink);
    color: var(--paper);
  }
  .ansi-fg-red,
  .ansi-fg-bright-red {
    color: var(--stop);
  }
  .ansi-fg-green,
  .ansi-fg-bright-green {
    color: var(--go);
  }
  .ansi-fg-yellow,
  .ansi-fg-bright-yellow {
    color: var(--wait);
  }
  .ansi-fg-blue,
  .ansi-fg-bright-blue,
  .ansi-fg-cyan,
  .ansi-fg-bright-cyan,
  .ansi-fg-magenta,
  .ansi-fg-bright-magenta {
    color: var(--accent);
  }
  .ansi-fg-bright-black {
    color: var(--ink-3);
  }
`;
