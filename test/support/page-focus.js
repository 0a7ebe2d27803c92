/**
 * Describes the focused element. Browser code: tests load it into the page (`context.addInitScript`) and call
 * `pageFocus()` there.
 */

/** The text that a screen reader speaks, without decoration. */
function spoken(element) {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll('[aria-hidden=true]')) part.remove();
  return copy.textContent.replace(/\s+/g, ' ').trim();
}

function pageFocus() {
  const at = document.activeElement;
  if (!at || at === document.body) return { kind: 'page', label: '', option: '', value: '', on: false, inCard: false };
  const kind = at.tagName === 'INPUT' ? at.type : at.tagName.toLowerCase();
  const own = [...(at.labels ?? [])].map((label) => label.textContent.trim()).join(' ');
  const named = (at.getAttribute('aria-labelledby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent.trim() ?? '')
    .join(' ')
    .trim();
  const group = at.closest('[role=radiogroup], [role=group]');
  const groupLabel = document.getElementById(group?.getAttribute('aria-labelledby') ?? '')?.textContent.trim() ?? '';
  const isChoice = kind === 'radio' || kind === 'checkbox';
  return {
    kind,
    label: isChoice ? groupLabel : named || own || (at.getAttribute('aria-label') ?? spoken(at)),
    option: isChoice ? own || named : kind === 'select' ? (at.selectedOptions[0]?.textContent.trim() ?? '') : '',
    value: at.value ?? '',
    on: at.checked === true,
    inCard: at.closest('.card') !== null,
  };
}

globalThis.pageFocus = pageFocus;
