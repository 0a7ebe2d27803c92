/** What the head card says of evidence: how many files there are. */
import { evidenceCount } from '../../../db/incident/evidence.ts';
import type { Part } from '../views/head.ts';

export const evidencePart: Part = async (tx, { row }, { say }) => {
  const count = await evidenceCount(tx, row.id);
  return count > 0 ? [{ kind: 'note', text: say('evidence.part', { count }) }] : [];
};
