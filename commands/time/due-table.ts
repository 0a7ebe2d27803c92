/** Every kind of due. A new kind is one file in `due/` and one line here. */
import type { Due, DueKind } from '../../bot/time/due.ts';
import { noticeUnread } from '../incident/communication/due/notice-unread.ts';
import { approvalWait, coSignWait } from '../incident/communication/due/text-wait.ts';
import { incidentReported } from '../incident/declaration/due/reported.ts';
import { accountLost } from '../incident/dormant/due/account-lost.ts';
import { incidentTask } from '../incident/lifecycle/due/task.ts';
import { afterAction, drillDue, gdprClock, incidentUpdate } from '../incident/record/due/clocks.ts';
import { emergencyPack, packCard } from '../incident/record/due/emergency-pack.ts';
import { leaverReminder } from '../leavers/due/case.ts';
import { consent } from '../leavers/due/consent.ts';
import { contractEnd } from '../leavers/due/contract.ts';
import { retention } from '../organisation/due/retention.ts';
import { voteDeadline } from '../participation/due/vote-deadline.ts';
import { digest } from './due/digest.ts';
import { january } from './due/january.ts';
import { snoozed } from './due/snooze.ts';
import type { Done, DueContext, Kind } from './due-kind.ts';

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

/** Carries out one due. A kind without a row here must not take its key. */
export function act<K extends Known>(context: DueContext, due: Due<K>): Promise<Done> {
  const kind = KINDS[due.kind as K] as unknown as Kind<K>;
  return kind.act(context, due);
}
