import script from '@mermaid-js/tiny/dist/mermaid.tiny.js?url';

/** A drawn diagram as an address of a picture, with its own size in pixels. */
export interface Drawing {
  src: string;
  width: number;
  height: number;
}

/** Loading takes part of it, once. */
const PATIENCE_MILLIS = 20_000;

interface Answer {
  isReady?: boolean;
  id?: number;
  svg?: string;
}

/**
 * Has diagrams drawn in a frame of an origin of its own, which is made with the first of them. What
 * comes back is shown as a picture only, so that nothing in it can run.
 */
class Diagrams {
  private frame?: HTMLIFrameElement;
  private ready?: Promise<void>;
  private last = 0;
  private readonly waiting = new Map<number, (svg?: string) => void>();

  /** Nothing when it cannot be drawn: then its words are shown. */
  async draw(words: string, isDark: boolean): Promise<Drawing | undefined> {
    const id = ++this.last;
    const svg = await new Promise<string | undefined>((done) => {
      this.waiting.set(id, done);
      window.setTimeout(done, PATIENCE_MILLIS);
      this.open().then(() => this.frame!.contentWindow!.postMessage({ id, words, isDark }, '*'));
    });
    this.waiting.delete(id);
    return svg ? drawing(svg) : undefined;
  }

  private open(): Promise<void> {
    this.ready ??= new Promise((ready) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.setAttribute('aria-hidden', 'true');
      frame.tabIndex = -1;
      frame.title = 'diagrams';
      frame.className = 'diagrams';
      frame.src = 'ui/diagram?script=' + encodeURIComponent(address());
      window.addEventListener('message', (event: MessageEvent<Answer>) => {
        if (event.source !== frame.contentWindow) {
          return;
        }
        if (event.data.isReady) {
          ready();
        } else {
          this.waiting.get(Number(event.data.id))?.(event.data.svg);
        }
      });
      this.frame = frame;
      document.body.appendChild(frame);
    });
    return this.ready;
  }
}

/** From the root of the hub, without a slash. */
function address() {
  const path = new URL(script, document.baseURI).pathname;
  return path.slice(path.indexOf('VAADIN/build/'));
}

function drawing(svg: string): Drawing | undefined {
  const box = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg);
  if (!box) {
    return undefined;
  }
  const [width, height] = [Math.ceil(Number(box[1])), Math.ceil(Number(box[2]))];
  const sized = svg.replace(/^<svg /, `<svg width="${width}" height="${height}" `);
  return { src: 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(unsized(sized)), width, height };
}

/** The drawer writes a width of its own, which would be a second one. */
function unsized(svg: string) {
  return svg.replace(/(<svg width="\d+" height="\d+" [^>]*?) width="[^"]*"/, '$1');
}

export const diagrams = new Diagrams();
