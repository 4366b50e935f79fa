import { css } from 'lit';

export const terminalStyles = css`
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
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 52px;
    padding: 2px 6px 2px 4px;
    flex: none;
    border-bottom: 1px solid var(--line);
  }
  header .names {
    flex: 1;
    min-width: 0;
  }
  h1,
  header p {
    margin: 0;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  h1 {
    font-size: 1.0312rem;
    line-height: 1.25;
    font-weight: 640;
  }
  header p {
    font-size: 0.8125rem;
    color: var(--ink-2);
  }
  .dot {
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 4px;
    margin-inline-end: 6px;
    vertical-align: 1px;
    background: var(--edge);
  }
  .dot.open {
    background: var(--go);
  }
  .dot.lost,
  .dot.starting {
    background: var(--wait);
  }
  .tool {
    flex: none;
    width: 44px;
    height: 48px;
    display: grid;
    place-items: center;
    color: var(--ink-2);
    border-radius: 12px;
  }
  .link {
    flex: none;
    min-height: 44px;
    padding: 0 10px;
    border: 0;
    background: none;
    color: var(--accent);
    font: 550 0.875rem var(--sans);
    cursor: pointer;
  }
  .glass {
    flex: 1;
    min-height: 0;
    background: var(--sunken);
    padding: 8px 2px 4px 10px;
    position: relative;
    overflow: hidden;
  }
  .glass[hidden] {
    display: none;
  }
  .screen {
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  .screen .xterm {
    height: 100%;
  }
  .screen .xterm .xterm-viewport,
  .screen .xterm .xterm-scrollable-element {
    background-color: transparent;
  }
  .line {
    flex: none;
    margin: 0;
    padding: 7px 14px;
    font-size: 0.875rem;
    background: var(--wait-weak);
    color: var(--wait);
    border-bottom: 1px solid var(--line);
  }
  .panel {
    flex: none;
    display: grid;
    gap: 10px;
    padding: 12px 14px;
    background: var(--raised);
    border-top: 1px solid var(--line);
  }
  .panel p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .panel code {
    font: 0.8438rem/1.4 var(--mono);
    overflow-wrap: anywhere;
    max-height: 6.5em;
    overflow-y: auto;
    unicode-bidi: plaintext;
  }
  .panel textarea {
    width: 100%;
    min-height: 88px;
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--paper);
    color: var(--ink);
    font: 0.9375rem/1.4 var(--mono);
    padding: 10px 12px;
  }
  .center {
    flex: 1;
    display: grid;
    place-content: center;
    justify-items: center;
    text-align: center;
    gap: 10px;
    padding: 32px 24px;
    color: var(--ink-2);
  }
  .center b {
    color: var(--ink);
    font-size: 1.125rem;
  }
  .center p {
    margin: 0;
    max-width: 34em;
  }
  .big {
    font: 600 1rem/1.2 var(--sans);
    min-height: var(--tap);
    border-radius: 12px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    padding: 6px 16px;
    cursor: pointer;
    touch-action: manipulation;
  }
  .big:disabled {
    border-style: dashed;
    background: none;
    color: var(--ink-2);
    cursor: default;
  }
  .big.go {
    background: var(--go);
    color: var(--go-ink);
    border-color: transparent;
    min-width: min(220px, 100%);
  }
  .two {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
  }
  .two .go {
    min-width: 0;
  }
  .strip {
    flex: none;
    display: grid;
    gap: 6px;
    padding: 8px 8px max(8px, env(safe-area-inset-bottom));
    background: var(--raised);
    border-top: 1px solid var(--line);
  }
  /* Seven, so that the arrows stand as on a keyboard; fewer where a finger or large text needs it. */
  .keys {
    display: grid;
    grid-template-columns: repeat(
      auto-fill,
      minmax(max(44px, 2.75rem, (100% - 6 * 6px) / 7 - 0.5px), 1fr)
    );
    gap: 6px;
  }
  .keys button {
    min-height: 44px;
    padding: 0;
    border: 1px solid var(--edge);
    border-radius: 10px;
    background: var(--paper);
    color: var(--ink);
    font: 600 0.875rem var(--sans);
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
    -webkit-user-select: none;
    -webkit-tap-highlight-color: transparent;
  }
  .keys button:active {
    background: var(--line);
  }
  .keys button[aria-pressed='true'] {
    background: var(--accent-weak);
    border-color: var(--accent);
    color: var(--accent);
  }
  @media (hover: hover) and (pointer: fine) {
    .keys {
      display: none;
    }
    .strip .two {
      max-width: 420px;
    }
  }
  @media (max-height: 480px) {
    .strip {
      padding-block: 4px;
      gap: 4px;
    }
    .strip .two {
      display: none;
    }
  }
`;
