/** A message about an incident that must not come twice when nobody knows whether it came. */
import type { Effect, Recipient } from '../../../bot/delivery/effect.ts';

export const atOnce = (to: Recipient, view: string, subject: string, args: Record<string, string>): Effect => ({
  do: 'post',
  to,
  card: { view, subject, args },
  doubt: 'show',
});
