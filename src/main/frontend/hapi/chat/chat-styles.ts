import { css } from 'lit';

export const chatStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    flex: 1;
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
  .view {
    flex: 1;
    min-height: 0;
    position: relative;
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
  .found {
    border-radius: 8px;
    outline: 2px solid var(--accent);
    outline-offset: 4px;
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
  .none {
    text-align: center;
    color: var(--ink-2);
    font-size: 0.875rem;
    padding: 12px;
  }
  /* Over the rows, so that they keep their place. */
  .older {
    position: absolute;
    top: 8px;
    left: 50%;
    transform: translateX(-50%);
    padding: 6px 14px;
    border-radius: 18px;
    background: var(--raised);
    border: 1px solid var(--line);
    color: var(--ink-2);
    font-size: 0.875rem;
    white-space: nowrap;
    pointer-events: none;
  }
  .since {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 10px 0;
    font-size: 0.8125rem;
    color: var(--accent);
    scroll-margin-top: 8px;
  }
  .since::before,
  .since::after {
    content: '';
    flex: 1;
    border-top: 1px solid var(--accent);
    opacity: 0.5;
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
    font-size: 0.875rem;
    color: var(--ink-2);
    padding-bottom: 4px;
  }
  .bubble .file i {
    font-style: normal;
  }
  .bubble hapi-picture {
    width: 240px;
  }
  .delivery {
    font-size: 0.8125rem;
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
    font: 550 0.8125rem var(--sans);
    color: var(--accent);
    background: none;
    border: 0;
    min-height: 44px;
    padding: 0 8px;
    cursor: pointer;
  }
  .agent {
    margin: 2px 0 10px;
    min-width: 0;
  }
  .event {
    text-align: center;
    font-size: 0.8125rem;
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
    border-inline-start: 2px solid var(--line);
    margin: 0 0 6px;
    padding-inline-start: 12px;
    min-width: 0;
  }
  .agent + .tool,
  .me + .tool {
    margin-top: 2px;
  }
  .tool.boxed {
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 0 12px;
  }
  .tool.asking {
    border-inline-start-color: var(--wait);
  }
  .tool.failed {
    border-inline-start-color: var(--stop);
  }
  .tool .head {
    all: unset;
    box-sizing: border-box;
    width: 100%;
    min-height: 36px;
    display: flex;
    gap: 8px;
    align-items: center;
    font-size: 0.9062rem;
    color: var(--ink-2);
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  /* As much room as a finger wants, though the lines stand close. */
  @media (pointer: coarse) {
    .tool .head {
      min-height: 38px;
      position: relative;
    }
    .tool .head::after {
      content: '';
      position: absolute;
      inset: -3px 0;
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
  .tool .verb:only-child {
    white-space: normal;
    flex: 0 1 auto;
  }
  .tool .what code,
  .tool .subject {
    font: 0.8125rem var(--mono);
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
    font-size: 0.8125rem;
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
    font-size: 0.9375rem;
  }
  .hint {
    margin: 0;
    font-size: 0.8438rem;
    color: var(--ink-2);
  }
  .children {
    padding-top: 2px;
  }
  .decided {
    font-size: 0.8125rem;
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
  .steps {
    font: 600 0.875rem var(--sans);
    min-height: 44px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    cursor: pointer;
  }
  .body > .more {
    border: 1px solid var(--line);
    border-radius: 10px;
  }
  .review h3,
  .review h4 {
    margin: 8px 0 4px;
    font-size: 0.9375rem;
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
    font: 600 0.875rem var(--sans);
    cursor: pointer;
    box-shadow: 0 2px 10px rgb(0 0 0 / 0.16);
    white-space: nowrap;
  }
  .jump.up {
    bottom: auto;
    top: 8px;
  }
  /* The head of the page lies over the rows. */
  @media (max-height: 500px) and (min-width: 35em) {
    .column {
      padding-top: 56px;
    }
    :host(:not([deep])) :is(.older, .jump.up) {
      top: 60px;
    }
  }
`;
