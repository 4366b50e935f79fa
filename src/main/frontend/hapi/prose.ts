import { css, html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/**
 * The one place where text from outside becomes HTML. REVIEWED: `sanitised` comes only from the
 * fields named `html` of the model, and the server fills those only with the output of its Markdown
 * renderer, which ends in a safelist (no script, style, form, handler or foreign image). Everything
 * else in this folder is text.
 */
export function prose(sanitised: string): TemplateResult {
  return html`<div class="prose" @click=${followOutside}>${unsafeHTML(sanitised)}</div>`;
}

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
    font-size: 16px;
    font-weight: 650;
    line-height: 1.3;
  }
  .prose h1 {
    font-size: 19px;
  }
  .prose h2 {
    font-size: 17.5px;
  }
  .prose ul,
  .prose ol {
    padding-left: 24px;
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
    font: 13.5px var(--mono);
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
    font: 13px/1.5 var(--mono);
    background: none;
    padding: 0;
    border-radius: 0;
    overflow-wrap: normal;
  }
  .prose blockquote {
    border-left: 3px solid var(--line);
    padding-left: 12px;
    color: var(--ink-2);
  }
  .prose hr {
    border: 0;
    border-top: 1px solid var(--line);
    margin: 14px 0;
  }
  .prose table {
    display: block;
    overflow-x: auto;
    border-collapse: collapse;
    font-size: 14.5px;
    margin: 0 0 10px;
  }
  .prose th,
  .prose td {
    border: 1px solid var(--line);
    padding: 5px 10px;
    text-align: left;
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
