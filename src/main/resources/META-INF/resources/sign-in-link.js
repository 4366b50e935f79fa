/*
 * Follows the link that the hub prints: the token stands behind the `#`, which a browser sends to
 * nobody, and goes to the hub as the sign-in form sends it. Runs before anything else of the page
 * can look at the address.
 *
 * Decision: 0016.
 */
(() => {
  'use strict';
  const follow = () => {
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (!token) {
      return;
    }
    const here = location.pathname + location.search;
    history.replaceState(history.state, '', here);
    const form = document.createElement('form');
    form.method = 'post';
    form.action = 'sign-in';
    for (const [name, value] of Object.entries({ token, remember: 'on', next: here })) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.documentElement.append(form);
    form.submit();
  };
  follow();
  addEventListener('hashchange', follow);
})();
