/** The page's state, its location (in the address) and unsent text (in the tab's storage). */
import { fetchState, listen, post } from './server.js';

/** The server's last state; empty before the first response. */
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

/** The location in the address bar: `#person=…&room=…`. */
function place() {
  const hash = new URLSearchParams(location.hash.slice(1));
  return { person: hash.get('person'), room: hash.get('room') };
}

/** Goes to a person (their chat with Kanalwacht) or to one of their rooms. */
export function go(person, roomId) {
  location.hash = new URLSearchParams({ person, ...(roomId ? { room: roomId } : {}) }).toString();
}

/** Redraws everything from the current state. */
export const redraw = () => {
  for (const view of viewers) view(state);
};

/** Fetches the state and draws it. Calls during a running request cause one more round. */
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
      // The person may have clicked on in the meantime.
      if (JSON.stringify(place()) !== JSON.stringify(asked)) again = true;
      else {
        state = next;
        redraw();
        await markRead();
      }
    }
  } catch {
    // The offline notice says so; the next change or click asks again.
    for (const view of onlineViewers) view(false);
  }
}

async function markRead() {
  const here = room();
  if (here && here.unread > 0 && document.visibilityState === 'visible') {
    await post('read', { person: state.person, room: here.id });
  }
}

/** Starts following the server, the address bar and the tab's visibility. */
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
