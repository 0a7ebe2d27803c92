/** A public text as a card, in pages if it is too long for one. */
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
    // A posted card stays on its first page. Only a later page is replaced in place.
    return { answer: { show: { view: 'incident-text', subject: `incident:${incident}`, args }, replace: turned } };
  },
});
