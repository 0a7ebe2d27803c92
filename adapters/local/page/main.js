/** Starts the parts of the page. */
import { startClock } from './clock.js';
import { startCompose } from './compose.js';
import { byId } from './dom.js';
import { startPeople } from './people.js';
import { onOnline, redraw, refresh, start } from './store.js';
import { startTalk } from './talk.js';
import { drawWords, setLang } from './words.js';

const NARROW = matchMedia('(max-width: 860px)');

/** On a phone, people and rooms are a drawer and the clock is a panel. When closed, the keyboard skips them. */
function startDrawers() {
  const side = byId('side');
  const cover = byId('side-cover');
  const open = (isOpen) => {
    const shown = isOpen && NARROW.matches;
    side.classList.toggle('open', shown);
    side.inert = NARROW.matches && !shown;
    cover.hidden = !shown;
    byId('talk').inert = shown;
    byId('side-button').setAttribute('aria-expanded', String(shown));
    if (shown) byId('search').focus();
  };
  const tools = (isOpen) => {
    byId('tools').classList.toggle('open', isOpen);
    byId('tools-button').setAttribute('aria-expanded', String(isOpen));
  };
  byId('side-button').addEventListener('click', () => open(!side.classList.contains('open')));
  byId('tools-button').addEventListener('click', () => tools(!byId('tools').classList.contains('open')));
  cover.addEventListener('click', () => open(false));
  side.addEventListener('click', (event) => {
    if (event.target.closest('[data-person], [data-room]') && NARROW.matches) open(false);
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || byId('directory').open) return;
    if (side.classList.contains('open')) {
      open(false);
      byId('side-button').focus();
    }
    tools(false);
  });
  document.addEventListener('click', (event) => {
    if (!event.target.closest('#tools, #tools-button, dialog')) tools(false);
  });
  NARROW.addEventListener('change', () => open(false));
  open(false);
}

for (const button of document.querySelectorAll('[data-lang]')) {
  button.addEventListener('click', () => {
    setLang(button.dataset.lang);
    redraw();
    refresh();
  });
}
onOnline((online) => {
  byId('offline').hidden = online;
});

drawWords();
startDrawers();
startPeople();
startClock();
startCompose();
startTalk();
start();
