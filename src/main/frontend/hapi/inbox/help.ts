import { html } from 'lit';
import { text } from '../base/texts';

const KEYS: [string, string][] = [
  ['J', 'next'],
  ['K', 'previous'],
  ['Y', 'allow'],
  ['N', 'refuse'],
  ['/', 'search'],
  ['?', 'help']
];

/** What the keys do. */
export function helpDialog() {
  return html`<dialog aria-labelledby="keys">
    <h2 id="keys">${text('inbox.keys')}</h2>
    <dl>
      ${KEYS.map(
        ([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${text(`inbox.keys.${what}`)}</dd>`
      )}
    </dl>
    <p>${text('inbox.keys.off')}</p>
    <form method="dialog"><button>${text('ask.close')}</button></form>
  </dialog>`;
}
