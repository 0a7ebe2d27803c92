/** The people of the city by office, to switch between them, and the rooms of the chosen person. */
import { avatar, byId, el } from './dom.js';
import { go, onState, state } from './store.js';
import { lang, say, sayRole } from './words.js';

/** Whether a person matches the text of a search box. */
export function matches(person, query) {
  const text = `${person.name} ${person.office} ${person.roles.map(sayRole).join(' ')}`.toLocaleLowerCase('de');
  return query
    .toLocaleLowerCase('de')
    .trim()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export const badge = (count) =>
  count > 0
    ? el(
        'span',
        { class: 'badge' },
        String(count),
        el('span', { class: 'unseen' }, ` ${say('unread', { count: '' }).trim()}`),
      )
    : null;

/** Groups people by office: offices in alphabetical order, people in the server's order. */
function byOffice(people) {
  const groups = new Map();
  for (const one of people) groups.set(one.office, [...(groups.get(one.office) ?? []), one]);
  const order = new Intl.Collator(lang(), { numeric: true });
  return [...groups].sort(([a], [b]) => (a === '') - (b === '') || order.compare(a, b));
}

function drawPerson(person, chosen) {
  const roles = person.roles.map(sayRole).join(', ');
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        class: `person${person.gone ? ' gone' : ''}`,
        'aria-current': person.id === chosen ? 'true' : null,
        'data-person': person.id,
        onclick: () => go(person.id),
      },
      avatar(person.name, person.office),
      el(
        'span',
        { class: 'words' },
        el('span', { class: 'name' }, person.name),
        person.gone
          ? el('span', { class: 'subtle' }, say('gone'))
          : roles
            ? el('span', { class: 'subtle' }, roles)
            : null,
      ),
      badge(person.unread),
    ),
  );
}

function drawPeople({ people, person }) {
  const list = byId('people-list');
  const query = byId('search').value;
  const found = people.filter((one) => matches(one, query));
  const focused = document.activeElement?.dataset?.person;
  const place = list.scrollTop;
  list.replaceChildren(
    ...byOffice(found).map(([office, members], index) =>
      el(
        'section',
        { 'aria-labelledby': `office-${index}` },
        el('h3', { id: `office-${index}` }, office || say('noOffice')),
        el('ul', {}, ...members.map((member) => drawPerson(member, person))),
      ),
    ),
    ...(found.length === 0 ? [el('p', { class: 'subtle none' }, say('nobody'))] : []),
  );
  list.scrollTop = place;
  if (focused) list.querySelector(`[data-person="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function drawRooms({ rooms, room, person }) {
  const list = byId('room-list');
  const focused = document.activeElement?.dataset?.room;
  list.replaceChildren(
    ...rooms.map((one) =>
      el(
        'li',
        {},
        el(
          'button',
          {
            type: 'button',
            class: 'room',
            'aria-current': one.id === room ? 'true' : null,
            'data-room': one.id,
            onclick: () => go(person, one.id),
          },
          one.dm
            ? el('img', { src: '/local/page/logo.svg', alt: '', width: 24, height: 24 })
            : el('span', { class: 'sign', 'aria-hidden': 'true' }, '#'),
          el(
            'span',
            { class: 'words' },
            el('span', { class: 'name' }, one.dm ? 'Kanalwacht' : one.name),
            one.dm ? el('span', { class: 'subtle' }, say('dm')) : null,
          ),
          badge(one.unread),
        ),
      ),
    ),
    ...(rooms.length === 0 ? [el('li', { class: 'subtle none' }, say('noRooms'))] : []),
  );
  if (focused) list.querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

let shownPerson = null;

/** Draws both lists after every change, and scrolls a newly chosen person into view. */
export function startPeople() {
  onState((now) => {
    drawPeople(now);
    drawRooms(now);
    if (now.person !== shownPerson) {
      shownPerson = now.person;
      byId('people-list').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    }
  });
  byId('search').addEventListener('input', () => drawPeople(state));
}
