/** What can be posted and redrawn: each view loads its facts from the database and draws the card for one reader. */

import type { Calendar } from '../bot/calendar.ts';
import type { CardRef } from '../bot/effect.ts';
import type { Card, Lang } from '../cards/node.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation.ts';
import { readerOf, type View } from './view.ts';
import { applicationView } from './views/application.ts';
import { consentYearlyView } from './views/consent-yearly.ts';
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
