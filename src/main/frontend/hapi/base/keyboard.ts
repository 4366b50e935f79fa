/** Below this part of the greatest height that was seen, a keyboard has taken the rest. */
const UP = 0.72;

let width = 0;
let greatest = 0;

/**
 * Does a keyboard cover a part of the screen? Some systems make the page lower, others only what is
 * seen of it; so the height is compared with the greatest since the screen was turned last.
 */
export function isKeyboardUp(): boolean {
  const height = Math.min(window.visualViewport?.height ?? Infinity, window.innerHeight);
  if (window.innerWidth !== width) {
    width = window.innerWidth;
    greatest = 0;
  }
  greatest = Math.max(greatest, height);
  return navigator.maxTouchPoints > 0 && height < greatest * UP && isWriting();
}

function isWriting(): boolean {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) {
    at = at.shadowRoot.activeElement;
  }
  return !!at?.matches('input, textarea, [contenteditable]');
}

isKeyboardUp();
