/** What can be posted and redrawn: each view loads its facts from the database and draws the card for one reader. */

import type { CardRef } from '../bot/delivery/effect.ts';
import type { Calendar } from '../bot/time/calendar.ts';
import type { Card, Lang } from '../cards/node.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation/organisation.ts';
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
import { readerOf, type View } from './view.ts';
import { applicationView } from './views/application.ts';
import { consentYearlyView } from './views/consent-yearly.ts';
import { contractEndView } from './views/contract-end.ts';
import { digestView } from './views/digest.ts';
import { januaryView } from './views/january.ts';
import { leaverView } from './views/leaver.ts';
import { leaverAlarmView } from './views/leaver-alarm.ts';
import { newsView } from './views/news.ts';
import { personal } from './views/personal.ts';
import { taskView } from './views/task.ts';
import { tasksView } from './views/tasks.ts';
import { undeliveredView } from './views/undelivered.ts';
import { visitorView } from './views/visitor.ts';
import { voteReminderView } from './views/vote-reminder.ts';

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
  /** Slack's App Home shows the same list. */
  home: tasksView,
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

/** Draws a card by reference. @returns null when its subject is no more, or no such view is known (a row of an older version) */
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
