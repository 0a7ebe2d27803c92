/** The conversation in a room. Typed text, focus and scroll position stay while others act. */
import { drawCard, focusCard } from './card.js';
import { fill } from './compose.js';
import { avatar, byId, el } from './dom.js';
import { announce, toast } from './notice.js';
import { Fault, post, withKey } from './server.js';
import { drawSigns } from './sign.js';
import { me, onState, refresh, room, state } from './store.js';
import { lang, say, sayTime } from './words.js';

/** The items on the page: key (message or day) to element and source. */
let drawn = new Map();
let shownPlace = '';
let known = new Set();

const nameOf = (author) =>
  author === 'bot' ? 'Kanalwacht' : (state.people.find((one) => one.id === author)?.name ?? author);

async function press(message, pressed, button) {
  const body = { person: state.person, room: state.room, message: message.id, ...pressed };
  const { reply } = await withKey(JSON.stringify(body), (key) => post('press', { ...body, key }));
  if (reply.kind === 'notice' && reply.again) throw new Fault(reply.text);
  if (reply.kind === 'notice') toast(reply.text, reply.tone);
  await refresh();
  const shell = reply.kind === 'card' && drawn.get(reply.message)?.element.querySelector('.card');
  if (shell) focusCard(shell, button);
}

function drawMessage(message) {
  const own = message.author === state.person;
  const name = nameOf(message.author);
  const office = state.people.find((one) => one.id === message.author)?.office ?? '';
  return el(
    'li',
    { class: `message${own ? ' own' : ''}`, id: `message-${message.id}` },
    message.from === 'bot'
      ? el('img', { class: 'avatar', src: '/local/page/logo.svg', alt: '', width: 36, height: 36 })
      : avatar(name, office),
    el(
      'div',
      { class: 'body' },
      el(
        'p',
        { class: 'head' },
        el('span', { class: 'name' }, own ? say('you') : name),
        el('time', { datetime: message.at, class: 'subtle' }, sayTime(message.at, 'time')),
        message.private && !room()?.dm ? el('span', { class: 'tag' }, say('onlyYou')) : null,
      ),
      message.text ? drawSigns(el('p', { class: 'said', dir: 'auto' }, message.text)) : null,
      message.card ? drawCard(message, (pressed, button) => press(message, pressed, button)) : null,
    ),
  );
}

function drawDay(at) {
  const today = state.now && sayTime(at, 'day') === sayTime(state.now, 'day');
  return el(
    'li',
    { class: 'day' },
    el('span', {}, today ? `${say('today')}, ${sayTime(at, 'long')}` : sayTime(at, 'long')),
  );
}

/** All items the list should show, each with the data it depends on. */
function wanted(messages) {
  const items = [];
  let day = '';
  for (const message of messages) {
    const its = sayTime(message.at, 'day');
    if (its !== day)
      items.push({
        key: `day-${its}`,
        from: `${lang()} ${sayTime(state.now, 'day')}`,
        draw: () => drawDay(message.at),
      });
    day = its;
    items.push({ key: message.id, from: `${lang()} ${JSON.stringify(message)}`, draw: () => drawMessage(message) });
  }
  return items;
}

/** Redraws only what changed: an unchanged card keeps its focus and open folds. */
function reconcile(list, items) {
  const next = new Map();
  let at = list.firstElementChild;
  for (const item of items) {
    const before = drawn.get(item.key);
    const same = before?.from === item.from;
    const element = same ? before.element : item.draw();
    if (before && !same) {
      if (at === before.element) at = before.element.nextElementSibling;
      before.element.remove();
    }
    if (element === at) at = at.nextElementSibling;
    else list.insertBefore(element, at);
    next.set(item.key, { element, from: item.from });
  }
  for (const [key, { element }] of drawn) if (!next.has(key)) element.remove();
  drawn = next;
}

function drawEmpty() {
  const samples = state.commands.slice(0, 4);
  return el(
    'div',
    { class: 'empty' },
    el('img', { src: '/local/page/logo.svg', alt: '', width: 56, height: 56 }),
    el('h2', {}, say('empty')),
    ...(samples.length > 0 ? [el('p', { class: 'subtle' }, say('emptyHint'))] : []),
    el(
      'ul',
      { class: 'samples' },
      ...samples.map(({ text, hint }) =>
        el(
          'li',
          {},
          el(
            'button',
            { type: 'button', onclick: () => fill(`${text} `) },
            el('code', {}, text),
            el('span', { class: 'subtle' }, hint),
          ),
        ),
      ),
    ),
  );
}

function drawChoose() {
  return el(
    'div',
    { class: 'empty' },
    el('img', { src: '/local/page/logo.svg', alt: '', width: 56, height: 56 }),
    el('h2', {}, say('choosePerson')),
    el('p', { class: 'subtle' }, say('choosePersonNote')),
    el(
      'button',
      { type: 'button', class: 'primary narrow', onclick: () => byId('side-button').click() },
      say('openSide'),
    ),
  );
}

function drawHead() {
  const person = me();
  const here = room();
  byId('room-name').textContent = here && !here.dm ? here.name : 'Kanalwacht';
  byId('room-note').textContent = person && here ? say(here.dm ? 'dmNote' : 'roomNote', { name: person.name }) : '';
  document.title = [here && !here.dm ? here.name : null, person?.name, 'Kanalwacht'].filter(Boolean).join(' – ');
}

function show(place, container, hadNew) {
  const last = container.querySelector('li.message:last-child');
  if (!last) return;
  const tall = last.offsetHeight > container.clientHeight;
  if (place || hadNew) last.scrollIntoView({ block: tall ? 'start' : 'end' });
}

function draw() {
  const container = byId('messages');
  drawHead();
  const place = `${state.person} ${state.room}`;
  const moved = place !== shownPlace;
  if (moved) {
    drawn = new Map();
    container.replaceChildren(el('ol', { class: 'list' }));
    known = new Set(state.messages.map((message) => message.id));
  }
  shownPlace = place;
  const list = container.querySelector('.list') ?? container.appendChild(el('ol', { class: 'list' }));
  const fresh = state.messages.filter((message) => !known.has(message.id));
  reconcile(list, wanted(state.messages));
  container.querySelector('.empty')?.remove();
  if (!state.person) container.append(drawChoose());
  else if (state.messages.length === 0) container.append(drawEmpty());
  known = new Set(state.messages.map((message) => message.id));
  show(moved, container, fresh.length > 0);
  for (const message of fresh.filter((one) => one.author !== state.person)) {
    announce(
      say('newMessage', { name: nameOf(message.author), text: message.text ?? message.card?.fallbackText ?? '' }),
    );
  }
}

export function startTalk() {
  onState(draw);
}
