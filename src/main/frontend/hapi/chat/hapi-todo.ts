import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../base/icons';
import { text } from '../base/texts';
import type { Todo } from './model';
import { part, partStyles } from './parts';

/** The one living list of a session: a line, which opens to all of it. */
@customElement('hapi-todo')
export class HapiTodo extends LitElement {
  @property({ attribute: false }) todo?: Todo;
  @state() private isOpen = false;

  static override styles = [
    partStyles,
    css`
      :host {
        display: block;
        flex: none;
        border-top: 1px solid var(--line);
        background: var(--raised);
      }
      :host([hidden]) {
        display: none;
      }
      .box {
        box-sizing: border-box;
        width: min(720px, 100%);
        margin-inline: auto;
        padding-inline: 16px;
      }
      button {
        all: unset;
        box-sizing: border-box;
        width: 100%;
        min-height: 44px;
        display: flex;
        align-items: center;
        gap: 8px;
        font: 0.9062rem/1.3 var(--sans);
        color: var(--ink-2);
        cursor: pointer;
        -webkit-tap-highlight-color: transparent;
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
        border-radius: 8px;
      }
      b {
        font-weight: 600;
        color: var(--ink);
        flex: none;
        font-variant-numeric: tabular-nums;
      }
      .now {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      hapi-icon {
        flex: none;
      }
      .list {
        max-height: 40dvh;
        overflow-y: auto;
        overscroll-behavior: contain;
        padding-bottom: 8px;
      }
    `
  ];

  override render() {
    const todo = this.todo;
    if (!todo) {
      return nothing;
    }
    return html`<div class="box">
      <button aria-expanded=${this.isOpen} @click=${() => (this.isOpen = !this.isOpen)}>
        <b>${text('chat.todo', todo.done, todo.of)}</b>
        <span class="now" dir="auto">${this.isOpen ? '' : todo.now ?? ''}</span>
        <hapi-icon name=${this.isOpen ? 'down' : 'up'}></hapi-icon>
      </button>
      ${this.isOpen ? html`<div class="list" tabindex="0">${part(todo.list)}</div>` : nothing}
    </div>`;
  }
}
