import { act, NotSent, Refused } from '../base/act';
import { drafts, outbox, type Waiting } from '../base/outbox';

const PATIENCE_MILLIS = 12_000;
const START_MILLIS = 75_000;
const FIRST_PAUSE_MILLIS = 1_500;
const LONGEST_PAUSE_MILLIS = 15_000;

/** Events of the sender: a session's text came back to its draft, or its agent is being started. */
export interface Returned {
  session: string;
  words: string;
}

/**
 * Brings what waits in the outbox to the hub, in order, again and again until the hub has it, also
 * from another screen than the session's. What the hub refuses goes back into the draft. Tells by
 * the events `returned`, `starting` and `started`.
 */
class Sender extends EventTarget {
  private running = new Set<string>();
  private pause = FIRST_PAUSE_MILLIS;
  private timer?: number;
  readonly starting = new Set<string>();

  constructor() {
    super();
    window.addEventListener('hapi-back', () => this.now());
    window.addEventListener('online', () => this.now());
    this.now();
  }

  /** Tries at once, whatever it was waiting for. */
  now() {
    window.clearTimeout(this.timer);
    this.pause = FIRST_PAUSE_MILLIS;
    outbox.sessions().forEach((session) => void this.flush(session));
  }

  private async flush(session: string) {
    if (this.running.has(session)) {
      return;
    }
    this.running.add(session);
    try {
      let next: Waiting | undefined;
      while ((next = outbox.of(session).find((it) => !it.isTaken))) {
        await this.send(session, next);
      }
    } catch {
      // Not sent: it stays where it is, and is tried again.
      this.timer = window.setTimeout(() => {
        outbox.sessions().forEach((it) => void this.flush(it));
      }, this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MILLIS);
    } finally {
      this.running.delete(session);
    }
  }

  private async send(session: string, it: Waiting) {
    try {
      const answer = await act(
        'send',
        {
          session,
          localId: it.localId,
          text: it.text,
          attachments: it.attachments ?? [],
          at: it.later ?? null
        },
        PATIENCE_MILLIS
      );
      outbox.took(session, it.localId);
      if (answer.running === false && !it.later) {
        void this.start(session);
      }
    } catch (fault) {
      if (!(fault instanceof Refused) || fault.code === 'signed_out') {
        throw new NotSent();
      }
      this.giveBack(session, it, fault.message);
    }
  }

  private giveBack(session: string, it: Waiting, words: string) {
    outbox.seen(session, [it.localId]);
    const draft = drafts.read(session);
    drafts.write(session, draft ? `${it.text}\n${draft}` : it.text);
    this.tell('returned', { session, words });
  }

  /** Has the session's agent started again; whoever shows the session follows the chat. */
  async start(session: string) {
    if (this.starting.has(session)) {
      return;
    }
    this.starting.add(session);
    this.tell('starting', { session, words: '' });
    let words = '';
    try {
      await act('start-again', { session }, START_MILLIS);
    } catch (fault) {
      words = fault instanceof Refused ? fault.message : '';
    }
    this.starting.delete(session);
    this.tell('started', { session, words });
  }

  private tell(type: string, detail: Returned) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

export const sender = new Sender();
