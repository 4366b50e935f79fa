import { css, html, nothing, type TemplateResult } from 'lit';
import type { Part } from './model';
import { prose } from './prose';
import { text } from './texts';

/** Changed lines of a diff that are shown before somebody asks for the rest. */
const FIRST_CHANGES = 12;

/** Where a part may be cut, and what opens it. */
export interface Fold {
  /** True when the reader has opened it. */
  open: boolean;
  toggle: () => void;
}

const whole: Fold = { open: true, toggle: () => undefined };

export function part(it: Part, fold: Fold = whole): TemplateResult {
  switch (it.kind) {
    case 'text':
      return html`${label(it.label)}
        <pre class="out ${it.tone}" tabindex="0">${it.runs.map((run) =>
          run.look ? html`<span class=${run.look}>${run.text}</span>` : run.text
        )}</pre>`;
    case 'code':
      return html`${label(it.label)}<pre class="out" tabindex="0">${it.text}</pre>`;
    case 'command':
      return html`<pre class="command">${marked(it.text, it.marks)}</pre>`;
    case 'diff':
      return diff(it, fold);
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
        ${it.facts.map((fact) => html`<dt>${fact.name}</dt><dd>${fact.value}</dd>`)}
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

function cut(it: Extract<Part, { kind: 'diff' }>): number {
  let changes = 0;
  for (let i = 0; i < it.lines.length; i++) {
    if ('+-'.includes(it.lines[i].sign) && ++changes > FIRST_CHANGES) {
      return i;
    }
  }
  return it.lines.length;
}

function diff(it: Extract<Part, { kind: 'diff' }>, fold: Fold) {
  const shown = fold.open ? it.lines.length : cut(it);
  const names = { ' ': 'm', '+': 'a', '-': 'd', '…': 'm' };
  return html`<div class="file">
      <code>${it.path}</code>
      <i>+${it.added} −${it.removed}</i>
    </div>
    <div class="diff">
      ${it.lines
        .slice(0, shown)
        .map((line) => html`<div class=${names[line.sign]}>${line.sign}${line.text}</div>`)}
      ${shown < it.lines.length
        ? html`<button class="more" @click=${fold.toggle}>
            ${text('diff.more', it.lines.length - shown)}
          </button>`
        : nothing}
    </div>`;
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
    font-size: 13px;
    color: var(--ink-2);
    margin: 8px 0 4px;
  }
  .out {
    font: 13px/1.5 var(--mono);
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
  .out.stop {
    color: var(--stop);
  }
  .command {
    font: 13.5px/1.5 var(--mono);
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
  .file {
    display: flex;
    gap: 8px;
    align-items: baseline;
    padding-bottom: 6px;
    font-size: 13px;
  }
  .file code {
    font: 13px var(--mono);
    color: var(--ink);
    overflow-wrap: anywhere;
  }
  .file i {
    margin-left: auto;
    font-style: normal;
    color: var(--ink-2);
    white-space: nowrap;
  }
  .diff {
    font: 13px/1.55 var(--mono);
    background: var(--sunken);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 6px 0;
    overflow: hidden;
  }
  .diff div {
    padding: 0 12px 0 32px;
    text-indent: -20px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    min-height: 1.55em;
  }
  .diff .a {
    background: var(--add);
    color: var(--add-ink);
  }
  .diff .d {
    background: var(--del);
    color: var(--del-ink);
  }
  .diff .m {
    color: var(--ink-3);
  }
  .more {
    font: 600 15px var(--sans);
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
    font-size: 15px;
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
    font-size: 13.5px;
  }
  dt {
    color: var(--ink-2);
  }
  dd {
    margin: 0;
    font-family: var(--mono);
    font-size: 13px;
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
