import { LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { text } from './texts';

/** "now", "3 min", "2 h", "4 d", then a date. */
export function ago(at: number, now = Date.now()): string {
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 60) return text('time.now');
  if (seconds < 3600) return text('time.minutes', Math.floor(seconds / 60));
  if (seconds < 86_400) return text('time.hours', Math.floor(seconds / 3600));
  if (seconds < 7 * 86_400) return text('time.days', Math.floor(seconds / 86_400));
  return new Date(at).toLocaleDateString(document.documentElement.lang, {
    day: 'numeric',
    month: 'short'
  });
}

/** "4 min ago", "just now". */
export function since(at: number): string {
  return Date.now() - at < 60_000 ? text('time.justNow') : text('time.ago', ago(at));
}

/** "0.2 s", "12 s", "3 min 5 s". */
export function duration(millis: number): string {
  if (millis < 9_950) return text('time.seconds', (millis / 1000).toFixed(1));
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return text('time.seconds', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60 && seconds % 60 === 0) return text('time.minutes', minutes);
  return minutes < 60
    ? text('time.minutesSeconds', minutes, seconds % 60)
    : text('time.hoursMinutes', Math.floor(minutes / 60), minutes % 60);
}

/** "14:02" today, with the day on other days. */
export function clock(at: number): string {
  const when = new Date(at);
  const isToday = when.toDateString() === new Date().toDateString();
  return when.toLocaleString(document.documentElement.lang, {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  });
}

/** How long something takes so far; counts by itself. */
@customElement('hapi-elapsed')
export class HapiElapsed extends LitElement {
  @property({ type: Number }) since = 0;
  private timer?: number;

  override connectedCallback() {
    super.connectedCallback();
    this.timer = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
  }

  override render() {
    const millis = Date.now() - this.since;
    const seconds = Math.floor(millis / 1000);
    return seconds < 60 ? text('time.seconds', Math.max(0, seconds)) : duration(seconds * 1000);
  }
}
