import { html } from 'lit';

/** So many characters without a blank do not fit a narrow line. */
const LONG = /\S*\/\S{24,}|\S{24,}\/\S*/;
const MOST = 20_000;

/**
 * Machine text in which a long path may be broken after its slashes, and need not be within a word.
 * What is copied is the text as it was.
 */
export function breakable(text: string): unknown {
  if (text.length > MOST || !LONG.test(text)) {
    return text;
  }
  const pieces = text.split(/(?<=[^\s/]\/)(?=[^\s/])/);
  return pieces.map((piece, index) => (index ? html`<wbr />${piece}` : piece));
}
