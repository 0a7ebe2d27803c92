/** Every view that can be posted and redrawn. Each loads its facts and draws the card for one reader. */

import type { CardRef } from '../bot/delivery/effect.ts';
import type { Calendar } from '../bot/time/calendar.ts';
import type { Card, Lang } from '../cards/node.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation/organisation.ts';
import { undeliveredView } from './delivery/views/undelivered.ts';
import { incidentTextView } from './incident/communication/views/external-text.ts';
import { incidentNoticeView } from './incident/communication/views/notice.ts';
import { incidentInternalView, incidentPhoneView } from './incident/communication/views/receipts.ts';
import { incidentLostView } from './incident/dormant/views/account-lost.ts';
import { incidentBoardView } from './incident/dormant/views/board.ts';
import { incidentMineView } from './incident/dormant/views/mine.ts';
import { incidentStepsView } from './incident/dormant/views/steps.ts';
import { incidentEvidenceView } from './incident/evidence/views/evidence.ts';
import { incidentGlassView, incidentSituationView } from './incident/lifecycle/views/situation.ts';
import { incidentTaskView } from './incident/lifecycle/views/task.ts';
import { incidentClockView } from './incident/record/views/clock.ts';
import { emergencyPackView } from './incident/record/views/emergency-pack.ts';
import { incidentView } from './incident/views/head.ts';
import { leaverAlarmView } from './leavers/views/alarm.ts';
import { leaverView } from './leavers/views/case.ts';
import { consentYearlyView } from './leavers/views/consent-yearly.ts';
import { contractEndView } from './leavers/views/contract-end.ts';
import { visitorView } from './organisation/views/visitor.ts';
import { newsView } from './participation/views/news.ts';
import { taskView } from './participation/views/task.ts';
import { voteReminderView } from './participation/views/vote-reminder.ts';
import { personal } from './personal.ts';
import { applicationView } from './registration/views/application.ts';
import { tasksView } from './registry/views/tasks.ts';
import { digestView } from './time/views/digest.ts';
import { januaryView } from './time/views/january.ts';
import { readerOf, type View } from './view.ts';

export const VIEWS = {
  application: applicationView,
  incident: incidentView,
  'incident-clock': incidentClockView,
  'incident-task': incidentTaskView,
  'incident-situation': incidentSituationView,
  'incident-glass': incidentGlassView,
  leaver: leaverView,
  'leaver-alarm': leaverAlarmView,
  news: newsView,
  task: taskView,
  tasks: tasksView,
  undelivered: undeliveredView,
  visitor: visitorView,
  digest: digestView,
  january: januaryView,
  'vote-reminder': voteReminderView,
  'consent-yearly': consentYearlyView,
  'contract-end': contractEndView,
  'incident-notice': incidentNoticeView,
  'incident-internal': incidentInternalView,
  'incident-phone': incidentPhoneView,
  'incident-text': incidentTextView,
  'incident-board': incidentBoardView,
  'incident-steps': incidentStepsView,
  'incident-mine': incidentMineView,
  'incident-lost': incidentLostView,
  'incident-evidence': incidentEvidenceView,
  'emergency-pack': emergencyPackView,
} as const satisfies Record<string, View>;

/**
 * Draws a card by reference.
 * @returns null if its subject no longer exists or the view is unknown (a row from an older version)
 */
export async function drawCard(
  tx: Tx,
  ref: CardRef,
  org: Org,
  reader: { person: string | null; lang: Lang },
  now: Date,
  calendar: Calendar,
): Promise<Card | null> {
  const view = (VIEWS as Record<string, View>)[ref.view];
  if (!view) return null;
  return personal(view)(tx, ref, readerOf(org, reader, now, calendar));
}
