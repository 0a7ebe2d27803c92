/** An operator sends once more what could not be delivered. */
import { z } from 'zod';
import { refresh } from '../../bot/effect.ts';
import { refuse } from '../../bot/refusal.ts';
import { revive } from '../../db/outbox.ts';
import { command } from '../command.ts';

export const retry = command({
  name: 'retry',
  permission: 'operator',
  args: z.object({ effect: z.string() }),
  // The row is no document with a version: reviving it is its own compare-and-set.
  load: ({ effect }, { tx, by }) => revive(tx, effect, by.now),
  decide: ({ effect }, revived, by) => {
    if (!revived) return refuse('already-done', { who: '–', at: '–' });
    return {
      answer: { notice: by.say('undelivered.again'), tone: 'good' },
      effects: [refresh(`outbox:${effect}`)],
      audit: [{ action: 'sent-again', subject: `outbox:${effect}` }],
    };
  },
});
