/*
 * Over a load that the page asked for itself, the old screen stands until the new one is drawn; a
 * page that was asleep is never seen empty. A browser that cannot do it shows the paper between
 * them. Runs before the first frame of the new page.
 *
 * Decision: 0040.
 */
(() => {
  'use strict';
  const LOADS = 'hapi-loads';
  /** What is not there by then is shown as it is. */
  const MOST = '4s';

  const keep = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      @view-transition { navigation: auto }
      @keyframes hapi-hold { from { opacity: 1 } to { opacity: 1 } }
      ::view-transition-old(root) { animation: hapi-hold ${MOST}; mix-blend-mode: normal }
      ::view-transition-new(root) { animation: none; opacity: 0 }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    // Only for this load: where a person goes next is not held.
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((it) => it !== sheet);
    };
  };

  /** A hold that is ended early, or that the next page does not want, says so by these. */
  const hush = (hold) => {
    hold?.ready.catch(() => {});
    hold?.updateCallbackDone.catch(() => {});
    return hold?.finished.catch(() => {});
  };
  window.addEventListener('pageswap', (event) => void hush(event.viewTransition));

  // Ours and the framework's; a person who presses "reload" has their browser's.
  window.navigation?.addEventListener('navigate', (event) => {
    if (
      event.navigationType === 'reload' &&
      !event.userInitiated &&
      event.cancelable &&
      !location.hash
    ) {
      event.preventDefault();
      sessionStorage.setItem(LOADS, '1');
      keep();
      setTimeout(() => location.replace(location.href));
    }
  });

  if (!sessionStorage.getItem(LOADS)) {
    return;
  }
  sessionStorage.removeItem(LOADS);
  window.isHeld = true;
  const drop = keep();
  const isDrawn = () => {
    const view = document.querySelector('.shell, .page');
    return !!view && !view.querySelector(':not(:defined)');
  };
  window.addEventListener('pagereveal', (event) => {
    const hold = event.viewTransition;
    const look = (frames) => {
      if (frames > 1) {
        hold.skipTransition();
      } else {
        requestAnimationFrame(() => look(isDrawn() ? frames + 1 : 0));
      }
    };
    if (hold) {
      void hush(hold).then(drop);
      look(0);
    } else {
      drop();
    }
  });
})();
