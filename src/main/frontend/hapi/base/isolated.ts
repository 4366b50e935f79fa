import { html } from 'lit';

/** Names in one line, each in the direction of its own writing. */
export const isolated = (names: string[]) =>
  names.map((name, index) => html`${index ? ' · ' : ''}<bdi>${name}</bdi>`);
