import { css } from 'lit';

export const chatStyles = css`
  :host {
    display: block;
    position: relative;
    min-height: 0;
    flex: 1;
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
  .scroller {
    position: absolute;
    inset: 0;
    overflow-y: auto;
    overflow-x: hidden;
    overflow-anchor: none;
    overscroll-behavior: contain;
    outline: none;
  }
  .column {
    width: min(720px, 100%);
    min-height: 100%;
    margin-inline: auto;
    padding: 4px 16px 12px;
    display: flex;
    flex-direction: column;
  }
  .column > :first-child {
    margin-top: auto;
  }
  .older,
  .none {
    text-align: center;
    color: var(--ink-2);
    font-size: 14px;
    padding: 12px;
  }
  .me {
    margin: 10px 0 12px;
    display: flex;
    flex-direction: column;
    align-items: flex-end;
  }
  .bubble {
    background: var(--accent-weak);
    border-radius: 16px 16px 4px 16px;
    padding: 9px 13px;
    max-width: 88%;
    overflow-wrap: break-word;
    min-width: 0;
  }
  .bubble .words {
    white-space: pre-wrap;
  }
  .bubble .file {
    display: block;
    font-size: 14px;
    color: var(--ink-2);
    padding-bottom: 4px;
  }
  .bubble .file i {
    font-style: normal;
  }
  .bubble img {
    max-width: 100%;
    max-height: 220px;
    border-radius: 10px;
    display: block;
  }
  .delivery {
    font-size: 13px;
    color: var(--ink-2);
    padding: 4px 4px 0;
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .delivery.indeterminate {
    color: var(--wait);
  }
  .delivery button {
    font: 550 13px var(--sans);
    color: var(--accent);
    background: none;
    border: 0;
    min-height: 32px;
    padding: 0 8px;
    cursor: pointer;
  }
  .agent {
    margin: 2px 0 10px;
    min-width: 0;
  }
  .event {
    text-align: center;
    font-size: 13px;
    color: var(--ink-2);
    padding: 6px 12px;
    overflow-wrap: break-word;
  }
  .event.wait {
    color: var(--wait);
  }
  .event.stop {
    color: var(--stop);
  }
  .tool {
    border-left: 2px solid var(--line);
    margin: 0 0 8px;
    padding-left: 12px;
    min-width: 0;
  }
  .tool.boxed {
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 0 12px;
  }
  .tool.asking {
    border-left-color: var(--wait);
  }
  .tool.failed {
    border-left-color: var(--stop);
  }
  .tool .head {
    all: unset;
    box-sizing: border-box;
    width: 100%;
    min-height: 36px;
    display: flex;
    gap: 8px;
    align-items: center;
    font-size: 14.5px;
    color: var(--ink-2);
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  @media (pointer: coarse) {
    .tool .head {
      min-height: 44px;
    }
  }
  .tool .head:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 6px;
  }
  .tool .what {
    min-width: 0;
    flex: 1;
    display: flex;
    gap: 6px;
    align-items: baseline;
    overflow: hidden;
  }
  .tool .verb {
    white-space: nowrap;
    flex: none;
  }
  .tool .what code,
  .tool .subject {
    font: 13px var(--mono);
    color: var(--ink);
    background: var(--sunken);
    padding: 2px 6px;
    border-radius: 5px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
  }
  .tool .subject {
    font: inherit;
    background: none;
    padding: 0;
  }
  .tool .side,
  .tool .state {
    font-size: 13px;
    color: var(--ink-3);
    white-space: nowrap;
    flex: none;
    font-variant-numeric: tabular-nums;
  }
  .tool.asking .state {
    color: var(--wait);
  }
  .tool.failed .state,
  .tool.refused .state {
    color: var(--stop);
  }
  .tool .body {
    padding: 2px 0 8px;
    display: grid;
    gap: 8px;
    min-width: 0;
    grid-template-columns: minmax(0, 1fr);
  }
  .tool.reasoning .body {
    color: var(--ink-2);
    font-size: 15px;
  }
  .hint {
    margin: 0;
    font-size: 13.5px;
    color: var(--ink-2);
  }
  .children {
    padding-top: 2px;
  }
  .decided {
    font-size: 13px;
    padding: 0 0 6px;
    color: var(--ink-2);
    overflow-wrap: break-word;
  }
  .decided.go {
    color: var(--go);
  }
  .decided.stop {
    color: var(--stop);
  }
  .decide {
    font: 600 15px var(--sans);
    min-height: 44px;
    padding: 0 16px;
    margin: 4px 0 8px;
    border-radius: 12px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    cursor: pointer;
  }
  .body > .more {
    border: 1px solid var(--line);
    border-radius: 10px;
  }
  .review h3,
  .review h4 {
    margin: 8px 0 4px;
    font-size: 15px;
  }
  .jump {
    position: absolute;
    bottom: 12px;
    left: 50%;
    transform: translateX(-50%);
    min-height: 44px;
    padding: 0 16px;
    border-radius: 22px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    font: 600 14px var(--sans);
    cursor: pointer;
    box-shadow: 0 2px 10px rgb(0 0 0 / 0.16);
    white-space: nowrap;
  }
`;
