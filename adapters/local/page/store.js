/** What the page knows, where it stands (in the address) and what was typed but not sent (in the tab's storage). */
import { fetchState, listen, post } from './server.js';

/** The last state of the server; before the first answer an empty one. */
export let state = { people: [], person: null, rooms: [], room: null, messages: [], commands: [], now: null };

const viewers = [];
const onlineViewers = [];
let running = null;
let again = false;

/** `view(state)` is called after every change of the state or the language. */
export const onState = (view) => viewers.push(view);
export const onOnline = (view) => onlineViewers.push(view);

export const me = () => state.people.find((person) => person.id === state.person) ?? null;
export const room = () => state.rooms.find((one) => one.id === state.room) ?? null;

/** The place in the address bar: `#person=…&room=…`. */
function place() {
  const hash = new URLSearchParams(location.hash.slice(1));
  return { person: hash.get('person'), room: hash.get('room') };
}

/** Goes to a person (their chat with Kanalwacht) or to one of their rooms. */
export function go(person, roomId) {
  location.hash = new URLSearchParams({ person, ...(roomId ? { room: roomId } : {}) }).toString();
}

/** Draws everything again from what is known. */
export const redraw = () => {
  for (const view of viewers) view(state);
};

/** Asks the server for the state and draws it; wishes during a running request become one more round of it. */
export function refresh() {
  again = true;
  running ??= rounds().finally(() => {
    running = null;
  });
  return running;
}

async function rounds() {
  try {
    while (again) {
      again = false;
      const asked = place();
      const next = await fetchState(asked.person, asked.room);
      // Somebody may have clicked on while the answer was on its way.
      if (JSON.stringify(place()) !== JSON.stringify(asked)) again = true;
      else {
        state = next;
        redraw();
        await markRead();
      }
    }
  } catch {
    // The broken line says so already; the next change or the next click asks again.
    for (const view of onlineViewers) view(false);
  }
}

async function markRead() {
  const here = room();
  if (here && here.unread > 0 && document.visibilityState === 'visible') {
    await post('read', { person: state.person, room: here.id });
  }
}

/** Begins to follow the server, the address bar and the tab's visibility. */
export function start() {
  addEventListener('hashchange', refresh);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
  listen(refresh, (online) => {
    for (const view of onlineViewers) view(online);
  });
}

/** Typed but not sent; survives a reload of the tab. */
export const drafts = {
  read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(`kanalwacht.${key}`) ?? 'null');
    } catch {
      return null;
    }
  },
  write(key, value) {
    if (value === null) sessionStorage.removeItem(`kanalwacht.${key}`);
    else sessionStorage.setItem(`kanalwacht.${key}`, JSON.stringify(value));
  },
};
