/** Operators resend undelivered messages, one or all of a cause, and page through the older ones. */
import { z } from 'zod';
import { type CardRef, refresh } from '../../bot/delivery/effect.ts';
import { refuse } from '../../bot/refusal.ts';
import { type OutboxRow, revive } from '../../db/delivery/outbox.ts';
import { type Cause, causeIn, causeOf, subjectOf, undelivered } from '../../db/delivery/undelivered.ts';
import { command, type Outcome } from '../command.ts';

/** How many are resent per click; the rest stays on the card. */
const AT_ONCE = 1000;

const skip = z.coerce.number().int().min(0).optional();
const shown = (cause: Cause, skip = 0): CardRef => ({
  view: 'undelivered',
  subject: subjectOf(cause),
  args: skip > 0 ? { skip: String(skip) } : {},
});

function sentAgain(rows: readonly OutboxRow[], cause: Cause, skip?: number): Outcome {
  return {
    answer: { show: shown(cause, skip), replace: true },
    effects: [refresh(subjectOf(cause))],
    audit: rows.map(({ id }) => ({ action: 'sent-again', subject: `outbox:${id}` })),
  };
}

// Outbox rows have no version, so `revive` compares and sets by itself.
export const retry = command({
  name: 'retry',
  authority: { role: 'operator' },
  args: z.object({ effect: z.string(), skip }),
  load: ({ effect }, { tx, by }) => revive(tx, [effect], by.now),
  decide: ({ skip }, rows) => {
    const cause = rows[0] && causeOf(rows[0]);
    return cause ? sentAgain(rows, cause, skip) : refuse('already-sent-again');
  },
});

export const retryAll = command({
  name: 'retry-all',
  authority: { role: 'operator' },
  args: z.object({ cause: z.string() }),
  load: async ({ cause: subject }, { tx, by }) => {
    const cause = causeIn(subject);
    const ids = cause ? (await undelivered(tx, cause, AT_ONCE)).map(({ id }) => id) : [];
    return { cause, rows: await revive(tx, ids, by.now) };
  },
  decide: (_args, { cause, rows }) =>
    cause && rows.length > 0 ? sentAgain(rows, cause) : refuse('already-sent-again'),
});

export const older = command({
  name: 'undelivered',
  authority: { role: 'operator' },
  args: z.object({ cause: z.string(), skip, page: z.boolean().optional() }),
  load: async ({ cause }) => causeIn(cause),
  decide: ({ skip, page = false }, cause) =>
    cause ? { answer: { show: shown(cause, skip), replace: page } } : refuse('moved-on'),
});
