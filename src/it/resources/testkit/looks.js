// What a person can see of a page, shadows included: controls, texts, and where they lie.
(() => {
  const CONTROLS =
    'a[href], button, input:not([type=hidden]), textarea, select, summary,' +
    '[role=button], [role=option], [role=menuitem], [role=tab], [role=switch], [tabindex="0"]';

  const parentOf = it => it.assignedSlot || it.parentElement || (it.getRootNode() || {}).host || null;

  function* all(root) {
    for (const it of root.querySelectorAll('*')) {
      yield it;
      if (it.shadowRoot) yield* all(it.shadowRoot);
    }
  }

  const isInside = (it, outer) => {
    for (let at = it; at; at = parentOf(at)) if (at === outer) return true;
    return false;
  };

  // The part of the box that no scroller, no clipping element and no screen cuts off; null if none.
  const visibleBox = (it, box) => {
    let { left, top, right, bottom } = box;
    for (let at = it; at; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.display === 'none' || style.visibility !== 'visible' && at === it) return null;
      if (Number(style.opacity) === 0 || at.inert || at.getAttribute('aria-hidden') === 'true') return null;
      if (at !== it && at !== document.body && at !== document.documentElement) {
        const frame = at.getBoundingClientRect();
        if (style.overflowX !== 'visible') { left = Math.max(left, frame.left); right = Math.min(right, frame.right); }
        if (style.overflowY !== 'visible') { top = Math.max(top, frame.top); bottom = Math.min(bottom, frame.bottom); }
      }
      if (style.position === 'fixed') break;
    }
    left = Math.max(left, 0); top = Math.max(top, 0);
    right = Math.min(right, document.documentElement.clientWidth); bottom = Math.min(bottom, innerHeight);
    return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : null;
  };

  const nameOf = it => {
    const root = it.getRootNode();
    const host = root.host ? root.host.localName + ' ' : '';
    const words = (it.getAttribute('aria-label') || it.textContent || it.placeholder || '').trim();
    const kind = it.localName + (it.className && it.className.split ? '.' + it.className.split(' ').join('.') : '');
    return host + kind + ' "' + words.replace(/\s+/g, ' ').slice(0, 40) + '"';
  };

  const modal = () => {
    const found = [...all(document)].filter(it => it.matches('dialog:modal, [aria-modal=true]') && visibleBox(it, it.getBoundingClientRect()));
    return found.length ? found[found.length - 1] : null;
  };

  // Controls that are seen now; behind an open modal none.
  const controls = () => {
    const top = modal();
    const found = [];
    for (const it of all(document)) {
      if (!it.matches(CONTROLS) || top && !isInside(it, top)) continue;
      const box = visibleBox(it, it.getBoundingClientRect());
      if (box) found.push({ it, box });
    }
    return found;
  };

  // Pairs of controls of which one lies on the other. `allowed`: what may float over others.
  const overlaps = allowed => {
    const found = [];
    const seen = controls().filter(({ it }) => !allowed || !it.matches(allowed));
    for (let i = 0; i < seen.length; i++) {
      for (let j = i + 1; j < seen.length; j++) {
        const a = seen[i], b = seen[j];
        if (isInside(a.it, b.it) || isInside(b.it, a.it)) continue;
        if (a.it.labels && [...a.it.labels].some(l => isInside(b.it, l))) continue;
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (wide > 1.5 && high > 1.5) {
          found.push(nameOf(a.it) + ' and ' + nameOf(b.it) + ' share ' + Math.round(wide) + 'x' + Math.round(high));
        }
      }
    }
    return found;
  };

  const scrolls = (it, axis) => {
    for (let at = it; at; at = parentOf(at)) {
      if (/auto|scroll/.test(getComputedStyle(at)[axis])) return true;
    }
    return false;
  };

  // Texts of which a part can be neither seen nor scrolled to, without a sign that it is cut.
  const clipped = () => {
    const found = [];
    if (document.scrollingElement.scrollWidth > document.documentElement.clientWidth + 1) {
      found.push('the page is ' + document.scrollingElement.scrollWidth + ' wide on a screen of ' + document.documentElement.clientWidth);
    }
    for (const it of all(document)) {
      const own = [...it.childNodes].some(n => n.nodeType === 3 && n.data.trim());
      if (!own || /^(script|style|title|option|noscript)$/.test(it.localName)) continue;
      const box = it.getBoundingClientRect();
      if (!visibleBox(it, box) || box.width < 2 || box.height < 2) continue;
      const style = getComputedStyle(it);
      const inline = style.display === 'inline';
      if (!inline && /hidden|clip/.test(style.overflowX) && it.scrollWidth > it.clientWidth + 1 && style.textOverflow !== 'ellipsis') {
        found.push('cut at its side: ' + nameOf(it));
      }
      const clamped = style.webkitLineClamp && style.webkitLineClamp !== 'none';
      const high = parseFloat(style.fontSize) * 0.5;
      if (!inline && /hidden|clip/.test(style.overflowY) && !clamped && it.scrollHeight > it.clientHeight + high) {
        found.push('cut at its end: ' + nameOf(it));
      }
      if ((box.right > document.documentElement.clientWidth + 1 || box.left < -1) && !scrolls(it, 'overflowX')) {
        let cut = false;
        for (let at = parentOf(it); at; at = parentOf(at)) {
          const outer = getComputedStyle(at);
          if (/hidden|clip/.test(outer.overflowX) && outer.textOverflow === 'ellipsis') { cut = true; break; }
        }
        if (!cut) found.push('outside the screen: ' + nameOf(it));
      }
    }
    return [...new Set(found)];
  };

  // Controls a finger cannot hit: smaller than `least` in either direction.
  const small = least =>
    controls()
      .filter(({ it }) => !/^(inline)$/.test(getComputedStyle(it).display))
      .filter(({ it }) => !it.closest('.prose, .markdown'))
      // A line over the whole width, of which there are many: lower, as the design has it.
      .filter(({ it }) => { const box = it.getBoundingClientRect(); return box.width < 200 || box.height < 34; })
      .filter(({ it }) => !it.labels || ![...it.labels].some(l => l.getBoundingClientRect().height >= least))
      .filter(({ it }) => {
        const box = it.getBoundingClientRect();
        return box.width < least - 0.5 || box.height < least - 0.5;
      })
      .map(({ it }) => {
        const box = it.getBoundingClientRect();
        return nameOf(it) + ' is ' + Math.round(box.width) + 'x' + Math.round(box.height);
      });

  const focused = () => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    return at;
  };

  // Does it, or what is drawn around it, show that it has the focus?
  const isRinged = it => {
    const has = style =>
      style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
    for (let at = it, i = 0; at && i < 4; at = parentOf(at), i++) {
      // Of a field that is drawn by another element, that one shows it.
      const drawn = it.matches('[type=radio], [type=checkbox]') && at.parentNode ? [...at.parentNode.children] : [at];
      if (drawn.some(part => [null, '::before', '::after'].some(which => has(getComputedStyle(part, which))))) return true;
    }
    return false;
  };

  // Do the arrows lead to it, from another of its group?
  const isArrowed = it =>
    it.type === 'radio' || it.matches('[role=option], [role=menuitem], [role=tab], [role=radio]')
    || it.getAttribute('tabindex') === '-1';

  return { all, isRinged, isArrowed, controls, overlaps, clipped, small, focused, nameOf, visibleBox };
})()
