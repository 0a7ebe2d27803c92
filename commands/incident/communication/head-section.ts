/** Communication on the head card: how many have read the first notice, and each public text. */
import type { Node } from '../../../cards/node.ts';
import type { Tx } from '../../../db/connect.ts';
import { type OutsideText, textsOf } from '../../../db/incident/communication.ts';
import type { Reader } from '../../view.ts';
import type { IncidentDossier } from '../dossier.ts';
import { noticeDossier } from './notice-dossier.ts';
import { statusText } from './views/receipts.ts';

export async function internalPart(tx: Tx, file: IncidentDossier, reader: Reader): Promise<Node[]> {
  const told = await noticeDossier(tx, file, reader.org);
  if (!told.first) return [];
  const { say } = reader;
  const sign = told.unread.length === 0 ? '✅' : '⏳';
  return [{ kind: 'facts', facts: [{ label: say('internal.part'), value: `${sign} ${statusText(told, reader)}` }] }];
}

/** More rows would push the buttons off the card, so only the newest are shown. */
const TEXTS = 4;

export async function textsPart(tx: Tx, { row }: IncidentDossier, { say }: Reader): Promise<Node[]> {
  const texts = await textsOf(tx, row.id);
  if (texts.length === 0) return [];
  const line = ({ kind, number }: OutsideText) => say('text.name', { kind: say(`text.kind.${kind}`), number });
  return [
    { kind: 'heading', text: say('text.part') },
    ...texts.slice(-TEXTS).map(
      (text): Node => ({
        kind: 'item',
        title: line(text),
        text: `${say(`text.state.${text.state}`)}${text.link ? ` · ${text.link}` : ''}`,
        buttons: [{ label: say('button.show'), do: 'incident-text-show', args: { text: text.id } }],
      }),
    ),
  ];
}
