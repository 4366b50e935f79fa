/** What the hub's connection for terminals tells. */
export interface WireListener {
  /** It is there; terminals may be opened. */
  up(): void;
  /** The hub does not want this page. */
  refused(): void;
  /** It is gone, whoever ended it. Called once, also when it never came up. */
  down(): void;
  event(name: string, body: Record<string, unknown>): void;
}

const SPACE = '/terminal,';
const OPEN_MILLIS = 10_000;

/**
 * One connection to the hub's namespace for terminals, by websocket. It does not come back by
 * itself: what was not sent is not sent later, or a command would run when nobody looks.
 */
export class TerminalWire {
  private readonly socket: WebSocket;
  private isUp = false;
  private isDown = false;
  private patience = OPEN_MILLIS;
  private timer?: number;

  constructor(
    private readonly ticket: string,
    private readonly listener: WireListener
  ) {
    const url = new URL('socket.io/?EIO=4&transport=websocket', document.baseURI);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.socket = new WebSocket(url);
    this.socket.onmessage = (event) => this.read(event.data);
    this.socket.onclose = () => this.end();
    this.socket.onerror = () => this.end();
    this.heard();
  }

  /** False when there is no connection; then nothing was sent. */
  send(name: string, body: Record<string, unknown>): boolean {
    if (!this.isUp || this.socket.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.socket.send(`42${SPACE}${JSON.stringify([name, body])}`);
    return true;
  }

  close() {
    this.isUp = false;
    this.isDown = true;
    window.clearTimeout(this.timer);
    this.socket.close();
  }

  /** The hub pings; when it has not for too long, the line is dead whatever the socket says. */
  private heard() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.end(), this.patience);
  }

  private end() {
    if (!this.isDown) {
      this.close();
      this.listener.down();
    }
  }

  private read(data: unknown) {
    if (typeof data !== 'string' || this.isDown) {
      return;
    }
    this.heard();
    switch (data[0]) {
      case '0': {
        const hello = json(data.slice(1)) as { pingInterval?: number; pingTimeout?: number };
        this.patience = (hello?.pingInterval ?? 25_000) + (hello?.pingTimeout ?? 20_000);
        this.socket.send(`40${SPACE}${JSON.stringify({ token: this.ticket })}`);
        break;
      }
      case '1':
        this.end();
        break;
      case '2':
        this.socket.send(`3${data.slice(1)}`);
        break;
      case '4':
        this.packet(data[1], data.slice(2));
        break;
    }
  }

  private packet(kind: string, rest: string) {
    if (!rest.startsWith(SPACE) && rest !== '/terminal') {
      return;
    }
    const body = json(rest.slice(SPACE.length));
    if (kind === '0') {
      this.isUp = true;
      this.listener.up();
    } else if (kind === '4') {
      this.close();
      this.listener.refused();
    } else if (kind === '1') {
      this.end();
    } else if (kind === '2' && Array.isArray(body) && typeof body[0] === 'string') {
      this.listener.event(body[0], Object(body[1]));
    }
  }
}

function json(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    // Somebody between us and the hub.
    return undefined;
  }
}
