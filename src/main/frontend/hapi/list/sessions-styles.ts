import { css } from 'lit';

/** How the list of sessions looks around its rows. */
export const sessionsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
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
    font-size: 1.1875rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .tool {
    border: 0;
    background: none;
    padding: 0;
    cursor: pointer;
    width: 48px;
    height: 48px;
    display: grid;
    place-items: center;
    color: var(--ink-2);
    border-radius: 12px;
    position: relative;
  }
  .new .badge {
    position: absolute;
    top: 4px;
    inset-inline-end: 2px;
    min-width: 18px;
    padding-inline: 4px;
    border-radius: 9px;
    background: var(--stop);
    color: var(--stop-ink);
    font: 600 0.75rem/1.125rem var(--sans);
    text-align: center;
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
    font-size: 0.8125rem;
    font-weight: 600;
    color: var(--ink-2);
    padding: 14px 4px 6px;
    display: flex;
    gap: 6px;
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
  .side {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  h2 > bdi {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .side .busy {
    color: var(--wait);
  }
  .finding {
    gap: 4px;
    padding-inline-start: 12px;
  }
  input {
    width: 100%;
    min-height: 44px;
    padding: 8px 12px;
    font: 1rem/1.3 var(--sans);
    color: var(--ink);
    background: var(--raised);
    border: 1px solid var(--edge);
    border-radius: 12px;
  }
  .rest {
    width: 100%;
    min-height: 44px;
    border: 0;
    background: none;
    color: var(--accent);
    font: 550 0.875rem var(--sans);
    text-align: start;
    padding: 0 10px 0 48px;
    cursor: pointer;
    border-radius: 12px;
  }
  .note {
    margin: 0;
    padding: 10px 4px;
    font-size: 0.875rem;
    color: var(--ink-2);
  }
  .undo {
    margin: 0;
    padding: 4px 8px 4px 16px;
    min-height: 56px;
    display: flex;
    align-items: center;
    gap: 8px;
    background: var(--raised);
    border-top: 1px solid var(--line);
    font-size: 0.9375rem;
    overflow-wrap: anywhere;
  }
  .undo span {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .undo button {
    min-height: var(--tap);
    padding: 0 18px;
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--paper);
    color: var(--ink);
    font: 600 0.9375rem var(--sans);
    cursor: pointer;
  }
  .none {
    padding: 25vh 24px 48px;
    text-align: center;
    color: var(--ink-2);
    display: grid;
    gap: 8px;
    justify-items: center;
  }
  .none h2 {
    display: block;
    padding: 0;
    font-size: 1.125rem;
    color: var(--ink);
  }
  .none p {
    margin: 0;
  }
  .none a {
    display: grid;
    place-items: center;
    min-height: var(--tap);
    margin-top: 8px;
    padding: 4px 28px;
    border-radius: 12px;
    background: var(--go);
    color: var(--go-ink);
    font-weight: 600;
    text-decoration: none;
  }
  .none code {
    font: 0.875rem var(--mono);
    padding: 8px 12px;
    border-radius: 8px;
    background: var(--sunken);
    color: var(--ink);
  }
  .skeleton .sess {
    display: flex;
    gap: 10px;
    pointer-events: none;
  }
  .skeleton i {
    width: 28px;
    height: 28px;
    border-radius: 8px;
    background: var(--sunken);
  }
  .skeleton .sess > span {
    flex: 1;
    display: grid;
    gap: 8px;
  }
  .skeleton u {
    width: 74%;
    height: 12px;
    border-radius: 6px;
    background: var(--line);
  }
  .skeleton u:last-child {
    width: 56%;
    height: 10px;
  }
  .skeleton .sess:nth-child(odd) u:first-child {
    width: 60%;
  }
`;

/** How one row looks, what is under it while it is swiped, its menu and the form for its name. */
export const rowStyles = css`
  li {
    position: relative;
    overflow: clip;
    overflow-clip-margin: 4px;
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
    background: var(--paper);
    text-decoration: none;
    position: relative;
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
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
  .under {
    position: absolute;
    inset: 0;
    border-radius: 12px;
    background: var(--sunken);
    color: var(--stop);
    display: flex;
    align-items: center;
    justify-content: flex-end;
    padding-inline-end: 16px;
    font-weight: 600;
  }
  .under.far {
    background: var(--stop);
    color: var(--stop-ink);
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
  .new b {
    font-weight: 680;
  }
  .new b::before {
    content: '';
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 4px;
    background: var(--accent);
    margin-inline-end: 6px;
    vertical-align: 1px;
  }
  b hapi-icon {
    width: 14px;
    height: 14px;
    color: var(--ink-3);
    vertical-align: -2px;
  }
  em {
    font-style: normal;
    font-size: 0.8438rem;
    color: var(--ink-2);
  }
  em.wait {
    color: var(--wait);
  }
  em.work {
    color: var(--accent);
  }
  .hit em {
    white-space: normal;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }
  mark {
    background: var(--risk);
    color: var(--ink);
    border-radius: 4px;
    padding: 0 2px;
  }
  .dot {
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 4px;
    margin-inline-end: 6px;
    vertical-align: 1px;
    background: var(--wait);
  }
  .dot.work {
    background: var(--accent);
  }
  time {
    font-size: 0.7812rem;
    color: var(--ink-3);
    white-space: nowrap;
  }
  .dots {
    position: absolute;
    inset-inline-end: 0;
    top: 6px;
    width: 44px;
    height: 48px;
    border: 0;
    border-radius: 12px;
    background: none;
    color: var(--ink-2);
    cursor: pointer;
    opacity: 0;
    pointer-events: none;
  }
  .menus .dots,
  .dots:focus-visible,
  .dots[aria-expanded='true'] {
    opacity: 1;
    pointer-events: auto;
  }
  .menus time,
  li:has(.dots:focus-visible) time,
  li:has(.dots[aria-expanded='true']) time {
    visibility: hidden;
  }
  @media (hover: hover) {
    .tool.menus {
      display: none;
    }
    li:hover .dots {
      opacity: 1;
      pointer-events: auto;
    }
    li:hover time {
      visibility: hidden;
    }
    .dots:hover {
      color: var(--ink);
    }
  }
  .menu {
    margin: 0 4px 8px; margin-inline-start: 48px;
    padding: 4px;
    display: grid;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 12px;
  }
  .menu button,
  .rename button {
    min-height: var(--tap);
    border: 0;
    border-radius: 9px;
    background: none;
    color: var(--ink);
    font: 500 0.9375rem var(--sans);
    text-align: start;
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
  }
  .rename button {
    color: var(--accent);
    font-weight: 600;
  }
  .rename .plain {
    color: var(--ink-2);
  }
`;
