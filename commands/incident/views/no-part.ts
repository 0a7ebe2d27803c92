/** Who may see the cards of an incident, and what everybody else sees in their place. */
import { mayAct } from '../../../bot/incident/lifecycle.ts';
import type { Card } from '../../../cards/node.ts';
import type { Reader } from '../../view.ts';
import { type IncidentDossier, standing } from '../dossier.ts';

/** In a room everybody who is in it may: it is the incident's own. */
export const mayRead = (file: IncidentDossier, { person, actor }: Pick<Reader, 'person' | 'actor'>): boolean =>
  person === null || (actor !== null && mayAct('read', standing(actor, file)));

/** Nothing of the incident, not even its number. */
export function noPartCard({ say, lang }: Pick<Reader, 'say' | 'lang'>): Card {
  const text = say('incident.no-part');
  return { title: say('word.no-access'), summary: text, lang, nodes: [{ kind: 'banner', tone: 'warning', text }] };
}
