/** Draws the signs of state ourselves: as emoji they look different everywhere, and on a machine without such a font they are boxes. */

const SIGNS = { '✅': 'good', '⛔': 'stop', '⏳': 'open', '⚠': 'warning', ℹ: 'info', '📎': 'file' };
const PATTERN = /([✅⛔⏳⚠ℹ]|📎)\uFE0F?/gu;

function signOf(text) {
  const sign = document.createElement('span');
  sign.className = 'sign-icon';
  sign.dataset.sign = SIGNS[text.replace('\uFE0F', '')];
  sign.textContent = text;
  return sign;
}

/** Puts each sign in the element's text into a span that style sheets draw; the letter stays, for copying and reading aloud. */
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
