import { css } from 'lit';

export const dockStyles = css`
  :host {
    display: block;
    font: 16px/1.45 var(--sans);
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
  .dock {
    background: var(--wait-weak);
    border-top: 1px solid var(--line);
    padding: 6px max(12px, calc((100% - 720px) / 2)) 12px;
    display: flex;
    flex-direction: column;
    gap: 7px;
    max-height: 54dvh;
  }
  .dock.expanded {
    max-height: 82dvh;
  }
  .dock.collapsed {
    padding-bottom: 6px;
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 36px;
    flex: none;
  }
  h2 {
    margin: 0;
    font-size: 15px;
    font-weight: 620;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .count {
    font-size: 13px;
    color: var(--ink-2);
    white-space: nowrap;
  }
  .link {
    margin-left: auto;
    min-height: 44px;
    margin-block: -4px;
    padding: 0 8px;
    border: 0;
    background: none;
    color: var(--accent);
    font: 550 15px var(--sans);
    cursor: pointer;
    white-space: nowrap;
  }
  .content {
    flex: 1 1 auto;
    min-height: 44px;
    overflow-y: auto;
    overscroll-behavior: contain;
    display: grid;
    gap: 8px;
    align-content: start;
    grid-template-columns: minmax(0, 1fr);
    border-radius: 10px;
  }
  .content .diff,
  .content .out {
    background: var(--raised);
    max-height: none;
  }
  .content .prose {
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 10px 13px;
  }
  .why {
    margin: 0;
    color: var(--ink-2);
    font-size: 15px;
  }
  .note {
    margin: 0;
    font-size: 13.5px;
    color: var(--wait);
    flex: none;
  }
  .fault {
    margin: 0;
    font-size: 14px;
    color: var(--stop);
    flex: none;
  }
  .over {
    margin: 0;
    font-size: 15px;
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 44px;
  }
  .over.done {
    color: var(--go);
  }
  .buttons {
    display: grid;
    gap: 12px;
    flex: none;
  }
  .buttons.two {
    grid-template-columns: 1fr 1fr;
  }
  .buttons button {
    font: 600 16px/1.2 var(--sans);
    min-height: var(--tap);
    border-radius: 12px;
    border: 1px solid transparent;
    background: var(--raised);
    color: var(--ink);
    padding: 6px 12px;
    text-align: center;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  .buttons small {
    display: block;
    font-weight: 450;
    font-size: 12.5px;
    color: var(--ink-2);
    margin-top: 2px;
    overflow: hidden;
    text-overflow: ellipsis;
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
  }
  .buttons .no {
    color: var(--stop);
    border-color: var(--stop);
  }
  .buttons [aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  .reason {
    display: grid;
    gap: 8px;
    overflow-y: auto;
    padding: 4px;
    margin: -4px;
  }
  .reason label {
    font-size: 14px;
    color: var(--ink-2);
  }
  textarea,
  input[type='text'] {
    font: 16px/1.4 var(--sans);
    color: var(--ink);
    background: var(--raised);
    border: 1px solid var(--edge);
    border-radius: 10px;
    padding: 9px 12px;
    width: 100%;
    min-height: var(--tap);
    resize: none;
  }
  .chips {
    display: flex;
    gap: 8px;
    overflow-x: auto;
    padding: 2px;
  }
  .chips button {
    flex: none;
    min-height: 44px;
    padding: 0 14px;
    border-radius: 22px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    font: 15px var(--sans);
    cursor: pointer;
  }
  :host(hapi-questions) {
    display: flex;
    flex-direction: column;
    gap: 10px;
    overflow: visible;
    min-height: 0;
  }
  .options {
    overflow-y: auto;
    overscroll-behavior: contain;
    min-height: 0;
    flex: 1;
    display: grid;
    gap: 8px;
    align-content: start;
  }
  .question {
    margin: 0;
    font-size: 15.5px;
  }
  .chip {
    display: inline-block;
    font-size: 12.5px;
    color: var(--ink-2);
    border: 1px solid var(--edge);
    border-radius: 8px;
    padding: 0 7px;
    margin-right: 6px;
  }
  .question .count {
    margin-right: 6px;
  }
  .options > div {
    display: grid;
    gap: 8px;
  }
  .option {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    text-align: left;
    min-height: var(--tap);
    padding: 10px 12px;
    border-radius: 12px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    font: 16px/1.35 var(--sans);
    cursor: pointer;
  }
  .option b {
    font-weight: 580;
    display: block;
  }
  .option small {
    font-size: 13.5px;
    color: var(--ink-2);
    display: block;
  }
  .option[aria-checked='true'] {
    border-color: var(--accent);
    background: var(--accent-weak);
  }
  .mark {
    flex: none;
    width: 20px;
    height: 20px;
    margin-top: 1px;
    border: 2px solid var(--edge);
    border-radius: 10px;
    background: var(--raised);
  }
  .mark.checkbox {
    border-radius: 5px;
  }
  .option[aria-checked='true'] .mark {
    border-color: var(--accent);
    background: radial-gradient(var(--accent) 0 45%, var(--raised) 50%);
  }
  .option[aria-checked='true'] .mark.checkbox {
    background: var(--accent);
  }
  .other {
    display: grid;
    gap: 4px;
    font-size: 14px;
    color: var(--ink-2);
  }
  @media (min-width: 800px) {
    .dock {
      max-height: 55dvh;
    }
    .buttons:not(.many) {
      grid-auto-flow: column;
      grid-auto-columns: minmax(0, 1fr);
    }
  }
`;
