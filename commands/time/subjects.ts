/** Everything that time brings about, by kind. A new kind is one file in `due/` and one line here. */
import type { Due, DueKind } from '../../bot/time/due.ts';
import { accountLost } from './due/account-lost.ts';
import { consent } from './due/consent.ts';
import { contractEnd } from './due/contract.ts';
import { digest } from './due/digest.ts';
import { emergencyPack, packCard } from './due/emergency-pack.ts';
import { afterAction, drillDue, gdprClock, incidentUpdate } from './due/incident-clocks.ts';
import { incidentReported } from './due/incident-reported.ts';
import { incidentTask } from './due/incident-task.ts';
import { january } from './due/january.ts';
import type { Done, Ground, Kind } from './due/kind.ts';
import { leaverReminder } from './due/leaver.ts';
import { noticeUnread } from './due/notice-unread.ts';
import { retention } from './due/retention.ts';
import { snoozed } from './due/snooze.ts';
import { approvalWait, coSignWait } from './due/text-wait.ts';
import { voteDeadline } from './due/vote-deadline.ts';

export const KINDS = {
  retention,
  snooze: snoozed,
  'vote-deadline': voteDeadline,
  'leaver-reminder': leaverReminder,
  'consent-yearly': consent,
  'contract-end': contractEnd,
  'january-list': january,
  digest,
  'notice-unread': noticeUnread,
  'approval-wait': approvalWait,
  'co-sign-wait': coSignWait,
  'incident-reported': incidentReported,
  'incident-update': incidentUpdate,
  'gdpr-clock': gdprClock,
  'after-action': afterAction,
  'drill-due': drillDue,
  'incident-task': incidentTask,
  'account-lost': accountLost,
  'emergency-pack': emergencyPack,
  'pack-card': packCard,
} as const satisfies { [K in DueKind]: Kind<K> };

type Known = keyof typeof KINDS;
export const KNOWN_KINDS = Object.keys(KINDS) as Known[];

/** Carries out one due by its kind. A kind without a row here is nobody's: its key must not be taken. */
export function act<K extends Known>(ground: Ground, due: Due<K>): Promise<Done> {
  const kind = KINDS[due.kind as K] as unknown as Kind<K>;
  return kind.act(ground, due);
}
