import { text } from '../base/texts';
import type { HapiCode } from '../code/hapi-code';
import './hapi-diagram';

/**
 * Puts our own elements in place of what plain HTML shows badly: code, diagrams, tables that are
 * wider than a phone, boxes to tick. Makes nodes out of text, never HTML.
 */
export function dress(prose: HTMLElement) {
  prose.querySelectorAll('pre').forEach(code);
  prose.querySelectorAll('table').forEach(table);
  prose.querySelectorAll('li').forEach(task);
}

function code(pre: HTMLPreElement) {
  const inside = pre.querySelector('code');
  const word = /(?:^|\s)language-(\S+)/.exec(inside?.className ?? '')?.[1] ?? '';
  const words = (inside ?? pre).textContent!.replace(/\n$/, '');
  if (word === 'mermaid') {
    const diagram = document.createElement('hapi-diagram');
    diagram.text = words;
    pre.replaceWith(diagram);
    return;
  }
  const block: HapiCode = document.createElement('hapi-code');
  block.language = word;
  block.text = words;
  pre.replaceWith(block);
}

function table(it: HTMLTableElement) {
  const box = document.createElement('div');
  box.className = 'table';
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', text('chat.table'));
  it.replaceWith(box);
  box.appendChild(it);
}

/** The server writes a box as the first character of the item. */
function task(item: HTMLLIElement) {
  const first = item.firstElementChild?.localName === 'p' ? item.firstElementChild : item;
  const words = first.firstChild;
  const box = words instanceof Text ? /^\s*([☐☑]) /.exec(words.data) : null;
  if (words instanceof Text && box) {
    const mark = document.createElement('span');
    mark.className = 'box';
    mark.textContent = box[1];
    words.data = words.data.slice(box[0].length);
    first.insertBefore(mark, words);
    item.classList.add('task');
  }
}
