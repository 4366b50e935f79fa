/** The texts of the server's bundle, which the page brings along. */
const texts: Record<string, string> = read();

function read(): Record<string, string> {
  const element = document.getElementById('hapi-texts');
  return element?.textContent ? JSON.parse(element.textContent) : {};
}

/** The text of a key; `{0}`, `{1}` are filled in. */
export function text(key: string, ...values: (string | number)[]): string {
  const found = texts[key] ?? key;
  return found.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}
