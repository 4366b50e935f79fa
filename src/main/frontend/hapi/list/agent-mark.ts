import { LitElement, css, svg, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/**
 * One small drawing for each agent, ours, so that a row is known at a glance. Those without one have
 * the first letters of their name.
 */
const marks: Record<string, string> = {
  claude: 'M12 3v18M4.2 7.5l15.6 9M4.2 16.5l15.6-9',
  codex: 'M12 3l7.8 4.5v9L12 21l-7.8-4.5v-9zM9 10l2.5 2.5L9 15m4.5 0H16',
  gemini: 'M12 2.5c1 5.5 4 8.5 9.5 9.5-5.5 1-8.5 4-9.5 9.5-1-5.5-4-8.5-9.5-9.5 5.5-1 8.5-4 9.5-9.5z',
  opencode: 'M8 5l-5 7 5 7M16 5l5 7-5 7',
  cursor: 'M5 4l15 7-6.5 2-2.5 6.5z',
  copilot: 'M4 13a8 8 0 0 1 16 0v3l-3 3H7l-3-3zM9.5 14v2m5-2v2',
  kimi: 'M6 4v16M18 4L8 12l10 8',
  grok: 'M5 19L19 5M12 5a7 7 0 0 0-6 10.5M12 19a7 7 0 0 0 6-10.5',
  pi: 'M4 7h16M9 7v12M15 7v9a3 3 0 0 0 3 3',
  acp: 'M4 12h6m4 0h6M10 8v8m4-8v8'
};

/** The agent of a session. Decoration only: its name is said by what it stands in. */
@customElement('hapi-agent-mark')
export class HapiAgentMark extends LitElement {
  @property() mark = '';
  @property() name = '';

  override connectedCallback() {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  override render() {
    const path = marks[this.mark];
    return path
      ? html`<svg viewBox="0 0 24 24">${svg`<path d=${path} />`}</svg>`
      : html`<span>${this.name.slice(0, 2)}</span>`;
  }

  static override styles = css`
    :host {
      width: 28px;
      height: 28px;
      border-radius: 8px;
      background: var(--sunken);
      border: 1px solid var(--line);
      display: grid;
      place-items: center;
      font: 600 0.75rem var(--sans);
      color: var(--ink-2);
      flex: none;
    }
    svg {
      width: 16px;
      height: 16px;
      fill: none;
      stroke: currentColor;
      stroke-width: 2.2;
      stroke-linecap: round;
      stroke-linejoin: round;
      display: block;
    }
  `;
}
