/**
 * Checks a page for people who see badly, have no mouse, or use a phone. Browser code: tests load it into the page
 * (`context.addInitScript`) and call `pageChecks.cutOff()` there.
 */

/** Visible controls and texts that extend beyond the window or their own box. */
function cutOff() {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.querySelectorAll(
    'button, input, select, textarea, p, h1, h2, h3, label, time, .ac-textBlock, .ac-richTextBlock, .name',
  )) {
    const box = element.getBoundingClientRect();
    if (
      box.width === 0 ||
      element.closest('.unseen, [inert], .skip') ||
      !element.checkVisibility({ visibilityProperty: true })
    )
      continue;
    const name = `${element.tagName}.${element.className} "${element.textContent?.slice(0, 30)}"`;
    if (box.left < -0.5 || box.right > innerWidth + 0.5) found.push(`${name} leaves the window`);
    const isText = !['INPUT', 'SELECT', 'TEXTAREA'].includes(element.tagName);
    if (isText && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      found.push(`${name} is wider than its box`);
  }
  for (const scroller of document.querySelectorAll('.scroll')) {
    if (scroller.scrollWidth > scroller.clientWidth + 1) found.push(`${scroller.id} scrolls sideways`);
  }
  return found;
}

/** Controls without a name, and duplicate ids. */
function nameless() {
  const found = [];
  for (const control of document.querySelectorAll(
    'button, input, select, textarea, [role=group], [role=radiogroup], nav, section, dialog',
  )) {
    const labels = 'labels' in control ? [...(control.labels ?? [])] : [];
    const by = (control.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id));
    const name = [
      control.getAttribute('aria-label'),
      ...labels.map((label) => label.textContent),
      ...by.map((label) => label?.textContent),
      control.tagName === 'BUTTON' ? control.textContent : '',
    ];
    if (!name.some((part) => part?.trim()) && control.getAttribute('aria-hidden') !== 'true')
      found.push(control.outerHTML.slice(0, 120));
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  found.push(...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} twice`));
  return found;
}

/** Visible texts with a contrast below 4.5 : 1. */
function lowContrast() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const seen = new Map();
  const read = (colour) => {
    const known = seen.get(colour);
    if (known) return known;
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    seen.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    return seen.get(colour);
  };
  const luminance = (colour) => {
    const [r, g, b] = colour
      .slice(0, 3)
      .map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = read(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (
      !walker.currentNode.nodeValue?.trim() ||
      parent.closest('.unseen, .sign-icon, option, datalist, [aria-disabled], :disabled, [inert]')
    )
      continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    const [text, back] = [luminance(read(getComputedStyle(parent).color)), luminance(ground(parent))];
    const contrast = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
    if (contrast < 4.5) found.add(`${contrast.toFixed(2)} : 1 "${walker.currentNode.nodeValue.trim().slice(0, 40)}"`);
  }
  return [...found];
}

/** Words in people's names that are broken across lines; a hyphen is a valid break. */
function brokenWords() {
  const found = [];
  const range = document.createRange();
  for (const { firstChild: text } of document.querySelectorAll('.person .name')) {
    for (const word of text.data.matchAll(/[^\s-]+/g)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (range.getClientRects().length > 1) found.push(word[0]);
    }
  }
  return found;
}

/** Records that the keyboard reached this element, and whether its focus is visible. */
function visit() {
  const active = document.activeElement;
  active.dataset.reached = 'yes';
  const ring = [active, active.closest('.box')].some((part) => part && getComputedStyle(part).outlineStyle !== 'none');
  const name = `${active.tagName} ${active.id} ${active.textContent?.trim().slice(0, 30)}`;
  return { name, ring, outside: active === document.body };
}

/** Controls that Tab never reached (see `visit`). A radio group is one stop. */
function outOfReach() {
  const reachedGroups = new Set(
    [...document.querySelectorAll('[data-reached][type=radio]')].map((radio) => radio.name),
  );
  return [...document.querySelectorAll('button, input, select, textarea, a[href]')]
    .filter(
      (control) =>
        control.checkVisibility({ visibilityProperty: true }) &&
        !control.closest('[inert], .unseen') &&
        !control.matches('.unseen'),
    )
    .filter((control) => control.dataset.reached !== 'yes' && !control.matches(':disabled'))
    .filter(
      (control) =>
        !(control instanceof HTMLInputElement && control.type === 'radio' && reachedGroups.has(control.name)),
    )
    .map((control) => control.outerHTML.slice(0, 120));
}

globalThis.pageChecks = { visit, brokenWords, cutOff, nameless, lowContrast, outOfReach };
