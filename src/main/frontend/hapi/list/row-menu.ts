import { html, nothing, type LitElement, type ReactiveController } from 'lit';
import type { SessionRow } from './model';
import { text } from '../base/texts';

/** What a row's menu leads to. */
export interface RowActions {
  rename(row: SessionRow, name: string): void;
  pin(row: SessionRow): void;
  archive(row: SessionRow): void;
  remove(row: SessionRow): void;
  copyLink(row: SessionRow): void;
  unread(row: SessionRow): void;
}

/** The menu of a row in the list, and the form that takes the row's place while its name is changed. */
export class RowMenu implements ReactiveController {
  /** The row whose menu is open, or whose name is being changed. */
  private of = '';
  private renaming = '';
  private isSure = false;

  constructor(
    private readonly host: LitElement,
    private readonly actions: RowActions
  ) {
    host.addController(this);
  }

  hostConnected() {}

  /** Arrow keys and Escape while a menu is open. */
  readonly onKey = (event: KeyboardEvent) => {
    const items = [...this.host.renderRoot.querySelectorAll<HTMLElement>('.menu button')];
    if (!items.length) {
      return;
    }
    const at = items.indexOf(this.host.shadowRoot!.activeElement as HTMLElement);
    if (event.key === 'Escape') {
      this.close();
    } else if (event.key === 'ArrowDown') {
      items[(at + 1) % items.length].focus();
    } else if (event.key === 'ArrowUp') {
      items[(at + items.length - 1) % items.length].focus();
    } else {
      return;
    }
    event.preventDefault();
  };

  renames(row: SessionRow) {
    return this.renaming === row.id;
  }

  /** The button that opens the menu and, when it is open, the menu. */
  render(row: SessionRow) {
    return html`<button
        class="dots"
        aria-haspopup="menu"
        aria-expanded=${this.of === row.id}
        aria-label=${text('list.menu', row.title)}
        @click=${() => this.toggle(row)}
      >
        <hapi-icon name="more"></hapi-icon>
      </button>
      ${this.of === row.id ? this.items(row) : nothing}`;
  }

  form(row: SessionRow) {
    return html`<form class="rename" @submit=${(event: Event) => this.save(row, event)}>
      <input
        .value=${row.title}
        maxlength="255"
        aria-label=${text('list.name')}
        @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.stopRenaming()}
      />
      <button>${text('list.save')}</button>
      <button type="button" class="plain" @click=${() => this.stopRenaming()}>
        ${text('list.cancel')}
      </button>
    </form>`;
  }

  private items(row: SessionRow) {
    return html`<div class="menu" role="menu" aria-label=${row.title}>
      <button role="menuitem" @click=${() => this.rename(row)}>${text('list.rename')}</button>
      <button role="menuitem" @click=${() => this.choose(() => this.actions.pin(row))}>
        ${text(row.pinned ? 'list.unpin' : 'list.pin')}
      </button>
      <button role="menuitem" @click=${() => this.choose(() => this.actions.unread(row))}>
        ${text('list.unread')}
      </button>
      <button role="menuitem" @click=${() => this.choose(() => this.actions.copyLink(row))}>
        ${text('list.copyLink')}
      </button>
      ${row.active
        ? html`<button
            role="menuitem"
            class="stop"
            @click=${() => this.choose(() => this.actions.archive(row))}
          >
            ${text('list.archive')}
          </button>`
        : html`<button role="menuitem" class="stop" @click=${() => this.remove(row)}>
            ${text(this.isSure ? 'list.deleteSure' : 'list.delete')}
          </button>`}
    </div>`;
  }

  /** Opens it, from wherever. */
  open(row: SessionRow) {
    this.of = '';
    this.toggle(row);
  }

  private toggle(row: SessionRow) {
    this.of = this.of === row.id ? '' : row.id;
    this.renaming = '';
    this.isSure = false;
    this.host.requestUpdate();
    if (this.of) {
      this.host.updateComplete.then(() => {
        const menu = this.host.renderRoot.querySelector('.menu');
        menu?.scrollIntoView({ block: 'nearest' });
        menu?.querySelector('button')?.focus({ preventScroll: true });
      });
    }
  }

  private close() {
    const button = this.host.renderRoot.querySelector<HTMLElement>('.dots[aria-expanded="true"]');
    this.choose(() => button?.focus());
  }

  private choose(action: () => void) {
    this.of = '';
    this.host.requestUpdate();
    action();
  }

  /** Asks once more before it does. */
  private remove(row: SessionRow) {
    if (this.isSure) {
      this.choose(() => this.actions.remove(row));
    }
    this.isSure = !this.isSure;
    this.host.requestUpdate();
  }

  private rename(row: SessionRow) {
    this.choose(() => (this.renaming = row.id));
    this.host.updateComplete.then(() =>
      this.host.renderRoot.querySelector<HTMLInputElement>('.rename input')?.select()
    );
  }

  private save(row: SessionRow, event: Event) {
    event.preventDefault();
    const name = this.host.renderRoot
      .querySelector<HTMLInputElement>('.rename input')!
      .value.trim();
    this.stopRenaming();
    if (name && name !== row.title) {
      this.actions.rename(row, name);
    }
  }

  private stopRenaming() {
    this.renaming = '';
    this.host.requestUpdate();
  }
}
