import { css } from 'lit';

export const inboxStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    font: 1rem/1.45 var(--sans);
    color: var(--ink);
    overflow: hidden;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  header {
    flex: none;
    min-height: 56px;
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 4px 6px 4px 16px;
  }
  header > div {
    flex: 1;
    min-width: 0;
  }
  h1 {
    margin: 0;
    font-size: 1.1875rem;
    line-height: 1.25;
    font-weight: 650;
    letter-spacing: -0.01em;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  h1 small {
    font-size: 0.875rem;
    font-weight: 450;
    color: var(--ink-2);
    letter-spacing: 0;
  }
  header p {
    margin: 0;
    font-size: 0.8125rem;
    line-height: 1.35;
    color: var(--ink-2);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  header p.fresh {
    color: var(--accent);
    font-weight: 600;
  }
  header p.go {
    color: var(--go);
  }
  header p.stop {
    color: var(--stop);
    white-space: normal;
  }
  header p button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 12px 0;
    margin: -12px 0;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 2px;
    cursor: pointer;
  }
  header > button {
    width: 44px;
    height: 48px;
    flex: none;
    display: grid;
    place-items: center;
    border: 0;
    border-radius: 12px;
    background: none;
    color: var(--ink-2);
    cursor: pointer;
  }
  hapi-ask {
    flex: 1 1 auto;
    min-height: 0;
    translate: var(--swipe, 0) 0;
  }
  nav {
    display: none;
  }
  .rest {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0 10px;
  }
  .idle {
    margin: 12px 6px;
    color: var(--ink-2);
  }
  .rest h2,
  nav h2 {
    margin: 0;
    font-size: 0.8125rem;
    font-weight: 600;
    color: var(--ink-2);
    padding: 12px 6px 4px;
    display: flex;
    justify-content: space-between;
  }
  .rest h2 span {
    font-weight: 450;
  }
  .rest > a,
  nav > button {
    width: 100%;
    min-height: 60px;
    padding: 8px 6px;
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr) auto;
    gap: 10px;
    align-items: center;
    border: 0;
    border-radius: 12px;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    text-decoration: none;
    cursor: pointer;
  }
  .rest > a:hover,
  nav > button:hover {
    background: var(--sunken);
  }
  .rest b,
  nav b,
  .rest a span > span,
  nav button span > span {
    display: block;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .rest b,
  nav b {
    font-weight: 580;
  }
  nav button span > span,
  .rest a span > span,
  nav time {
    font-size: 0.8438rem;
    color: var(--ink-2);
  }
  .rest a .work {
    color: var(--accent);
  }
  .work i {
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 4px;
    background: currentColor;
    margin-inline-end: 6px;
  }
  .rest hapi-icon {
    color: var(--ink-3);
  }
  .agent {
    width: 28px;
    height: 28px;
    border-radius: 8px;
    background: var(--sunken);
    border: 1px solid var(--line);
    display: grid;
    place-items: center;
    font: 650 0.7188rem var(--sans);
    color: var(--ink-2);
  }
  .foot {
    flex: none;
    padding: 10px 14px 12px;
    border-top: 1px solid var(--line);
  }
  .foot .go {
    min-height: var(--tap);
    display: grid;
    place-items: center;
    border-radius: 12px;
    background: var(--go);
    color: var(--go-ink);
    font-weight: 600;
    text-decoration: none;
  }
  dialog {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
    color: var(--ink);
    padding: 16px 20px;
    max-width: 360px;
  }
  dialog::backdrop {
    background: #0006;
  }
  dialog h2 {
    margin: 0 0 8px;
    font-size: 1.0625rem;
  }
  dialog dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 8px 14px;
    margin: 0 0 12px;
    align-items: center;
  }
  dialog dd {
    margin: 0;
  }
  dialog p {
    margin: 0 0 12px;
    font-size: 0.875rem;
    color: var(--ink-2);
  }
  kbd {
    font: 600 0.875rem var(--mono);
    border: 1px solid var(--edge);
    border-radius: 6px;
    padding: 3px 9px;
    background: var(--sunken);
  }
  dialog button {
    font: 600 1rem var(--sans);
    min-height: 44px;
    width: 100%;
    border-radius: 12px;
    border: 1px solid var(--edge);
    background: var(--paper);
    color: var(--ink);
    cursor: pointer;
  }
  @media (prefers-reduced-motion: no-preference) {
    hapi-ask {
      transition: translate 0.12s ease-out;
    }
  }
  /* Beside the list: a card with its buttons in one place, and what comes then below it. */
  @media (min-width: 800px) and (min-height: 501px) {
    header,
    hapi-ask,
    nav,
    .rest,
    .foot {
      width: calc(100% - 40px);
      max-width: 760px;
      margin-inline: auto;
    }
    header {
      padding-inline: 4px 0;
      margin-top: 8px;
    }
    hapi-ask {
      flex: 0 1 580px;
      margin-block: 8px;
      border: 1px solid var(--line);
      border-radius: 16px;
      background: var(--raised);
      overflow: hidden;
    }
    nav {
      display: block;
      flex: 1 1 0;
      min-height: 0;
      overflow-y: auto;
      padding-bottom: 12px;
    }
    .foot {
      border-top: 0;
      max-width: 400px;
    }
  }
`;
