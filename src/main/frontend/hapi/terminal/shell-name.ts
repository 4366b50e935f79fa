/** Which shell of a session this tab shows: the same after a reload, so that one comes back to it. */
export class ShellName {
  private name = '';
  /** Nobody has seen this shell yet: what it says first is not said again. */
  isFresh = false;

  constructor(private readonly session: () => string) {}

  /** The tab goes on with this shell when it has none of its own. */
  adopt(name: string) {
    if (name && !this.known) {
      this.keep(name);
    }
  }

  /** Made up when there is none. */
  get value(): string {
    if (!this.known) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      this.keep(Array.from(bytes, (it) => it.toString(16).padStart(2, '0')).join(''));
      this.isFresh = true;
    }
    return this.name;
  }

  /** The next one is another shell. */
  forget() {
    sessionStorage.removeItem(this.key);
    this.name = '';
  }

  private get known(): boolean {
    this.name ||= sessionStorage.getItem(this.key) ?? '';
    return this.name !== '';
  }

  private keep(name: string) {
    this.name = name;
    this.isFresh = false;
    sessionStorage.setItem(this.key, name);
  }

  private get key(): string {
    return `hapi-terminal:${this.session()}`;
  }
}
