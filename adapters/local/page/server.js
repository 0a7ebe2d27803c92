/** Talks to Kanalwacht: requests with readable errors, and the event stream for changes. */
import { lang, say } from './words.js';

/** A failed request. The message is for people. */
export class Fault extends Error {}

async function ask(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Fault(say('unreachable'));
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Fault(body.error ?? say('failed'));
  return body;
}

/** What the person sees with this room open. */
export function fetchState(person, room) {
  const query = new URLSearchParams({ lang: lang(), ...(person ? { person } : {}), ...(room ? { room } : {}) });
  return ask(`/local/state?${query}`);
}

/** @param {'say' | 'press' | 'read' | 'clock' | 'gone'} what */
export function post(what, body) {
  return ask(`/local/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...body, lang: lang() }),
  });
}

/** Calls `onChange` after each change and each reconnect, `onLine` when the connection breaks or returns. */
export function listen(onChange, onLine) {
  const source = new EventSource('/local/events');
  source.addEventListener('hello', () => {
    onLine(true);
    onChange();
  });
  source.addEventListener('change', onChange);
  source.addEventListener('error', () => {
    onLine(false);
    // The browser gives up if the response is not a stream, for example while the program starts.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(onChange, onLine), 2000);
  });
}

const failed = new Map();

/**
 * Runs `work` with a key. After a failure the same request gets the same key, so that a click whose response was lost
 * is not executed twice.
 */
export async function withKey(request, work) {
  const key = failed.get(request) ?? crypto.randomUUID();
  try {
    const reply = await work(key);
    if (reply?.again) failed.set(request, key);
    else failed.delete(request);
    return reply;
  } catch (error) {
    failed.set(request, key);
    throw error;
  }
}
