import { css } from 'lit';

export const composerStyles = css`
  :host {
    display: block;
    position: relative;
    font: 1rem/1.45 var(--sans);
    color: var(--ink);
    background: var(--paper);
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
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .status,
  .bar,
  .notice,
  .fault {
    padding-inline: max(12px, calc((100% - 720px) / 2));
  }
  .fault {
    margin: 0;
    padding-block: 8px;
    color: var(--stop);
    font-size: 0.875rem;
    border-top: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding-block: 8px;
    background: var(--accent-weak);
    border-top: 1px solid var(--line);
    font-size: 0.9375rem;
  }
  .notice.calm {
    background: var(--sunken);
  }
  .notice span {
    flex: 1 1 10rem;
    min-width: 0;
  }
  .notice button {
    margin-inline-start: auto;
    flex: 0 1 auto;
    min-width: 0;
    min-height: 48px;
    padding: 0 16px;
    border-radius: 12px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    font: 600 0.9375rem var(--sans);
    cursor: pointer;
  }
  .bar {
    display: flex;
    gap: 8px;
    align-items: flex-end;
    background: var(--raised);
    border-top: 1px solid var(--line);
    padding-block: 8px max(10px, env(safe-area-inset-bottom));
    min-height: 64px;
  }
  textarea {
    flex: 1;
    min-width: 0;
    font: 1rem/1.4 var(--sans);
    color: var(--ink);
    background: var(--sunken);
    border: 1px solid var(--edge);
    border-radius: 22px;
    padding: 10px 15px;
    min-height: 46px;
    resize: none;
    overflow-y: auto;
    unicode-bidi: plaintext;
  }
  textarea::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  .bar button {
    flex: none;
    width: 46px;
    height: 46px;
    border-radius: 23px;
    border: 0;
    display: grid;
    place-items: center;
    cursor: pointer;
    touch-action: manipulation;
    color: inherit;
  }
  .bar .more {
    background: none;
    color: var(--ink-2);
    margin-inline-start: -8px;
    margin-inline-end: -6px;
  }
  .bar .send {
    background: var(--go);
    color: var(--go-ink);
  }
  .bar .send:disabled {
    background: none;
    border: 1px dashed var(--edge);
    color: var(--ink-3);
    cursor: default;
  }
  .bar .stop {
    background: var(--raised);
    color: var(--stop);
    border: 1px solid var(--stop);
  }
  .drop {
    position: absolute;
    inset: 4px;
    z-index: 2;
    display: grid;
    place-items: center;
    border: 2px dashed var(--accent);
    border-radius: 14px;
    background: var(--accent-weak);
    color: var(--accent);
    font-weight: 600;
  }
  /* Low and wide: status and field in one row. */
  @media (max-height: 500px) and (min-width: 35em) {
    .foot {
      display: flex;
      align-items: flex-end;
      background: var(--raised);
      border-top: 1px solid var(--line);
    }
    .foot > .status {
      flex: 0 1 auto;
      max-width: 45%;
      min-height: 64px;
      padding-inline: 12px 0;
      border-top: 0;
    }
    .foot > .bar {
      flex: 1;
      min-width: 0;
      padding-inline: 12px;
      border-top: 0;
    }
  }
  /* With a keyboard up in landscape there is room for the field only. */
  @media (max-height: 300px) {
    .status {
      display: none;
    }
  }
`;
