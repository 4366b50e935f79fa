import { css } from 'lit';

/** The card: where, what, the buttons at its foot. */
export const askStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    font: 1rem/1.45 var(--sans);
    color: var(--ink);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
    font-variant-ligatures: no-contextual !important;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .card {
    flex: 1 1 auto;
    min-height: 0;
    display: flex;
    flex-direction: column;
  }
  .scroll {
    flex: 1 1 auto;
    min-height: 44px;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 4px 14px 10px;
    touch-action: pan-y;
    position: relative;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  .where {
    display: flex;
    gap: 10px;
    align-items: center;
    min-height: 48px;
    margin: 0 0 6px;
    color: inherit;
    text-decoration: none;
  }
  .where > span:nth-child(2) {
    flex: 1;
    min-width: 0;
  }
  .where b,
  .where span > span {
    display: block;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .where b {
    font-weight: 600;
    line-height: 1.25;
  }
  .where span > span,
  .where time {
    font-size: 0.8125rem;
    color: var(--ink-2);
  }
  .where time {
    white-space: nowrap;
    color: var(--ink-3);
  }
  .agent {
    width: 28px;
    height: 28px;
    flex: none;
    border-radius: 8px;
    background: var(--sunken);
    border: 1px solid var(--line);
    display: grid;
    place-items: center;
    font: 650 0.7188rem var(--sans);
    color: var(--ink-2);
  }
  .why {
    margin: 0 0 10px;
    color: var(--ink-2);
    font-size: 0.9375rem;
    overflow-wrap: anywhere;
  }
  header {
    display: flex;
    gap: 8px;
    align-items: baseline;
    margin-bottom: 6px;
  }
  h2 {
    margin: 0;
    font-size: 1rem;
    font-weight: 620;
    line-height: 1.3;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .link {
    margin-block: -2px;
    min-height: 44px;
    padding: 0 8px;
    border: 0;
    background: none;
    color: var(--accent);
    font: 550 0.9375rem var(--sans);
    cursor: pointer;
    white-space: nowrap;
  }
  header h2 {
    flex: 1;
  }
  header i {
    margin-inline-start: auto;
    font-style: normal;
    font-size: 0.8125rem;
    color: var(--ink-2);
    white-space: nowrap;
  }
  header .link {
    min-block-size: 2.75rem;
    margin-block: -0.5rem 0;
    padding-inline: 0.5rem;
    border: 0;
    background: none;
    color: var(--accent);
    font: 550 0.9375rem var(--sans);
    cursor: pointer;
  }
  .note,
  .changed,
  .fault,
  .over,
  .state {
    margin: 6px 0 0;
    font-size: 0.875rem;
    line-height: 1.4;
  }
  .note {
    color: var(--wait);
  }
  .changed {
    margin: 0 0 8px;
    padding: 8px 12px;
    border-radius: 10px;
    background: var(--del);
    color: var(--del-ink);
    font-weight: 550;
  }
  .foot {
    flex: none;
    display: grid;
    gap: 10px;
    padding: 10px 14px 12px;
    border-top: 1px solid var(--line);
    min-height: 0;
  }
  .foot > p {
    margin: 0;
  }
  .fault {
    color: var(--stop);
    font-size: 0.9375rem;
  }
  .state,
  .over {
    color: var(--ink-2);
    font-size: 0.9375rem;
    text-align: center;
  }
  .over.done {
    color: var(--go);
  }
  .over.expired {
    color: var(--wait);
  }
  .buttons {
    display: grid;
    gap: 12px;
  }
  .buttons .no:not(:first-child) {
    margin-top: 8px;
  }
  .buttons a {
    display: grid;
    place-content: center;
    text-decoration: none;
  }
  .buttons :is(button, a) {
    font: 600 1rem/1.2 var(--sans);
    min-height: var(--tap);
    border-radius: 12px;
    border: 1px solid transparent;
    background: none;
    color: var(--ink);
    padding: 6px 12px;
    text-align: center;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
    user-select: none;
    overflow-wrap: anywhere;
  }
  .buttons small {
    display: block;
    font-weight: 450;
    font-size: 0.8125rem;
    color: var(--ink-2);
    margin-top: 1px;
  }
  .buttons .go {
    background: var(--go);
    color: var(--go-ink);
  }
  .buttons .go small {
    color: inherit;
  }
  .buttons .alt {
    border-color: var(--edge);
    background: var(--raised);
  }
  .buttons .no {
    color: var(--stop);
    border-color: var(--stop);
  }
  .buttons [aria-disabled='true'],
  .buttons .read {
    border: 1px dashed var(--edge);
    background: none;
    color: var(--ink-2);
    cursor: default;
  }
  .buttons .read {
    cursor: pointer;
    color: var(--accent);
    border-color: var(--accent);
  }
  .buttons .busy,
  .buttons .busy[aria-disabled='true'] {
    border: 1px solid var(--edge);
    background: var(--sunken);
    color: var(--ink);
  }
  .panel {
    display: grid;
    gap: 10px;
    min-height: 0;
  }
  .panel > b {
    font-size: 1.0625rem;
    font-weight: 620;
  }
  .panel > p,
  .panel > label {
    margin: 0;
    font-size: 0.9375rem;
    line-height: 1.35;
    color: var(--ink-2);
  }
  textarea,
  input[type='text'] {
    font: 1rem/1.4 var(--sans);
    color: var(--ink);
    background: var(--raised);
    border: 1px solid var(--edge);
    border-radius: 12px;
    padding: 10px 13px;
    width: 100%;
    min-height: var(--tap);
    resize: none;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chips button {
    min-height: 44px;
    padding: 0 14px;
    border-radius: 22px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    font: 0.9375rem var(--sans);
    cursor: pointer;
  }
  .chips [aria-pressed='true'] {
    background: var(--accent-weak);
    border-color: var(--accent);
    color: var(--accent);
  }

  /* In the dock: over the composer, and not more than it needs. */
  :host([docked]) .scroll {
    padding: 0 12px 8px;
  }
  :host([docked]) .foot {
    border-top: 0;
    background: none;
    padding: 2px 12px 10px;
  }
  :host([docked]) .why {
    margin-bottom: 6px;
    font-size: 0.875rem;
  }
  :host([docked]:not([tall])) .why {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  :host([docked]) .buttons .no:not(:first-child) {
    margin-top: 0;
  }
  :host([docked]) .buttons button {
    background-color: var(--raised);
  }
  :host([docked]) .buttons .go:not([aria-disabled='true'], .read) {
    background-color: var(--go);
  }
  :host([docked]) header {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--wait-weak);
    margin: 0;
    min-height: 40px;
    align-items: center;
  }

  /* Low screens: the last row holds what is left, and the refusal stays at its end. */
  @media (max-height: 700px) {
    :host([docked]) .buttons {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    :host([docked]) .buttons .go {
      grid-column: 1 / -1;
    }
    :host([docked]) .buttons .no {
      grid-column: 2;
    }
    :host([docked]) .why {
      display: none;
    }
  }
  @media (max-height: 500px) {
    .chips {
      flex-wrap: nowrap;
      overflow-x: auto;
    }
    .panel > b,
    .panel > p {
      display: none;
    }
    :host([docked]) .buttons small {
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    :host([docked]) .buttons button {
      min-width: 0;
    }
  }
  /* Wide: one row. */
  @media (min-width: 700px) {
    .buttons,
    :host([docked]) .buttons {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .buttons .go,
    :host([docked]) .buttons .go {
      grid-column: auto;
    }
    .buttons .alt:first-child {
      grid-column: 2;
    }
    .buttons .no,
    :host([docked]) .buttons .no {
      grid-column: 3;
    }
    .buttons .no:not(:first-child) {
      margin-top: 0;
    }
  }
  /* Phone on its side, in the inbox: request left, buttons under the other thumb. */
  @media (max-height: 500px) and (min-width: 560px) {
    :host(:not([docked])) .card {
      flex-direction: row;
    }
    :host(:not([docked])) .foot {
      width: 232px;
      align-content: end;
      overflow-y: auto;
      border-top: 0;
      border-inline-start: 1px solid var(--line);
    }
    :host(:not([docked])) .buttons {
      grid-template-columns: minmax(0, 1fr);
    }
    :host(:not([docked])) .buttons .no,
    :host(:not([docked])) .buttons .alt:first-child {
      grid-column: 1;
    }
    :host([docked]) .why {
      display: none;
    }
  }
`;
