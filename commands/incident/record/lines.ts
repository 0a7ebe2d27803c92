/** The timeline in words: time, author, event and typed text of each line. */
import type { Lang } from '../../../cards/node.ts';
import { sayIfKnown, sayTime } from '../../../cards/text.ts';
import type { Tx } from '../../../db/connect.ts';
import { type Entry, entriesOf } from '../../../db/incident/incidents.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { entryHash } from '../timeline-entry.ts';

export type TimelineLine = {
  at: Date;
  /** Berlin time, for example `21.11.2026, 14:05 Uhr`. */
  shown: string;
  /** A name, the bot, or the placeholder for a deleted name. */
  by: string;
  kind: string;
  /** What happened, in a few words. */
  what: string;
  /** The typed text, literally. */
  text: string;
  /** The hash in the audit. */
  sha256: string;
};

/** Matches the whole key, because a file may be called `p_1.png`. */
const isPerson = (value: unknown): value is string => typeof value === 'string' && /^p_[\w-]{20}$/.test(value);

/** An incident's whole timeline, oldest first. */
export async function timeline(tx: Tx, incident: string, lang: Lang): Promise<TimelineLine[]> {
  const entries = await entriesOf(tx, incident);
  const people = entries.flatMap(({ by, data }) => [by, ...Object.values(data)]).filter(isPerson);
  const names = await namesOf(tx, people);
  return entries.map((entry) => lineOf(entry, names, lang));
}

function lineOf(entry: Entry, names: ReadonlyMap<string, string>, lang: Lang): TimelineLine {
  const gone = sayIfKnown(lang, 'word.deleted-person') ?? '';
  const nameOf = (key: string) => names.get(key) ?? gone;
  const args = Object.fromEntries(
    Object.entries(entry.data).map(([key, value]) => [
      key,
      isPerson(value) ? nameOf(value) : sayValue(key, value, lang),
    ]),
  );
  return {
    at: entry.at,
    shown: sayTime(lang, entry.at),
    by: isPerson(entry.by) ? nameOf(entry.by) : 'Kanalwacht',
    kind: entry.kind,
    what: sayIfKnown(lang, `timeline.${entry.kind}`, args) ?? entry.kind,
    text: entry.text,
    sha256: entryHash(entry),
  };
}

/** How timeline data stores a moment. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Codes with a word of their own (`role: lead`, `control: lost`) are shown as that word. */
function sayValue(key: string, value: string | number | boolean, lang: Lang): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && MOMENT.test(value)) return sayTime(lang, new Date(value));
  const words = {
    chat: 'chat',
    role: 'incident.role',
    control: 'incident.control',
    from: 'incident.state',
    to: 'incident.state',
  };
  const group = (words as Record<string, string | undefined>)[key];
  return (group && sayIfKnown(lang, `${group}.${value}`)) ?? String(value);
}
