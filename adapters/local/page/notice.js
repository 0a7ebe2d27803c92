/** Short notices, and the live region for screen readers. */
import { byId, el } from './dom.js';
import { say } from './words.js';

const STAYS = 8000;

/** Moves the notices into an open dialog, because it dims and silences everything outside. */
function place() {
  (document.querySelector('dialog[open]') ?? document.body).append(byId('toasts'), byId('live'));
}

/** Sends a sentence to screen readers without showing it. */
export function announce(text) {
  place();
  const live = byId('live');
  // Without this, the same sentence would not be spoken a second time.
  live.textContent = '';
  setTimeout(() => {
    live.textContent = text;
  }, 60);
}

/** Moves the notices back when the dialog closes. */
export function followDialog(dialog) {
  dialog.addEventListener('close', place);
}

/** Shows a notice for a while, longer under pointer or focus. `tone` is info, good, warning or danger. */
export function toast(text, tone = 'info') {
  const close = el(
    'button',
    { type: 'button', class: 'icon', 'aria-label': say('dismiss'), onclick: () => note.remove() },
    '×',
  );
  const note = el('div', { class: 'toast', 'data-tone': tone }, el('p', {}, text), close);
  byId('toasts').append(note);
  announce(text);
  let timer = setTimeout(() => note.remove(), STAYS);
  const hold = () => clearTimeout(timer);
  const go = () => {
    clearTimeout(timer);
    timer = setTimeout(() => note.remove(), STAYS);
  };
  for (const event of ['mouseenter', 'focusin']) note.addEventListener(event, hold);
  for (const event of ['mouseleave', 'focusout']) note.addEventListener(event, go);
}
