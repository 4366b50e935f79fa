/*
 * The hubs that this browser remembers: by name, with whether each answers. Names and addresses stay
 * in this browser; nothing is taken from the page's address, so that no link can put a hub there.
 */
(() => {
  'use strict';
  const KEY = 'hapi-hubs';
  const PATIENCE_MILLIS = 5000;
  const texts = JSON.parse(document.getElementById('hapi-texts').textContent);
  const text = (key, value) => (texts[key] || key).replace('{0}', value);
  const root = document.getElementById('hubs');
  const here = location.origin;

  const stored = () => {
    try {
      const hubs = JSON.parse(localStorage.getItem(KEY) || '[]');
      return Array.isArray(hubs) ? hubs.filter((it) => it && origin(String(it.address))) : [];
    } catch {
      return [];
    }
  };
  const keep = (hubs) => localStorage.setItem(KEY, JSON.stringify(hubs));
  const known = () => {
    const hubs = stored();
    return hubs.some((it) => it.address === here) ? hubs : [{ name: '', address: here }, ...hubs];
  };

  /** The origin of what was typed, or empty. Who gives no scheme means https, at home http. */
  const origin = (typed) => {
    const address = typed.trim();
    const host = address.replace(/^[a-z]+:\/\//i, '');
    const isHome = /^(localhost|\[|\d+\.\d+\.\d+\.\d+|[^/:]+\.local\b|[^./:]+(:|\/|$))/i.test(host);
    try {
      const url = new URL(/^[a-z]+:\/\//i.test(address) ? address : `${isHome ? 'http' : 'https'}://${address}`);
      return /^https?:$/.test(url.protocol) && !url.username && url.hostname ? url.origin : '';
    } catch {
      return '';
    }
  };

  const ask = (address, mode) =>
    fetch(address, {
      mode,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: mode === 'cors' ? 'error' : 'follow',
      signal: AbortSignal.timeout(PATIENCE_MILLIS)
    });

  /** `hub`, `site` (something else, or a hub that does not say so), `silent`, `mixed`. */
  const probe = async (address) => {
    try {
      const answer = await ask(address + '/ui/hub', 'cors');
      if ((await answer.json()).hub === 'hapi') {
        return 'hub';
      }
      return 'site';
    } catch {
      // Not one of ours, or nobody there: the next question tells.
    }
    if (location.protocol === 'https:' && address.startsWith('http:')) {
      return 'mixed';
    }
    try {
      await ask(address + '/', 'no-cors');
      return 'site';
    } catch {
      return 'silent';
    }
  };

  const element = (name, className, words, attributes = {}) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words) made.textContent = words;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };
  const go = (address) => location.assign(address === here ? '../login' : address + '/login');

  const row = (hub) => {
    const box = element('div', 'hubrow');
    const button = element('button', 'hubgo', '', { type: 'button' });
    const name = element('b');
    name.append(element('bdi', '', hub.name || new URL(hub.address).host));
    const place = element('small');
    const state = element('span', '', text('hubs.asking'));
    place.append(element('bdi', '', hub.address.replace(/^https?:\/\//, '')), ' · ', state);
    button.append(name, place);
    button.addEventListener('click', () => go(hub.address));
    box.append(button);
    if (hub.address === here) {
      button.setAttribute('aria-current', 'true');
      state.textContent = text('hubs.here');
    } else {
      probe(hub.address).then((found) => (state.textContent = text('hubs.state.' + found)));
      const forget = element('button', 'second', text('hubs.forget'), {
        type: 'button',
        'aria-label': text('hubs.forgetOne', hub.name || hub.address)
      });
      forget.addEventListener('click', () => {
        keep(stored().filter((it) => it.address !== hub.address));
        draw();
      });
      box.append(forget);
    }
    return box;
  };

  const field = (id, key, attributes) => {
    const input = element('input', 'token', '', { id, name: id, maxlength: '200', ...attributes });
    return [element('label', '', text(key), { for: id }), input];
  };

  const form = () => {
    const box = element('form');
    const [addressLabel, address] = field('address', 'hubs.address', {
      inputmode: 'url', autocapitalize: 'off', autocomplete: 'off', spellcheck: 'false', placeholder: 'https://'
    });
    const [nameLabel, name] = field('name', 'hubs.name', { autocomplete: 'off' });
    const fault = element('p', 'fault', '', { role: 'alert' });
    const add = element('button', 'primary', text('hubs.add'), { type: 'submit' });
    const anyway = element('button', 'second', text('hubs.anyway'), { type: 'button', hidden: '' });
    let checked = '';
    const save = () => {
      keep([
        ...stored().filter((it) => it.address !== checked),
        { name: name.value.trim(), address: checked }
      ]);
      draw();
    };
    anyway.addEventListener('click', save);
    box.addEventListener('submit', async (event) => {
      event.preventDefault();
      checked = origin(address.value);
      anyway.hidden = true;
      fault.textContent = '';
      if (!checked) {
        fault.textContent = text('hubs.fault.address');
        return;
      }
      add.disabled = true;
      add.textContent = text('hubs.asking');
      const found = checked === here ? 'hub' : await probe(checked);
      add.disabled = false;
      add.textContent = text('hubs.add');
      if (found === 'hub') {
        save();
      } else {
        fault.textContent = text('hubs.fault.' + found);
        anyway.hidden = false;
      }
    });
    box.append(element('h2', '', text('hubs.another')), addressLabel, address, nameLabel, name, fault, add, anyway);
    return box;
  };

  const draw = () => root.replaceChildren(...known().map(row), form());
  draw();
})();
