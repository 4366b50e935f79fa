const A_YEAR = 365 * 86_400;

/** What the first bytes of a page depend on is in cookies, the rest in local storage. */
export function cookie(name: string): string {
  const found = document.cookie.split('; ').find((it) => it.startsWith(name + '='));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

/** An empty value forgets it. */
export function setCookie(name: string, value: string) {
  const age = value ? A_YEAR : 0;
  document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=${age};samesite=lax`;
}

/** The language of the page from now on; empty: the browser's. Loads it anew. */
export function speak(language: string) {
  setCookie('hapi-lang', language);
  location.reload();
}

/** The languages there are, each in its own words. */
export const languages: [string, string][] = [
  ['en', 'English'],
  ['zh', '中文']
];
