/** Short notices that come up and go, and the line that screen readers follow. */
import { byId, el } from './dom.js';
import { say } from './words.js';

const STAYS = 8000;

/** An open dialog makes everything outside of it mute and dim, so notices move into it. */
function place() {
  (document.querySelector('dialog[open]') ?? document.body).append(byId('toasts'), byId('live'));
}

/** Speaks a sentence to screen readers, without showing it. */
export function announce(text) {
  place();
  const live = byId('live');
  // The same sentence twice would not be spoken twice.
  live.textContent = '';
  setTimeout(() => {
    live.textContent = text;
  }, 60);
}

/** Brings the notices back when the dialog that held them closes. */
export function followDialog(dialog) {
  dialog.addEventListener('close', place);
}

/** Shows a notice for a while; it waits while the pointer or the focus is on it. `tone` is info, good, warning or danger. */
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
