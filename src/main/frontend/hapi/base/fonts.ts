import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';

/* Latin only, from the hub itself; other scripts take the system's fonts. */
const latin =
  'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, ' +
  'U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD';
for (const [family, url] of [
  ['Inter Latin', inter],
  ['JetBrains Mono Latin', mono]
]) {
  document.fonts.add(
    new FontFace(family, `url(${JSON.stringify(url)})`, {
      weight: '100 900',
      display: 'swap',
      unicodeRange: latin
    })
  );
}
