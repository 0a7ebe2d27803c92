/** The workspace's clock, and the directory in which people can be marked as gone. */
import { avatar, byId, el, whileBusy } from './dom.js';
import { followDialog, toast } from './notice.js';
import { matches } from './people.js';
import { post } from './server.js';
import { onState, refresh, state } from './store.js';
import { say, sayTime } from './words.js';

async function forward(button) {
  await whileBusy(button, async () => {
    try {
      const { now } = await post('clock', { to: button.dataset.forward });
      await refresh();
      toast(say('clockSet', { date: sayTime(now, 'long') }));
    } catch (fault) {
      toast(fault.message, 'danger');
    }
  });
}

async function mark(button, person) {
  await whileBusy(button, async () => {
    try {
      await post('gone', { person: person.id, gone: !person.gone });
      await refresh();
      toast(say(person.gone ? 'cameBack' : 'wentOff', { name: person.name }));
    } catch (fault) {
      toast(fault.message, 'danger');
    }
  });
}

function drawDirectory({ people }) {
  if (!byId('directory').open) return;
  const focused = document.activeElement?.dataset?.mark;
  const found = people.filter((one) => matches(one, byId('directory-search').value));
  const list = byId('directory-list');
  list.replaceChildren(
    ...found.map((person) => {
      const word = say(person.gone ? 'markBack' : 'markGone');
      const button = el(
        'button',
        { type: 'button', class: 'small', 'data-mark': person.id, 'aria-label': `${person.name}: ${word}` },
        word,
      );
      button.addEventListener('click', () => mark(button, person));
      return el(
        'li',
        { class: person.gone ? 'gone' : null },
        avatar(person.name, person.office),
        el(
          'span',
          { class: 'words' },
          el('span', { class: 'name' }, person.name),
          el(
            'span',
            { class: 'subtle' },
            [person.office, person.gone ? say('gone') : null].filter(Boolean).join(' · '),
          ),
        ),
        button,
      );
    }),
    ...(found.length === 0 ? [el('li', { class: 'subtle none' }, say('nobody'))] : []),
  );
  if (focused) list.querySelector(`[data-mark="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Connects the buttons of the clock and the directory. */
export function startClock() {
  onState((now) => {
    const date = byId('date');
    date.dateTime = now.now ?? '';
    date.textContent = now.now ? sayTime(now.now, 'long') : '';
    drawDirectory(now);
  });
  for (const button of document.querySelectorAll('[data-forward]'))
    button.addEventListener('click', () => forward(button));
  const directory = byId('directory');
  byId('directory-button').addEventListener('click', () => {
    byId('directory-search').value = '';
    directory.showModal();
    drawDirectory(state);
  });
  followDialog(directory);
  byId('directory-close').addEventListener('click', () => directory.close());
  byId('directory-search').addEventListener('input', () => drawDirectory(state));
  // A click on the backdrop closes the dialog. Inside it, the target is always a child.
  directory.addEventListener('click', (event) => event.target === directory && directory.close());
}
