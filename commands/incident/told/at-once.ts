/** A message about an incident: before everything else that waits, and never twice in doubt. */
import type { Effect, Recipient } from '../../../bot/effect.ts';

export const atOnce = (to: Recipient, view: string, subject: string, args: Record<string, string>): Effect => ({
  do: 'post',
  to,
  card: { view, subject, args },
  doubt: 'show',
  urgent: true,
});
