/** The context for recording an ended attempt: one transaction, one row, one worker. */
import type { ChatName } from '../../bot/chat.ts';
import type { AuditEntry } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import type { OutboxRow } from '../../db/delivery/outbox.ts';
import type { RoutingContext } from '../../db/delivery/routes.ts';
import type { Job } from './job.ts';

/** `audit` collects entries for the end: the audit lock is taken last, or two transactions could deadlock. */
export type AttemptEntry = { job: Job; tx: Tx; row: OutboxRow; audit: AuditEntry[] };

/** Collects an audit entry about this effect. `data` holds keys and codes, never names. */
export function note(
  { job, row, audit }: AttemptEntry,
  action: 'delivered' | 'undeliverable' | 'attachment-fetched',
  subject: string,
  data: Record<string, unknown>,
): void {
  const told = { chat: row.chat, ...data };
  audit.push({ at: job.now(), actor: 'system', action, subject, data: told, cause: `outbox:${row.id}` });
}

/** The current data that routing needs. Null until an organisation has been applied. */
export async function routingContext({ job, tx }: AttemptEntry): Promise<RoutingContext | null> {
  const org = await job.org(tx);
  const chats: ChatName[] = [...job.chats.keys()];
  return org && { tx, org, chats, now: job.now() };
}
