/** What stands in the way of closing an incident: texts that wait, and those after which nobody gave the all clear. */
import { isWaiting, uncleared } from '../../../bot/incident/external-text.ts';
import type { Tx } from '../../../db/connect.ts';
import { type OutsideText, textsOf } from '../../../db/incident/communication.ts';
import type { Incident } from '../../../db/incident/incidents.ts';

type OpenTexts = {
  /** Draft, under review or approved: to be published or withdrawn. */
  waiting: OutsideText[];
  /** Published, and no all clear was published since. */
  uncleared: OutsideText[];
};

/** In a drill nothing is published, so that what was approved there waits for nothing. */
export async function openTexts(tx: Tx, { id, drill }: Pick<Incident, 'id' | 'drill'>): Promise<OpenTexts> {
  const texts = await textsOf(tx, id);
  return {
    waiting: texts.filter(({ state }) => isWaiting(state) && !(drill && state === 'approved')),
    uncleared: uncleared(texts),
  };
}
