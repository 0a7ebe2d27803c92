/** Evidence that could not be kept: tells its sender to send it again. */
import type { Card, Node } from '../../../../cards/node.ts';
import { evidenceById } from '../../../../db/incident/evidence.ts';
import type { View } from '../../../view.ts';
import { incidentDossier } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { mayRead, noPartCard } from '../../views/no-part.ts';
import { refusedBecause } from '../refused-because.ts';

/** `args.file`: the file. */
export const incidentEvidenceView: View = async (tx, ref, reader) => {
  const { say, lang } = reader;
  const found = await evidenceById(tx, ref.args.file ?? '');
  const file = found ? await incidentDossier(tx, found.incident) : null;
  if (!found || !file) return null;
  // The sender may read it even without a role: administrators need none to hand in files.
  if (found.by !== reader.person && !mayRead(file, reader)) return noPartCard(reader);
  const title = say('evidence.missing', { number: file.row.number });
  const text = say('evidence.refused', { name: found.name });
  const nodes: Node[] = [
    { kind: 'banner', tone: 'warning', text },
    { kind: 'text', text: refusedBecause(lang, found.problem ?? 'unreachable') },
    { kind: 'note', text: say('evidence.how') },
  ];
  const card: Card = { title, summary: `${title}: ${text}`, lang, nodes };
  return marked(card, file.row, say);
};
