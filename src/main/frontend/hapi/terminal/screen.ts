import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';
import xtermCss from '@xterm/xterm/css/xterm.css?inline';

/** What happens at a screen. */
export interface ScreenListener {
  /** Keys, or what a program is answered. */
  typed(data: string): void;
  resized(cols: number, rows: number): void;
  /** Somebody wants to follow a link that a program has printed. */
  link(url: string): void;
  selected(isThere: boolean): void;
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(xtermCss);

/** Bold and bright ones are mixed from these, so that all fit the theme. */
const COLORS = {
  black: '--ink-3',
  red: '--stop',
  green: '--go',
  yellow: '--wait',
  blue: '--accent',
  magenta: '--syn-word',
  cyan: '--syn-trait',
  white: '--ink-2'
};

/**
 * The screen of a terminal: xterm.js with our colours, without what a program could do to the
 * person in front of it. No program sets the clipboard or the page's title, reads settings back
 * as if they were typed, or opens a link.
 */
export class TerminalScreen {
  private readonly terminal: Terminal;
  private readonly fitting = new FitAddon();
  private readonly sizes: ResizeObserver;
  private readonly themes = new MutationObserver(() => this.paint());
  private readonly scheme = window.matchMedia('(prefers-color-scheme: dark)');
  private isMuted = false;

  constructor(
    private readonly host: HTMLElement,
    label: string,
    private readonly listener: ScreenListener
  ) {
    const root = host.getRootNode() as ShadowRoot;
    if (!root.adoptedStyleSheets.includes(sheet)) {
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    }
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    const terminal = new Terminal({
      allowProposedApi: false,
      cursorBlink: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: "'JetBrains Mono Latin', ui-monospace, SFMono-Regular, Menlo, monospace",
      fontSize: Math.round(rem * 0.8438 * 2) / 2,
      lineHeight: 1.2,
      minimumContrastRatio: 4.5,
      scrollback: 5_000,
      disableStdin: true,
      rightClickSelectsWord: true,
      screenReaderMode: false,
      linkHandler: {
        allowNonHttpProtocols: false,
        activate: (_event, text) => this.listener.link(text)
      }
    });
    this.terminal = terminal;
    terminal.loadAddon(this.fitting);
    this.close(terminal);
    terminal.open(host);
    terminal.textarea?.setAttribute('aria-label', label);
    terminal.textarea?.setAttribute('autocapitalize', 'off');
    terminal.textarea?.setAttribute('enterkeyhint', 'enter');
    terminal.onData((data) => !this.isMuted && this.listener.typed(data));
    terminal.onResize(({ cols, rows }) => this.listener.resized(cols, rows));
    terminal.onSelectionChange(() => this.listener.selected(terminal.hasSelection()));
    this.paint();
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.scheme.addEventListener('change', this.paint);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(host);
    this.fit();
    void document.fonts.ready.then(() => this.fit());
  }

  /** What programs may not do. Swallowed, so nothing of it is printed either. */
  private close(terminal: Terminal) {
    const nothing = () => true;
    // Titles, icon names, working directories, the clipboard, messages of other terminals.
    for (const command of [0, 1, 2, 7, 9, 50, 51, 52, 777, 1337]) {
      terminal.parser.registerOscHandler(command, nothing);
    }
    // Questions about settings, whose answers would come as if they were typed.
    terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, nothing);
    terminal.parser.registerDcsHandler({ intermediates: '+', final: 'q' }, nothing);
    terminal.parser.registerCsiHandler({ final: 't' }, nothing);
  }

  get cols() {
    return this.terminal.cols;
  }

  get rows() {
    return this.terminal.rows;
  }

  get isPasteMarked() {
    return this.terminal.modes.bracketedPasteMode;
  }

  get hasArrowsOfPrograms() {
    return this.terminal.modes.applicationCursorKeysMode;
  }

  /** A program has the whole screen, such as an editor. */
  get isFull() {
    return this.terminal.buffer.active.type === 'alternate';
  }

  write(data: string) {
    this.terminal.write(data);
  }

  /** Shows from the beginning what was there before; nothing in it is answered a second time. */
  replay(data: string) {
    this.isMuted = true;
    this.terminal.reset();
    this.terminal.write(data, () => {
      this.isMuted = false;
    });
  }

  /** Whether keys count. */
  listen(isOn: boolean) {
    this.terminal.options.disableStdin = !isOn;
  }

  focus() {
    this.terminal.focus();
  }

  paste(text: string) {
    this.terminal.paste(text);
  }

  scroll(pages: number) {
    this.terminal.scrollPages(pages);
  }

  /** What is selected, else what is on the screen. */
  text(): string {
    if (this.terminal.hasSelection()) {
      return this.terminal.getSelection();
    }
    const buffer = this.terminal.buffer.active;
    const lines: string[] = [];
    for (let row = 0; row < this.terminal.rows; row++) {
      lines.push(buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
    }
    return lines.join('\n').trimEnd();
  }

  fit() {
    if (this.host.clientWidth > 0 && this.host.clientHeight > 0) {
      this.fitting.fit();
    }
  }

  /** The colours of the page, as they are now. */
  private paint = () => {
    const probe = document.createElement('span');
    this.host.append(probe);
    const color = (name: string) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const theme: ITheme = {
      background: color('--sunken'),
      foreground: color('--ink'),
      cursor: color('--ink'),
      cursorAccent: color('--sunken'),
      selectionBackground: color('--accent'),
      selectionForeground: color('--accent-ink')
    };
    for (const [name, token] of Object.entries(COLORS)) {
      const value = color(token);
      Object.assign(theme, {
        [name]: value,
        [`bright${name[0].toUpperCase()}${name.slice(1)}`]: value
      });
    }
    probe.remove();
    this.terminal.options.theme = theme;
  };

  dispose() {
    this.sizes.disconnect();
    this.themes.disconnect();
    this.scheme.removeEventListener('change', this.paint);
    this.terminal.dispose();
  }
}
