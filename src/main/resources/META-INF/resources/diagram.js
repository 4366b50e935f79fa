// Runs in the page of diagrams: gets words, gives pictures. See DiagramController.
(() => {
  'use strict';
  const page = window.parent;

  // The drawer reads labels as markup before it makes them safe. Whatever reads it, a template too,
  // has the policy of this page, so handlers are no handlers before: there is nothing to block.
  const markup = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML');
  const parse = DOMParser.prototype.parseFromString;
  Object.defineProperty(Element.prototype, 'innerHTML', {
    ...markup,
    set(words) {
      markup.set.call(this, withoutHandlers(words));
    }
  });
  DOMParser.prototype.parseFromString = function (words, type) {
    return parse.call(this, withoutHandlers(words), type);
  };

  const owners = [window, SVGElement.prototype, SVGAnimationElement.prototype, HTMLElement.prototype];
  const isHandler = (name) => /^onfocus(in|out)$/.test(name) || owners.some((it) => name in it);

  /** From the first tag to the end of the last one, since a tag may hide its end in a value. */
  function withoutHandlers(words) {
    return String(words).replace(/<[a-z!?/][^]*>/i, (tags) =>
      tags.replace(/on[a-z]+(?=\s*=)/gi, (name) =>
        isHandler(name.toLowerCase()) ? 'data-' + name : name
      )
    );
  }

  function prepare(isDark) {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      theme: isDark ? 'dark' : 'neutral',
      fontFamily: 'system-ui, sans-serif'
    });
  }

  window.addEventListener('message', async (event) => {
    if (event.source !== page) {
      return;
    }
    const { id, words, isDark } = event.data;
    try {
      prepare(isDark);
      const { svg } = await mermaid.render('diagram-' + id, words);
      page.postMessage({ id, svg }, '*');
    } catch {
      page.postMessage({ id }, '*');
    }
  });
  page.postMessage({ isReady: true }, '*');
})();
