/** Public texts that block closing: those still waiting, and those without a later all-clear. */
import { isWaiting, uncleared } from '../../../bot/incident/external-text.ts';
import type { Tx } from '../../../db/connect.ts';
import { type OutsideText, textsOf } from '../../../db/incident/communication.ts';
import type { Incident } from '../../../db/incident/incidents.ts';

type OpenTexts = {
  /** Draft, under review or approved: must be published or withdrawn. */
  waiting: OutsideText[];
  /** Published, without an all-clear published since. */
  uncleared: OutsideText[];
};

/** A drill publishes nothing, so its approved texts block nothing. */
export async function openTexts(tx: Tx, { id, drill }: Pick<Incident, 'id' | 'drill'>): Promise<OpenTexts> {
  const texts = await textsOf(tx, id);
  return {
    waiting: texts.filter(({ state }) => isWaiting(state) && !(drill && state === 'approved')),
    uncleared: uncleared(texts),
  };
}
