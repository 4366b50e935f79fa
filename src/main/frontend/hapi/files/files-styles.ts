import { css } from 'lit';

export const filesStyles = css`
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
    outline-offset: -2px;
    border-radius: 8px;
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
  h1 {
    margin: 0;
    font-size: 1.0312rem;
    line-height: 1.25;
    font-weight: 640;
  }
  h1,
  header p {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  header p {
    margin: 0;
    font-size: 0.8125rem;
    color: var(--ink-2);
  }
  .tool {
    flex: none;
    width: 44px;
    height: 48px;
    display: grid;
    place-items: center;
    color: var(--ink-2);
    border: 0;
    background: none;
    border-radius: 12px;
    cursor: pointer;
  }
  .body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 max(14px, calc((100% - 860px) / 2)) 16px;
  }
  .body.wide {
    padding: 0;
    display: flex;
    flex-direction: column;
    overflow: hidden;
  }
  h2 {
    margin: 0;
    padding: 14px 2px 4px;
    font-size: 0.8125rem;
    font-weight: 600;
    color: var(--ink-2);
    display: flex;
    gap: 12px;
  }
  h2 span {
    margin-inline-start: auto;
    font-weight: 450;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 100%;
    min-height: 52px;
    padding: 6px 2px;
    border: 0;
    border-bottom: 1px solid var(--line);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    text-decoration: none;
    cursor: pointer;
  }
  div.row {
    cursor: default;
  }
  .row > span {
    flex: 1;
    min-width: 0;
  }
  .row b {
    display: block;
    font-weight: 560;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .row b i {
    font-style: normal;
    font-weight: 400;
    color: var(--ink-2);
  }
  .row small {
    font-size: 0.8438rem;
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .row hapi-icon {
    flex: none;
    color: var(--ink-3);
  }
  .note {
    margin: 12px 2px;
    font-size: 0.875rem;
    color: var(--ink-2);
  }
  .fault {
    color: var(--stop);
  }
  .center {
    display: grid;
    place-content: center;
    justify-items: center;
    text-align: center;
    gap: 10px;
    padding: 32px 24px;
    min-height: 60%;
    color: var(--ink-2);
  }
  .center b {
    color: var(--ink);
    font-size: 1.125rem;
    overflow-wrap: anywhere;
  }
  .center p {
    margin: 0;
    max-width: 34em;
  }
  .center img {
    max-width: 100%;
    max-height: 60dvh;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: repeating-conic-gradient(var(--sunken) 0 25%, var(--raised) 0 50%) 0 0 / 16px 16px;
    min-width: 48px;
    image-rendering: auto;
  }
  button.big,
  a.big {
    font: 600 1rem/1.2 var(--sans);
    min-height: var(--tap);
    border-radius: 12px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    padding: 6px 16px;
    display: inline-grid;
    place-items: center;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
  }
  .big.go {
    background: var(--go);
    color: var(--go-ink);
    border-color: transparent;
    min-width: 220px;
  }
  .big[aria-current='true'] {
    border-color: var(--accent);
    color: var(--accent);
  }
  .big:disabled {
    border-style: dashed;
    background: none;
    color: var(--ink-2);
    cursor: default;
  }
  .ends {
    flex: none;
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
    padding: 8px max(14px, calc((100% - 860px) / 2)) max(8px, env(safe-area-inset-bottom));
    border-top: 1px solid var(--line);
    background: var(--paper);
  }
  .strip {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    padding: 0 14px;
    font-size: 0.8438rem;
    color: var(--ink-2);
    border-bottom: 1px solid var(--line);
    background: var(--paper);
  }
  .strip > span {
    padding-block: 10px;
    flex: 1;
    min-width: min-content;
  }
  .strip button,
  .strip a,
  header .link {
    min-height: 44px;
    padding: 0 4px;
    border: 0;
    background: none;
    color: var(--accent);
    font: 550 0.875rem var(--sans);
    display: inline-grid;
    place-items: center;
    text-decoration: none;
    cursor: pointer;
    white-space: nowrap;
  }
  header .link {
    padding-inline: 10px;
  }
  .paper {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 16px max(16px, calc((100% - 760px) / 2)) 32px;
  }
  .ask {
    flex: none;
    display: grid;
    gap: 10px;
    padding: 10px max(14px, calc((100% - 860px) / 2));
    border-top: 1px solid var(--line);
    background: var(--accent-weak);
  }
  .ask p {
    margin: 0;
    font: 0.8125rem/1.4 var(--mono);
    overflow-wrap: anywhere;
  }
  .ask > div {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
  }
  .ask .go {
    min-width: 0;
  }
  .search {
    position: sticky;
    top: 0;
    z-index: 1;
    padding-block: 8px;
    background: var(--paper);
  }
  .search input {
    width: 100%;
    min-height: var(--tap);
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--raised);
    color: var(--ink);
    font: 1rem var(--sans);
    padding: 0 14px;
  }
  .search input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  .leaf {
    padding-inline-start: 32px;
  }
  .deep {
    padding-inline-start: 22px;
  }
  .turns {
    transition: transform 120ms;
  }
  [aria-expanded='true'] > .turns {
    transform: rotate(90deg);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    .turns {
      transition: none;
    }
  }
`;
