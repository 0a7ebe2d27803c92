/** `/incident contain`, `worse`, `lost`: how far the damage is under control. */
import { z } from 'zod';
import { refuse } from '../../../bot/refusal.ts';
import type { Tx } from '../../../db/connect.ts';
import { grantsOn } from '../../../db/incident/facts.ts';
import { combine } from '../../combine.ts';
import { command } from '../../command.ts';
import { goesOn } from '../dormant/checklist-restart.ts';
import { blockerFor, type IncidentDossier, requestedIncident } from '../dossier.ts';
import { headCard, move } from './move.ts';
import { reasoned } from './reasoned.ts';

const hitIn = ({ places }: IncidentDossier) => places.filter(({ place }) => place.part === 'hit');

/** Connectors that are switched on for the hit channels. */
export const grantsOnAffected = (tx: Tx, file: IncidentDossier) =>
  grantsOn(
    tx,
    hitIn(file).map(({ channel }) => channel.id),
  );

/** Nothing foreign goes out any more: each is stopped, given back already, or found to be beyond what the city can stop. */
const isStopped = (file: IncidentDossier): boolean =>
  hitIn(file).every(
    ({ place: { control, stage, restoredAt } }) =>
      control === 'lost' || (control === 'secured' && (stage !== null || restoredAt !== null)),
  );

export const contain = command({
  name: 'incident-contain',
  group: 'incident',
  word: 'contain',
  aliases: ['eingedämmt', 'eindämmen', 'eingedaemmt'],
  permission: 'known',
  positional: ['incident'],
  summary: 'help.incident-contain',
  usage: 'usage.incident-contain',
  args: z.object({ incident: z.string().max(80).optional(), card: z.boolean().optional() }),
  load: async ({ incident }, context) => requestedIncident(incident, context),
  decide: ({ card = false }, file, by) => {
    if (!file) return refuse('no-incident');
    const no = blockerFor('contain', by, file);
    if (no) return no;
    if (!isStopped(file)) return refuse('not-contained', { number: file.row.number });
    return { answer: headCard(file, card), ...move(file, 'contain', by, { set: { containedAt: by.now } }) };
  },
});

/** Whoever was in is in again: what was given back can be frozen and marked anew. */
export const worse = reasoned({
  word: 'worse',
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
  aliases: ['verloren', 'konto verloren'],
  load: async () => null,
  decide: (file, _facts, by) =>
    hitIn(file).some(({ place }) => place.control === 'lost')
      ? (text) => move(file, 'lose', by, { text })
      : refuse('nothing-lost'),
});
