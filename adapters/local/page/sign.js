/** Draws status symbols ourselves: emoji look different everywhere, and without an emoji font they are empty boxes. */

const SIGNS = { '✅': 'good', '⛔': 'stop', '⏳': 'open', '⚠': 'warning', ℹ: 'info', '📎': 'file' };
const PATTERN = /([✅⛔⏳⚠ℹ]|📎)\uFE0F?/gu;

function signOf(text) {
  const sign = document.createElement('span');
  sign.className = 'sign-icon';
  sign.dataset.sign = SIGNS[text.replace('\uFE0F', '')];
  sign.textContent = text;
  return sign;
}

/**
 * Wraps each symbol in the element's text in a span for the style sheet. The character stays, for copying and screen
 * readers.
 */
export function drawSigns(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    if (text.parentElement.closest('option, textarea') || !text.data.match(PATTERN)) continue;
    const parts = text.data.split(/((?:[✅⛔⏳⚠ℹ]|📎)\uFE0F?)/u).filter((part) => part !== '');
    text.replaceWith(...parts.map((part) => (part.match(PATTERN) ? signOf(part) : part)));
  }
  return element;
}
