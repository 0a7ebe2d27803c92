/** What can be posted and redrawn: each view loads its facts from the database and draws the card for one reader. */

import { berlinDay } from '../bot/day.ts';
import type { CardRef } from '../bot/effect.ts';
import { actorOf } from '../bot/permission.ts';
import type { Card, Lang } from '../cards/node.ts';
import { say } from '../cards/text.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation.ts';
import type { Reader, View } from './view.ts';
import { applicationView } from './views/application.ts';
import { newsView } from './views/news.ts';
import { taskView } from './views/task.ts';
import { tasksView } from './views/tasks.ts';
import { undeliveredView } from './views/undelivered.ts';
import { visitorView } from './views/visitor.ts';

export const VIEWS = {
  application: applicationView,
  news: newsView,
  task: taskView,
  tasks: tasksView,
  /** Slack's App Home shows the same list. */
  home: tasksView,
  undelivered: undeliveredView,
  visitor: visitorView,
} as const satisfies Record<string, View>;

/** Draws a card by reference. @returns null when its subject is no more, or no such view is known (a row of an older version) */
export async function drawCard(
  tx: Tx,
  ref: CardRef,
  org: Org,
  reader: { person: string | null; lang: Lang },
  now: Date,
): Promise<Card | null> {
  const view = (VIEWS as Record<string, View>)[ref.view];
  if (!view) return null;
  const actor = reader.person ? actorOf(reader.person, org.organisation, org.gone, berlinDay(now)) : null;
  const full: Reader = { actor, lang: reader.lang, say: say(reader.lang), now, org };
  return view(tx, ref, full);
}
