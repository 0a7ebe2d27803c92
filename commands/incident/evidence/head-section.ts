/** Evidence on the head card: the number of files. */
import { evidenceCount } from '../../../db/incident/evidence.ts';
import type { HeadSection } from '../views/head-section.ts';

export const evidencePart: HeadSection = async (tx, { row }, { say }) => {
  const count = await evidenceCount(tx, row.id);
  return count > 0 ? [{ kind: 'note', text: say('evidence.part', { count }) }] : [];
};
