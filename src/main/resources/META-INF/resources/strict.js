/*
 * Runs before every other script of a page, so that the page can do without eval.
 *
 * Vaadin's client turns expressions that the server sends into functions, with `new Function`. The
 * server only ever sends a few forms of them; this file knows those forms and builds the functions
 * without compiling text. Any other expression is an error that names it: give it a form here.
 * Styles that scripts of the page make get the page's nonce.
 *
 * Decision: 0010.
 */
(() => {
  'use strict';
  const nonce = document.currentScript.nonce;
  const Native = window.Function;
  const built = new Map();

  /** A value in an expression: an argument, `this`, or a constant; each is read from `scope`. */
  const value = (text, scope) => {
    const word = text.trim();
    if (word === 'true' || word === 'false') {
      return word === 'true';
    }
    if (word === 'this' || word === 'element' || /^\$\d+$/.test(word)) {
      return scope[word];
    }
    if (/^-?\d+$/.test(word)) {
      return Number(word);
    }
    throw new TypeError(`cannot read ${word}`);
  };
  const list = (text, scope) =>
    text.trim() === '' ? [] : text.split(',').map((it) => value(it, scope));
  const follow = (from, path) => path.reduce((it, name) => it[name], from);
  const call = (from, path, args) => {
    const names = path.split('.');
    const last = names.pop();
    const owner = follow(from, names);
    return owner[last](...args);
  };
  const FLAG = '(?:!?event\\.[\\w.]+|\\d+|true|false)';
  const flag = (text, event) =>
    text.startsWith('!')
      ? !flag(text.slice(1), event)
      : text.startsWith('event.')
        ? text.split('.').slice(1).reduce((it, name) => it?.[name], event)
        : JSON.parse(text);

  /** Whole expressions of Vaadin, as they are; `s` holds the arguments and `this`. */
  const exact = {
    'callback();': (s) => s.callback(),
    "if ( element.shadowRoot ) { return element.shadowRoot; } else { return element.attachShadow({'mode' : 'open'});}":
      (s) => s.element.shadowRoot ?? s.element.attachShadow({ mode: 'open' }),
    'document.title = $0;\n    if(window?.Vaadin?.documentTitleSignal) {\n        window.Vaadin.documentTitleSignal.value = $0;\n    }':
      (s) => {
        document.title = s.$0;
        if (window.Vaadin?.documentTitleSignal) {
          window.Vaadin.documentTitleSignal.value = s.$0;
        }
      },
    'const el = this;\n    window.addEventListener(\'resize\', evt => {\n        const event = new Event("window-resize");\n        event.w = document.documentElement.clientWidth;\n        event.h = document.documentElement.clientHeight;\n        el.dispatchEvent(event);\n    });':
      (s) => {
        window.addEventListener('resize', () => {
          const event = new Event('window-resize');
          event.w = document.documentElement.clientWidth;
          event.h = document.documentElement.clientHeight;
          s.this.dispatchEvent(event);
        });
      },
    "setTimeout(() => { window.history.pushState($0, '', $1); window.dispatchEvent(new CustomEvent('vaadin-navigated')); })":
      (s) => navigated('pushState', s),
    "setTimeout(() => { window.history.replaceState($0, '', $1); window.dispatchEvent(new CustomEvent('vaadin-navigated')); })":
      (s) => navigated('replaceState', s),
    "window.dispatchEvent(new CustomEvent('vaadin-redirect-pending', {detail: {url: $0}})); if ($1 == '_self') this.stopApplication(); window.open($0, $1)":
      (s) => {
        window.dispatchEvent(new CustomEvent('vaadin-redirect-pending', { detail: { url: s.$0 } }));
        if (s.$1 === '_self') {
          s.this.stopApplication();
        }
        window.open(s.$0, s.$1);
      },
    'window.location.reload();': () => window.location.reload(),
    'if($0.$connector) $0.$connector.reset();': (s) => s.$0.$connector?.reset(),
    'setTimeout(() => this.focus(), 0)': (s) => void setTimeout(() => s.this.focus(), 0),
    'setTimeout(function(){$0.focus()},0)': (s) => void setTimeout(() => s.$0.focus(), 0)
  };

  const navigated = (how, s) =>
    void setTimeout(() => {
      window.history[how](s.$0, '', s.$1);
      window.dispatchEvent(new CustomEvent('vaadin-navigated'));
    });

  /** Forms with names in them. Each makes, from what it matched, a function of the scope. */
  const forms = [
    [/^return window\.Vaadin\.Flow\.loadOnDemand\('([0-9a-f]+)'\);$/, ([key]) => () =>
      window.Vaadin.Flow.loadOnDemand(key)],
    [/^(?:return )?window\.((?:Vaadin\.)[\w.]+)\(([^()]*)\);?$/, ([path, args]) => (s) =>
      call(window, path, list(args, s))],
    [/^(?:return )?(\$\d+|this)\.([\w$.]+)\(([^()]*)\);?$/, ([from, path, args]) => (s) =>
      call(value(from, s), path, list(args, s))],
    [/^(?:return )?(\$\d+|this)\.([\w$.]+)$/, ([from, path]) => (s) =>
      follow(value(from, s), path.split('.'))],
    [/^(\$\d+|this)\.([\w$]+) ?= ?(\$\d+)$/, ([to, name, from]) => (s) => {
      value(to, s)[name] = s[from];
    }],
    // The answer of a method that the page has called on the server.
    [/^this\.\$server\['}p'\]\((\$\d+), (true|false), (\$\d+)\)$/, ([id, isDone, it]) => (s) =>
      s.this.$server['}p'](s[id], isDone === 'true', s[it])],
    [/^return \(async function\(\) \{([^]*)\}\)\.apply\((\$\d+)\)$/, ([body, self]) => {
      const inner = understand(body);
      return async (s) => inner({ ...s, this: s[self] });
    }],
    // A call whose answer the server waits for.
    [/^try\{Promise\.resolve\(\(async function\(\)\{([^]*)\}\)\(\)\)\.then\((\$\d+),function\(error\)\{(\$\d+)\(''\+error\)\}\)\}catch\(error\)\{\$\d+\(''\+error\)\}$/,
      ([body, done, failed]) => {
        const inner = understand(body);
        return (s) =>
          void (async () => inner(s))().then(s[done], (error) => s[failed]('' + error));
      }],
    // What the server wants to know of an event.
    [new RegExp(`^return \\((${FLAG})\\)$`), ([it]) => (s) => flag(it, s.event)],
    [new RegExp(`^return \\(\\((${FLAG})\\) && event\\.(preventDefault|stopPropagation)\\(\\)\\)$`),
      ([it, what]) => (s) => flag(it, s.event) && s.event[what]()],
    [/^return \(element\.([\w.]+)\)$/, ([path]) => (s) =>
      path.split('.').reduce((it, name) => it?.[name], s.element)]
  ];

  function understand(text) {
    const body = text.trim();
    if (Object.hasOwn(exact, body)) {
      return exact[body];
    }
    for (const [form, make] of forms) {
      const match = form.exec(body);
      if (match) {
        return make(match.slice(1));
      }
    }
    const error = new EvalError(`strict.js does not know the expression: ${body}`);
    console.error(error.message);
    throw error;
  }

  function Strict(...texts) {
    const body = String(texts.pop() ?? '');
    const names = texts.flatMap((it) => String(it).split(',')).map((it) => it.trim());
    const key = names.join() + '\n' + body;
    let run = built.get(key);
    if (!run) {
      run = understand(body);
      built.set(key, run);
    }
    return function (...args) {
      const scope = { this: this };
      names.forEach((name, index) => (scope[name] = args[index]));
      return run(scope);
    };
  }
  Strict.prototype = Native.prototype;
  window.Function = Strict;

  window.litNonce = nonce;
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (name, ...rest) {
    const element = create.call(this, name, ...rest);
    if (element instanceof HTMLStyleElement) {
      element.nonce = nonce;
    }
    return element;
  };
})();
