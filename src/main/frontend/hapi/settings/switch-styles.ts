import { css } from 'lit';

/** Rows that one presses: a switch, or a way to another page. */
export const switchStyles = css`
  b,
  small {
    display: block;
  }
  b {
    font-weight: 580;
  }
  .switch,
  .row {
    width: 100%;
    min-height: 56px;
    padding: 8px 14px;
    display: flex;
    gap: 12px;
    align-items: center;
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--raised);
    color: var(--ink);
    font: 1rem/1.35 var(--sans);
    text-align: start;
    text-decoration: none;
    cursor: pointer;
  }
  i {
    flex: none;
    width: 40px;
    height: 24px;
    border-radius: 12px;
    border: 2px solid var(--edge);
    position: relative;
  }
  i::before {
    content: '';
    position: absolute;
    inset-block-start: 3px;
    inset-inline-start: 3px;
    width: 14px;
    height: 14px;
    border-radius: 7px;
    background: var(--edge);
  }
  [aria-checked='true'] i {
    border-color: var(--accent);
    background: var(--accent);
  }
  [aria-checked='true'] i::before {
    inset-inline-start: 19px;
    background: var(--accent-ink);
  }
`;
