/** A text for the outside as a card, page by page where it is too long for one. */
import { z } from 'zod';
import { refuse } from '../../../bot/refusal.ts';
import { command } from '../../command.ts';
import { onText, textDossier } from './text-dossier.ts';

export const showText = command({
  name: 'incident-text-show',
  authority: onText('read'),
  args: z.object({ text: z.string(), page: z.coerce.number().int().optional(), turned: z.boolean().optional() }),
  load: ({ text }, { tx, org }) => textDossier(tx, text, org),
  about: (known) => (known ? [known] : []),
  decide: ({ page, turned = false }, known) => {
    if (!known) return refuse('no-incident');
    const { id, incident } = known.text;
    const args = { text: id, ...(page ? { page: String(page) } : {}) };
    // A posted card stays on its first page; what was turned is turned in its place.
    return { answer: { show: { view: 'incident-text', subject: `incident:${incident}`, args }, replace: turned } };
  },
});
