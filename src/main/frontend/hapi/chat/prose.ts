import { css, html, noChange, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import { dress } from './dress';

/**
 * The one place where text from outside becomes HTML. REVIEWED: `sanitised` comes only from the
 * fields named `html` of the model, and the server fills those only with the output of its Markdown
 * renderer, which ends in a safelist (no script, style, form, handler or foreign image). Everything
 * else in this folder is text.
 *
 * What is `live` still grows: it is made beautiful when it stands.
 */
export function prose(sanitised: string, live = false): TemplateResult {
  return html`<div class="prose" @click=${followOutside} ${filled(sanitised, live)}></div>`;
}

class Filled extends Directive {
  private shown?: string;
  private wasLive?: boolean;

  render(_sanitised: string, _live: boolean) {
    return noChange;
  }

  override update(part: ElementPart, [sanitised, live]: [string, boolean]) {
    if (sanitised !== this.shown || live !== this.wasLive) {
      part.element.innerHTML = sanitised;
      this.shown = sanitised;
      this.wasLive = live;
      if (!live) {
        dress(part.element as HTMLElement);
      }
    }
    return noChange;
  }
}

const filled = directive(Filled);

/** A link of an agent opens beside the session and learns nothing about it. */
function followOutside(event: Event) {
  const link = (event.target as HTMLElement).closest('a');
  if (link) {
    event.preventDefault();
    if (/^(https?|mailto):/.test(link.href)) {
      window.open(link.href, '_blank', 'noopener,noreferrer');
    }
  }
}

export const proseStyles = css`
  .prose {
    overflow-wrap: break-word;
    min-width: 0;
  }
  .prose > :first-child {
    margin-top: 0;
  }
  .prose > :last-child {
    margin-bottom: 0;
  }
  .prose p,
  .prose ul,
  .prose ol,
  .prose blockquote,
  .prose pre,
  .prose .table {
    margin: 0 0 10px;
  }
  .prose h1,
  .prose h2,
  .prose h3,
  .prose h4,
  .prose h5,
  .prose h6 {
    margin: 16px 0 6px;
    font-size: 1rem;
    font-weight: 650;
    line-height: 1.3;
  }
  .prose h1 {
    font-size: 1.1875rem;
  }
  .prose h2 {
    font-size: 1.0938rem;
  }
  .prose ul,
  .prose ol {
    padding-inline-start: 24px;
  }
  .prose li {
    margin: 3px 0;
  }
  .prose li > p {
    margin: 0 0 4px;
  }
  .prose a {
    color: var(--accent);
    text-underline-offset: 2px;
  }
  .prose code {
    font: 0.8438rem var(--mono);
    background: var(--sunken);
    padding: 1px 5px;
    border-radius: 5px;
    overflow-wrap: anywhere;
  }
  .prose pre {
    background: var(--sunken);
    border: 1px solid var(--line);
    border-radius: 10px;
    padding: 10px 13px;
    overflow-x: auto;
  }
  .prose pre code {
    font: 0.8125rem/1.5 var(--mono);
    background: none;
    padding: 0;
    border-radius: 0;
    overflow-wrap: normal;
  }
  .prose blockquote {
    border-inline-start: 3px solid var(--line);
    padding-inline-start: 12px;
    color: var(--ink-2);
  }
  .prose hr {
    border: 0;
    border-top: 1px solid var(--line);
    margin: 14px 0;
  }
  .prose .table {
    overflow-x: auto;
    overscroll-behavior-x: contain;
    margin: 0 0 10px;
  }
  .prose table {
    border-collapse: collapse;
    font-size: 0.9062rem;
  }
  .prose .table:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .prose li.task {
    list-style: none;
    margin-inline-start: -20px;
  }
  .prose li.task > .box,
  .prose li.task > p > .box {
    display: inline-block;
    width: 20px;
    color: var(--ink-2);
  }
  .prose th,
  .prose td {
    border: 1px solid var(--line);
    padding: 5px 10px;
    text-align: start;
    vertical-align: top;
  }
  .prose th {
    background: var(--sunken);
    font-weight: 600;
  }
  .prose img {
    max-width: 100%;
  }
`;
