import { css } from 'lit';

/** Colours of code; the classes are the `look` of a piece. */
export const lookStyles = css`
  .word {
    color: var(--syn-word);
  }
  .string {
    color: var(--syn-string);
  }
  .note {
    color: var(--syn-note);
    font-style: italic;
  }
  .value {
    color: var(--syn-value);
  }
  .name {
    color: var(--syn-name);
  }
  .trait {
    color: var(--syn-trait);
  }
  .added {
    color: var(--add-ink);
    background: var(--add);
  }
  .removed {
    color: var(--del-ink);
    background: var(--del);
  }
  .strong {
    font-weight: 700;
  }
  .emphasis {
    font-style: italic;
  }
`;
