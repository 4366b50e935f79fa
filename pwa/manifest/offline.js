/*
 * The list as this browser showed it last, while the hub cannot be reached. Only to be read: a
 * decision that nobody hears would be worse than none.
 */
(() => {
  'use strict';
  const EACH = 5_000;
  const by = (id) => document.getElementById(id);
  const cookie = (name) =>
    decodeURIComponent(
      document.cookie.split('; ').find((it) => it.startsWith(name + '='))?.slice(name.length + 1) ?? ''
    );

  /** What somebody else wrote there, or an older page, is as if there were nothing. */
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem('hapi-last-list') ?? 'null');
      return kept && Array.isArray(kept.rows) && kept.words ? kept : undefined;
    } catch {
      return undefined;
    }
  };

  const line = (row) => {
    const item = document.createElement('li');
    item.className = row.section === 'needs' ? 'needs' : '';
    const title = document.createElement('b');
    const words = document.createElement('span');
    for (const [element, text] of [[title, row.title], [words, row.words]]) {
      element.dir = 'auto';
      element.textContent = String(text ?? '');
    }
    item.append(title, words);
    return item;
  };

  const theme = cookie('hapi-theme');
  if (theme) {
    document.documentElement.dataset.theme = theme;
  }
  const size = cookie('hapi-text');
  if (size) {
    document.documentElement.dataset.text = size;
  }

  const kept = read();
  if (kept) {
    document.documentElement.lang = kept.lang;
    const at = new Date(kept.at);
    const isToday = at.toDateString() === new Date().toDateString();
    const clock = at.toLocaleString(kept.lang, {
      ...(isToday ? {} : { day: 'numeric', month: 'short' }),
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23'
    });
    by('state').textContent = String(kept.words.asOf).replace('{0}', clock);
    by('note').textContent = kept.words.note;
    by('again').textContent = kept.words.again;
    by('rows').append(...kept.rows.map(line));
  }

  const look = async () => {
    try {
      if ((await fetch('health', { cache: 'no-store' })).ok) {
        location.reload();
      }
    } catch {
      // Still away.
    }
  };
  by('again').addEventListener('click', () => location.reload());
  window.addEventListener('online', look);
  setInterval(look, EACH);
})();
