/** Talks to Kanalwacht: requests with clear faults, and the line that says when something changed. */
import { lang, say } from './words.js';

/** A request that failed; the message is for people. */
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

/** What the person sees, with the room open. */
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

/** Calls `onChange` after each change and after a broken line is mended, `onLine` when it breaks or comes back. */
export function listen(onChange, onLine) {
  const source = new EventSource('/local/events');
  source.addEventListener('hello', () => {
    onLine(true);
    onChange();
  });
  source.addEventListener('change', onChange);
  source.addEventListener('error', () => {
    onLine(false);
    // A browser gives up for good when the answer was no stream, for example while the program starts.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(onChange, onLine), 2000);
  });
}

const failed = new Map();

/**
 * Runs `work` with a key of its own. After a failure the same request gets the same key again, so that a click whose
 * answer was lost is not done twice.
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
