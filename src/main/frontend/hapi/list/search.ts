import type { LitElement, ReactiveController } from 'lit';
import { act, NotSent } from '../base/act';
import { text } from '../base/texts';
import type { Hit, SessionRow } from './model';

const PAUSE_MILLIS = 300;
const PATIENCE_MILLIS = 8_000;

/** What is looked for: among the rows at once, among the messages by the hub. */
export class Search implements ReactiveController {
  isOpen = false;
  wanted = '';
  hits: Hit[] = [];
  /** Of the hub's part: nothing yet, on its way, there, or words that say why not. */
  state: 'none' | 'busy' | 'done' | 'failed' = 'none';
  words = '';
  /** Only the newest messages were looked at. */
  isPart = false;
  private timer?: number;
  private asked = 0;

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostConnected() {}

  hostDisconnected() {
    window.clearTimeout(this.timer);
  }

  open() {
    this.isOpen = true;
    this.host.requestUpdate();
    this.host.updateComplete.then(() =>
      this.host.renderRoot.querySelector<HTMLInputElement>('input[type=search]')?.focus()
    );
  }

  close() {
    this.isOpen = false;
    this.want('');
  }

  want(wanted: string) {
    this.wanted = wanted;
    this.asked++;
    window.clearTimeout(this.timer);
    const isWorth = wanted.trim().length > 1 || /[^\u0000-\u02ff]/.test(wanted.trim());
    this.state = isWorth ? 'busy' : 'none';
    this.hits = [];
    if (isWorth) {
      this.timer = window.setTimeout(() => this.ask(this.asked), PAUSE_MILLIS);
    }
    this.host.requestUpdate();
  }

  /** Has this row all the words in its title, folder, agent or machine? */
  finds(row: SessionRow) {
    const said = [row.title, row.path, row.agent, row.machine].join('\n').toLowerCase();
    return this.wanted
      .trim()
      .toLowerCase()
      .split(/\s+/)
      .every((word) => said.includes(word));
  }

  private async ask(number: number) {
    try {
      const answer = await act('search', { text: this.wanted.trim() }, PATIENCE_MILLIS);
      if (number === this.asked) {
        this.hits = (answer.hits ?? []) as Hit[];
        this.isPart = answer.part === true;
        this.state = 'done';
      }
    } catch (fault) {
      if (number === this.asked) {
        this.state = 'failed';
        this.words = fault instanceof NotSent ? text('list.search.notSent') : String((fault as Error).message);
      }
    }
    this.host.requestUpdate();
  }
}
