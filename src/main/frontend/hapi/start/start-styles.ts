import { css } from 'lit';

export const startStyles = css`
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
    outline-offset: 2px;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    display: flex;
    flex-direction: column;
    gap: 16px;
    padding-block: 4px 20px;
  }
  .scroll,
  .foot {
    padding-inline: max(16px, calc((100% - 560px) / 2));
  }
  .foot {
    flex: none;
    display: grid;
    gap: 8px;
    padding-block: 10px max(12px, env(safe-area-inset-bottom));
    border-top: 1px solid var(--line);
    background: var(--paper);
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .hint,
  small,
  legend,
  .field > span {
    font-size: 0.8125rem;
    color: var(--ink-2);
  }
  .fault {
    color: var(--stop);
    font-size: 0.9375rem;
  }
  .warn {
    color: var(--wait);
    font-size: 0.875rem;
  }
  .said {
    font-size: 0.9375rem;
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-width: 0;
  }
  legend {
    padding: 0 0 6px;
  }
  .field {
    display: grid;
    gap: 6px;
  }
  .cards,
  .options,
  .place {
    display: grid;
    gap: 12px;
  }
  .place {
    margin-top: 12px;
  }
  textarea,
  input:not([type='radio'], [type='checkbox']) {
    width: 100%;
    min-height: 48px;
    padding: 12px 14px;
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--raised);
    color: inherit;
    font: 1rem/1.4 var(--sans);
    resize: none;
    unicode-bidi: plaintext;
  }
  #folder {
    font-family: var(--mono);
    font-size: 0.9375rem;
  }
  textarea {
    field-sizing: content;
    min-height: 84px;
    max-height: 40dvh;
  }
  ::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  .card {
    display: flex;
    align-items: center;
    gap: 14px;
    min-height: 60px;
    padding: 8px 16px;
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--raised);
    cursor: pointer;
    touch-action: manipulation;
  }
  .card.on {
    border-color: var(--accent);
    background: var(--accent-weak);
  }
  .card:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .card input {
    flex: none;
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--accent);
    outline: none;
  }
  .card span,
  .line span {
    min-width: 0;
    flex: 1;
  }
  b,
  .card small,
  .line small {
    display: block;
    font-weight: 400;
  }
  b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  button {
    font: 600 1rem/1.2 var(--sans);
    color: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 56px;
    padding: 6px 2px;
    border: 0;
    border-bottom: 1px solid var(--line);
    background: none;
    text-align: start;
  }
  .line hapi-icon {
    color: var(--ink-2);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip {
    min-height: 44px;
    padding: 6px 14px;
    border: 1px solid var(--edge);
    border-radius: 22px;
    background: var(--raised);
    font-weight: 400;
    font-size: 0.9375rem;
    overflow-wrap: anywhere;
  }
  .chip.risky {
    color: var(--stop);
  }
  .chip[aria-pressed='true'] {
    background: var(--accent-weak);
    border-color: var(--accent);
    color: var(--accent);
    font-weight: 600;
  }
  .chip:disabled {
    border-style: dashed;
    background: none;
    color: var(--ink-2);
    cursor: default;
  }
  .go,
  .second {
    min-height: 48px;
    border-radius: 12px;
    border: 1px solid var(--edge);
    background: var(--raised);
  }
  .go {
    background: var(--go);
    border-color: var(--go);
    color: var(--go-ink);
  }
  .go:disabled,
  .second:disabled {
    background: none;
    border: 1px dashed var(--edge);
    color: var(--ink-3);
    cursor: default;
  }
  .two {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
  }
  @media (max-height: 500px) {
    textarea {
      min-height: 60px;
    }
    .foot {
      padding-block: 6px;
    }
  }
`;
