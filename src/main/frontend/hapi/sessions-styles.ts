import { css } from 'lit';

/** How the list of sessions looks, its rows' menus included. */
export const sessionsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
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
    outline-offset: -2px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  header {
    height: 52px;
    padding: 0 8px 0 16px;
    display: flex;
    align-items: center;
    flex: none;
  }
  h1 {
    margin: 0;
    flex: 1;
    font-size: 19px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .new {
    width: 48px;
    height: 48px;
    display: grid;
    place-items: center;
    color: var(--ink-2);
    border-radius: 12px;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 12px 16px;
  }
  h2 {
    margin: 0;
    font-size: 13px;
    font-weight: 600;
    color: var(--ink-2);
    padding: 14px 4px 6px;
    display: flex;
    gap: 6px;
  }
  h2 span {
    margin-left: auto;
    font-weight: 450;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .sess {
    min-height: 60px;
    padding: 9px 10px;
    border-radius: 12px;
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr) auto;
    column-gap: 10px;
    align-items: center;
    color: var(--ink);
    text-decoration: none;
    -webkit-tap-highlight-color: transparent;
  }
  @media (hover: hover) {
    .sess:hover {
      background: var(--sunken);
    }
  }
  .sess[aria-current],
  .sess.opening {
    background: var(--accent-weak);
  }
  .agent {
    width: 28px;
    height: 28px;
    border-radius: 8px;
    background: var(--sunken);
    border: 1px solid var(--line);
    display: grid;
    place-items: center;
    font: 600 12px var(--sans);
    color: var(--ink-2);
  }
  .lines {
    min-width: 0;
  }
  b,
  em {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    display: block;
  }
  b {
    font-weight: 580;
  }
  .quiet b {
    font-weight: 450;
  }
  em {
    font-style: normal;
    font-size: 13.5px;
    color: var(--ink-2);
  }
  em.wait {
    color: var(--wait);
  }
  em.work {
    color: var(--accent);
  }
  .dot {
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 4px;
    margin-right: 6px;
    vertical-align: 1px;
    background: var(--wait);
  }
  .dot.work {
    background: var(--accent);
  }
  time {
    font-size: 12.5px;
    color: var(--ink-3);
    white-space: nowrap;
  }
  .rest {
    width: 100%;
    min-height: 44px;
    border: 0;
    background: none;
    color: var(--accent);
    font: 550 14px var(--sans);
    text-align: left;
    padding: 0 10px 0 48px;
    cursor: pointer;
    border-radius: 12px;
  }
  li {
    position: relative;
  }
  b hapi-icon {
    width: 14px;
    height: 14px;
    color: var(--ink-3);
    vertical-align: -2px;
  }
  .dots {
    position: absolute;
    right: 0;
    top: 6px;
    width: 44px;
    height: 48px;
    border: 0;
    border-radius: 12px;
    background: none;
    color: var(--ink-2);
    cursor: pointer;
  }
  .sess {
    padding-right: 48px;
  }
  @media (hover: hover) {
    .dots:hover {
      color: var(--ink);
    }
  }
  .menu {
    margin: 0 4px 8px 48px;
    padding: 4px;
    display: grid;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 12px;
  }
  .menu button,
  .undo button,
  .rename button {
    min-height: var(--tap);
    border: 0;
    border-radius: 9px;
    background: none;
    color: var(--ink);
    font: 500 15px var(--sans);
    text-align: left;
    padding: 0 12px;
    cursor: pointer;
  }
  @media (hover: hover) {
    .menu button:hover {
      background: var(--sunken);
    }
  }
  .menu .stop {
    color: var(--stop);
  }
  .find {
    padding: 0 12px 4px;
    flex: none;
  }
  input {
    width: 100%;
    min-height: 44px;
    padding: 8px 12px;
    font: 16px/1.3 var(--sans);
    color: var(--ink);
    background: var(--sunken);
    border: 1px solid var(--line);
    border-radius: 12px;
  }
  .rename {
    display: grid;
    grid-template-columns: 1fr auto auto;
    gap: 4px;
    align-items: center;
    min-height: 60px;
    padding: 6px 4px;
  }
  .rename input {
    min-width: 0;
    background: var(--raised);
    border-color: var(--edge);
  }
  .rename button,
  .undo button {
    color: var(--accent);
    font-weight: 600;
  }
  .rename .plain {
    color: var(--ink-2);
  }
  .undo {
    margin: 0;
    padding: 4px 8px 4px 16px;
    min-height: 56px;
    display: flex;
    align-items: center;
    gap: 8px;
    background: var(--sunken);
    border-top: 1px solid var(--line);
    font-size: 15px;
  }
  .undo span {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .none {
    padding: 48px 16px;
    text-align: center;
    color: var(--ink-2);
  }
  .none a {
    display: inline-block;
    padding: 12px;
    color: var(--accent);
    font-weight: 600;
  }
`;
