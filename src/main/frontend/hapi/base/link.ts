import { NotSent, Refused, act } from './act';

/**
 * `late`: an answer is overdue, or the page has none yet; `lost`: nobody answers, or the push is
 * dead.
 */
export type LinkState = 'live' | 'late' | 'lost';

const CALM_MILLIS = 8_000;
const AGAIN_MILLIS = 1_500;
const PATIENCE_MILLIS = 4_000;
/** After waking nobody is made to wait to learn that what is shown is old. */
const WAKE_PATIENCE_MILLIS = 1_500;
/** From the hub's answer to its beat, which goes by the push. */
const BEAT_MILLIS = 2_500;
const WAKE_BEAT_MILLIS = 900;
/** On a good line the beat is there with the answer; a busy hub gets this much more. */
const WAKE_GRACE_MILLIS = 400;
/** A page that is loaded anew and still hears nothing does not load itself for ever. */
const RELOAD_GAP_MILLIS = 15_000;
const RELOADED = 'hapi-reloaded';
/** After so long the hub takes it that nobody looks. */
const REST_MILLIS = 30_000;
const LONG_MILLIS = 3_600_000;
/** What a person does with a page. */
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove'];

/**
 * Whether what is on the screen is what the hub knows. Every few seconds the page asks the hub for a
 * beat by an act, and the beat comes back through the push: a push that died in a tunnel looks open
 * for minutes, and nothing else tells. A page whose push is dead, or whose tab the hub has
 * forgotten, is loaded anew, unless somebody is writing: address, cookie and `store.ts` make it the
 * same again.
 *
 * Says every change by the event `hapi-link` of the window, and a return by `hapi-back`. It asks
 * while the tab is visible only, and at once when the tab wakes.
 *
 * Decision: 0034.
 */
class Link {
  state: LinkState = 'late';
  /** Epoch milliseconds of the last beat; 0 before the first. */
  asOf = 0;

  private tab = '';
  private asked = 0;
  private heard = 0;
  private misses = 0;
  private isAsking = false;
  private onHeard?: () => void;
  private timer?: number;
  private watch?: number;
  private lastTick = 0;
  /** Epoch milliseconds; 0 before the first. */
  private touched = 0;
  /** The hub takes it that nobody looks, and somebody does. */
  private isUntold = false;

  /** The hub's name for this tab; with it the asking begins. */
  begin(tab: string) {
    if (!tab || tab === this.tab) {
      return;
    }
    this.tab = tab;
    if (this.watch === undefined) {
      for (const name of ['visibilitychange', 'resume']) {
        document.addEventListener(name, this.onWake);
      }
      for (const name of ['pageshow', 'online', 'offline']) {
        window.addEventListener(name, this.onWake);
      }
      for (const name of TOUCHES) {
        window.addEventListener(name, this.onTouch, { capture: true, passive: true });
      }
      this.lastTick = Date.now();
      this.watch = window.setInterval(this.tick, 1_000);
    }
    this.next(0);
  }

  /** A beat has come through the push. */
  hear(number: number) {
    this.heard = Math.max(this.heard, number);
    this.asOf = Date.now();
    this.onHeard?.();
  }

  /** Asks now. */
  beat() {
    return this.ask(WAKE_PATIENCE_MILLIS, WAKE_BEAT_MILLIS, true);
  }

  private onWake = () => {
    if (document.visibilityState === 'visible') {
      this.beat();
    } else {
      this.hide();
    }
  };

  /** Who put the phone away is told by it again. */
  private hide() {
    this.touched = 0;
    act('hidden', { tab: this.tab }).catch((fault) => {
      if (!(fault instanceof NotSent || fault instanceof Refused)) {
        throw fault;
      }
    });
  }

  /** A first touch after a rest is told at once, before an agent asks. */
  private onTouch = () => {
    if (Date.now() - this.touched > REST_MILLIS) {
      this.isUntold = true;
      if (this.state === 'live' && !this.isAsking) {
        this.next(0);
      }
    }
    this.touched = Date.now();
  };

  /** A tab that was frozen is told nothing of it: its clock has jumped. */
  private tick = () => {
    const now = Date.now();
    const slept = now - this.lastTick > 5_000;
    this.lastTick = now;
    if (slept) {
      this.onWake();
    }
  };

  private next(millis: number) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(PATIENCE_MILLIS, BEAT_MILLIS, false), millis);
  }

  private async ask(patience: number, beatMillis: number, isWake: boolean) {
    if (document.visibilityState !== 'visible' || this.isAsking) {
      return;
    }
    this.isAsking = true;
    window.clearTimeout(this.timer);
    try {
      // A busy hub may be late once; nobody's page is loaded anew for that.
      let isHeard = await this.asks(patience, beatMillis);
      isHeard ||= await this.asks(patience, beatMillis);
      if (isHeard) {
        this.isLive();
      } else {
        this.to('lost');
        this.reload();
      }
    } catch (fault) {
      if (fault instanceof Refused) {
        this.to('lost');
        this.reload();
      } else if (fault instanceof NotSent) {
        this.misses++;
        // One miss is a hiccup, unless one looks at a screen of an hour ago.
        this.to(this.misses > 1 || isWake ? 'lost' : 'late');
      } else {
        throw fault;
      }
    } finally {
      this.isAsking = false;
      this.next(this.state !== 'live' ? AGAIN_MILLIS : this.isUntold ? 0 : CALM_MILLIS);
    }
  }

  private async asks(patience: number, beatMillis: number) {
    const number = ++this.asked;
    const asked = Date.now();
    this.isUntold = false;
    const idle = this.touched ? Math.min(asked - this.touched, LONG_MILLIS) : undefined;
    await act('beat', { tab: this.tab, number, idle }, patience);
    const isQuick = beatMillis === WAKE_BEAT_MILLIS;
    const grace = WAKE_GRACE_MILLIS + (Date.now() - asked);
    return this.hears(number, isQuick ? Math.min(beatMillis, grace) : beatMillis);
  }

  private hears(number: number, millis: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isHeard: boolean) => {
        this.onHeard = undefined;
        window.clearTimeout(limit);
        resolve(isHeard);
      };
      const limit = window.setTimeout(() => end(false), millis);
      this.onHeard = () => this.heard >= number && end(true);
      this.onHeard();
    });
  }

  private isLive() {
    const wasLost = this.state === 'lost';
    this.misses = 0;
    this.to('live');
    if (wasLost) {
      window.dispatchEvent(new Event('hapi-back'));
    }
  }

  private to(state: LinkState) {
    if (state !== this.state) {
      this.state = state;
      window.dispatchEvent(new Event('hapi-link'));
    }
  }

  private reload() {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (Math.abs(Date.now() - last) > RELOAD_GAP_MILLIS && !isWriting()) {
      sessionStorage.setItem(RELOADED, String(Date.now()));
      location.reload();
    }
  }
}

/** Is somebody in the middle of a text that would be lost? The composer keeps its own. */
function isWriting(): boolean {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement && at.localName !== 'hapi-composer') {
    at = at.shadowRoot.activeElement;
  }
  return (at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement) && at.value !== '';
}

export const link = new Link();
