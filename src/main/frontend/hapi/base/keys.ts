/** What a key of the page does; a letter is given in lower case. */
export type Keys = Record<string, () => void>;

const SETTING = 'hapi-keys';
const inUse: Keys[] = [];

/** Whether letters do something; on until somebody switches them off, in this browser. */
export function areKeysOn(): boolean {
  return localStorage.getItem(SETTING) !== 'off';
}

export function switchKeys(isOn: boolean) {
  localStorage.setItem(SETTING, isOn ? 'on' : 'off');
}

/** The last that asked for keys has them. Give them back with the same object. */
export function useKeys(keys: Keys) {
  giveKeysBack(keys);
  inUse.push(keys);
}

export function giveKeysBack(keys: Keys) {
  const at = inUse.indexOf(keys);
  if (at >= 0) {
    inUse.splice(at, 1);
  }
}

window.addEventListener('keydown', (event) => {
  const keys = inUse.at(-1);
  const key = event.key.toLowerCase();
  const isOurs =
    keys?.[key] && !event.defaultPrevented && !event.repeat && !event.isComposing && areKeysOn();
  if (!isOurs || event.ctrlKey || event.metaKey || event.altKey || isField(event)) {
    return;
  }
  event.preventDefault();
  keys[key]();
});

/** Somebody writes there. */
function isField(event: Event): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || !!target.closest('input, textarea, select'))
  );
}
