import { css } from 'lit';

/** What has to be judged. */
export const contentStyles = css`
  .must {
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(0, 1fr);
  }
  .must > .note {
    margin: 0;
  }
  .command,
  .json {
    font: 0.8438rem/1.5 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    background: var(--sunken);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 8px 12px;
    margin: 0;
    tab-size: 4;
    color: var(--ink);
  }
  .command .l {
    display: block;
    padding-inline-start: 20px;
    text-indent: -20px;
    min-height: 1.5em;
  }
  .command .w {
    display: inline-block;
    max-width: 100%;
    text-indent: 0;
  }
  .command .long {
    word-break: break-all;
  }
  .ctl {
    background: var(--wait);
    color: var(--paper);
    border-radius: 3px;
    font-size: 0.6875rem;
    padding: 0 3px;
    text-indent: 0;
    unicode-bidi: isolate;
  }
  mark {
    text-indent: 0;
    padding: 0;
    border-radius: 0;
  }
  .more {
    font: 600 0.9375rem var(--sans);
    min-height: 44px;
    width: 100%;
    background: none;
    color: var(--accent);
    cursor: pointer;
  }
  .file {
    display: flex;
    gap: 8px;
    align-items: baseline;
    padding-bottom: 4px;
    font-size: 0.8125rem;
  }
  .file code {
    font: 0.8125rem var(--mono);
    overflow-wrap: anywhere;
    min-width: 0;
  }
  .file i {
    margin-inline-start: auto;
    font-style: normal;
    color: var(--ink-2);
    white-space: nowrap;
  }
  .diff {
    font: 0.8125rem/1.55 var(--mono);
    background: var(--sunken);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 6px 0;
    overflow: hidden;
  }
  .diff > div {
    position: relative;
    padding-inline: 28px 12px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    min-height: 1.55em;
    tab-size: 4;
  }
  .diff b {
    position: absolute;
    inset-inline-start: 11px;
    font-weight: 400;
  }
  .diff .a {
    background: var(--add);
    color: var(--add-ink);
  }
  .diff .d {
    background: var(--del);
    color: var(--del-ink);
  }
  .diff .m {
    color: var(--ink-2);
  }
  .diff u {
    text-decoration: none;
    border-radius: 3px;
    text-indent: 0;
  }
  .diff .a u {
    background: var(--word-add);
  }
  .diff .d u {
    background: var(--word-del);
  }
  .more {
    border: 0;
    text-align: start;
    padding: 0 2px;
  }
  .facts {
    display: block;
    margin: 0;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--raised);
    padding: 2px 12px;
  }
  .facts dt {
    color: var(--ink-2);
  }
  .facts dd {
    margin: 0;
  }
  .facts > div {
    padding: 7px 0;
    border-bottom: 1px solid var(--line);
  }
  .facts > div:last-child {
    border-bottom: 0;
  }
  .facts dt {
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .facts dd {
    font: 500 0.9375rem/1.4 var(--sans);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .facts .d1 {
    padding-inline-start: 14px;
  }
  .facts .d2 {
    padding-inline-start: 28px;
  }
  .facts .d3 {
    padding-inline-start: 42px;
  }
  .facts :is(.d4, .d5, .d6) {
    padding-inline-start: 56px;
  }
  .paper {
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 12px 14px;
  }
  .paper .prose pre,
  .paper .prose pre code {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .question {
    margin: 0;
    font-size: 1rem;
    line-height: 1.35;
  }
  .question b {
    font-weight: 620;
  }
  .chip {
    display: inline-block;
    font-size: 0.7812rem;
    color: var(--ink-2);
    border: 1px solid var(--edge);
    border-radius: 8px;
    padding: 0 7px;
    margin-inline-end: 6px;
  }
  .options {
    display: grid;
    gap: 10px;
  }
  .option {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    text-align: start;
    min-height: 52px;
    padding: 10px 12px;
    border-radius: 12px;
    border: 1px solid var(--edge);
    background: var(--raised);
    color: var(--ink);
    font: 1rem/1.35 var(--sans);
    cursor: pointer;
  }
  .option b {
    font-weight: 600;
    display: block;
  }
  .option small {
    font-size: 0.8438rem;
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
    border: 6px solid var(--accent);
  }
  .other {
    display: grid;
    gap: 4px;
    font-size: 0.875rem;
    color: var(--ink-2);
  }
  :host([docked]) :is(.command, .diff, .json) {
    background: var(--raised);
  }
`;
