/** An incident message. If its delivery is uncertain, operators see it and it is not sent twice. */
import type { Effect, Recipient } from '../../../bot/delivery/effect.ts';

export const atOnce = (to: Recipient, view: string, subject: string, args: Record<string, string>): Effect => ({
  do: 'post',
  to,
  card: { view, subject, args },
  doubt: 'show',
});
