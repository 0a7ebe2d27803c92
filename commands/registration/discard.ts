/** Discards a draft; the button asks for confirmation. A submitted application can only be withdrawn. */

import { z } from 'zod';
import { refuse } from '../../bot/refusal.ts';
import { update } from '../../db/changes.ts';
import { applicationById } from '../../db/registry/dossiers.ts';
import { command } from '../command.ts';
import { applying } from './draft.ts';

export const discard = command({
  name: 'discard',
  authority: applying,
  args: z.object({ draft: z.string() }),
  load: ({ draft }, { tx }) => applicationById(tx, draft),
  about: (draft) => (draft?.state === 'draft' ? [draft] : []),
  decide: (_args, draft, by) => {
    if (!draft) return refuse('not-found');
    if (draft.state !== 'draft') return refuse('moved-on');
    // An imported application stands for an existing channel, so its office must be able to take it up again.
    if (draft.kind === 'late') {
      return {
        answer: { notice: by.say('discard.given-back', { number: draft.number ?? '' }), tone: 'good' },
        changes: [update('applications', draft, { applicant: 'system', place: { page: 0 } })],
        audit: [{ action: 'draft-given-back', subject: `application:${draft.id}` }],
      };
    }
    return {
      answer: { notice: by.say('discard.done'), tone: 'good' },
      changes: [update('applications', draft, { state: 'withdrawn', endedAt: by.now, place: { page: 0 } })],
      audit: [{ action: 'draft-discarded', subject: `application:${draft.id}` }],
    };
  },
});
