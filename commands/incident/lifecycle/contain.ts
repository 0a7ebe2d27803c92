/** `/incident contain`, `worse`, `lost`: how far the damage is under control. */

import { z } from 'zod';
import { refuse } from '../../../bot/refusal.ts';
import type { Tx } from '../../../db/connect.ts';
import { grantsOn } from '../../../db/incident/facts.ts';
import { combine } from '../../combine.ts';
import { goesOn } from '../dormant/checklist-restart.ts';
import type { IncidentDossier } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { headCard, move } from './move.ts';
import { reasoned } from './reasoned.ts';

const hitIn = ({ places }: IncidentDossier) => places.filter(({ place }) => place.part === 'hit');

/** Connectors switched on for the affected channels. */
export const grantsOnAffected = (tx: Tx, file: IncidentDossier) =>
  grantsOn(
    tx,
    hitIn(file).map(({ channel }) => channel.id),
  );

/** The attacker can no longer post: each channel is secured and stopped or restored, or lost beyond the city's reach. */
const isStopped = (file: IncidentDossier): boolean =>
  hitIn(file).every(
    ({ place: { control, stage, restoredAt } }) =>
      control === 'lost' || (control === 'secured' && (stage !== null || restoredAt !== null)),
  );

export const contain = incidentCommand({
  word: 'contain',
  aliases: ['eingedämmt', 'eindämmen', 'eingedaemmt'],
  rank: 120,
  bare: true,
  args: { card: z.boolean().optional() },
  decide: ({ file, args: { card = false } }, by) => {
    if (!isStopped(file)) return refuse('not-contained', { number: file.row.number });
    return { answer: headCard(file, card), ...move(file, 'contain', by, { set: { containedAt: by.now } }) };
  },
});

/** The attacker is back: restored channels can be frozen and are marked again. */
export const worse = reasoned({
  word: 'worse',
  rank: 130,
  aliases: ['verschlechtert', 'schlimmer'],
  load: (file, { tx }) => grantsOnAffected(tx, file),
  decide: (file, grants, by) => (text) => {
    const round = goesOn(file, grants, by);
    const set = { containedAt: null, restoredAt: null, updatedAt: by.now };
    const after = move(file, 'worsen', by, { set, text, more: round.changes });
    return combine(after, { audit: round.audit });
  },
});

export const lost = reasoned({
  word: 'lost',
  rank: 140,
  aliases: ['verloren', 'konto verloren'],
  load: async () => null,
  decide: (file, _facts, by) =>
    hitIn(file).some(({ place }) => place.control === 'lost')
      ? (text) => move(file, 'lose', by, { text })
      : refuse('nothing-lost'),
});
