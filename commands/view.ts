/** The shape of a view: from a reference and a reader to a card. */
import type { CardRef } from '../bot/effect.ts';
import type { Actor } from '../bot/permission.ts';
import type { Card, Lang } from '../cards/node.ts';
import type { Say } from '../cards/text.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation.ts';

/** Who will read it: a person in their DM, or (actor null) everybody in a room. */
export type Reader = { actor: Actor | null; lang: Lang; say: Say; now: Date; org: Org };
export type View = (tx: Tx, ref: CardRef, reader: Reader) => Promise<Card | null>;

export const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1);
