/** The shape of a view: it turns a reference and a reader into a card. */

import type { CardRef } from '../bot/delivery/effect.ts';
import { type Actor, actorOf } from '../bot/organisation/permission.ts';
import type { Calendar } from '../bot/time/calendar.ts';
import { berlinDay } from '../bot/time/day.ts';
import type { Card, Lang } from '../cards/node.ts';
import { type Say, say } from '../cards/text.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation/organisation.ts';

/** The reader of a card: a person in their DM, or everybody in a room (actor null). */
export type Reader = {
  /** Null in a room. A person without an actor has left. */
  person: string | null;
  actor: Actor | null;
  lang: Lang;
  say: Say;
  now: Date;
  org: Org;
  calendar: Calendar;
};
export type View = (tx: Tx, ref: CardRef, reader: Reader) => Promise<Card | null>;

export const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1);

/** @param person null for a room */
export function readerOf(
  org: Org,
  { person, lang }: { person: string | null; lang: Lang },
  now: Date,
  calendar: Calendar,
): Reader {
  const actor = person ? actorOf(person, org.organisation, org.gone, berlinDay(now)) : null;
  return { person, actor, lang, say: say(lang), now, org, calendar };
}
