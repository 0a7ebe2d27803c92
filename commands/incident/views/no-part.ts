/** Who may see an incident's cards, and what everybody else sees instead. */
import { mayAct } from '../../../bot/incident/lifecycle.ts';
import type { Card } from '../../../cards/node.ts';
import type { Reader } from '../../view.ts';
import { type IncidentDossier, standing } from '../dossier.ts';

/** Everybody in a room may read its cards, because the room belongs to the incident. */
export const mayRead = (file: IncidentDossier, { person, actor }: Pick<Reader, 'person' | 'actor'>): boolean =>
  person === null || (actor !== null && mayAct('read', standing(actor, file)));

/** Reveals nothing of the incident, not even its number. */
export function noPartCard({ say, lang }: Pick<Reader, 'say' | 'lang'>): Card {
  const text = say('incident.no-part');
  return { title: say('word.no-access'), summary: text, lang, nodes: [{ kind: 'banner', tone: 'warning', text }] };
}
