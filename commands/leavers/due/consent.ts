/**
 * Consent is voluntary: a year later the bot asks again. Two missing answers count as a hint that the holder gives up
 * the channel.
 */

import { type Effect, toPerson } from '../../../bot/delivery/effect.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { standingConsents } from '../../../db/time/deadlines.ts';
import { lastDone, snoozedBy } from '../../../db/time/due.ts';
import { type Kind, remind } from '../../time/due-kind.ts';
import { responsibleFor } from '../../time/responsible.ts';
import { reportDeparture } from '../depart.ts';

/** A cheap filter for the query: no younger consent can be due. The calendar decides the exact day. */
const ALMOST_A_YEAR_MS = 360 * 86_400_000;
export const oldEnough = (now: Date): Date => new Date(now.getTime() - ALMOST_A_YEAR_MS);

export const consent: Kind<'consent-yearly'> = {
  async subjects({ tx, org, now }) {
    const asked = await lastDone(tx, 'consent-yearly', 'ask');
    return (await standingConsents(tx, oldEnough(now)))
      .filter(({ task }) => !org.gone.has(task.assignee))
      .map(({ task }) => ({
        kind: 'consent-yearly',
        id: task.id,
        givenAt: task.doneAt!,
        askedAt: asked.get(task.id) ?? null,
      }));
  },
  async act({ tx, org, now }, { id, stage }) {
    const [standing] = await standingConsents(tx, oldEnough(now), id);
    if (!standing) return {};
    const { task, channel, application } = standing;
    const audit = [
      { action: `consent-${stage}`, subject: `channel:${channel.id}`, data: { task: id, about: task.assignee } },
    ];
    if (stage === 'missed') {
      const report = { person: task.assignee, source: 'yearly-check', certainty: 'suspected', by: 'system' } as const;
      const after = await reportDeparture(tx, { ...report, channels: [channel.id] }, org, now);
      const tell = new Set([...responsibleFor(org, channel.office), application.applicant]);
      // The case's card already tells them.
      for (const person of [task.assignee, ...readersOf(after.effects)]) tell.delete(person);
      const args = { event: 'consent-missed', person: task.assignee };
      const subject = `application:${application.id}`;
      const here = [...tell].filter((person) => org.organisation.people.some((one) => one.id === person));
      const news = here.map((person) => remind(toPerson(person), 'news', subject, args));
      return { changes: after.changes, effects: [...after.effects, ...news], audit: [...audit, ...after.audit] };
    }
    const asleep = await snoozedBy(tx, `consent:${id}`, berlinDay(now));
    if (asleep.has(task.assignee)) return { audit };
    return { effects: [remind(toPerson(task.assignee), 'consent-yearly', `task:${id}`)], audit };
  },
};

const readersOf = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => (effect.do === 'post' && effect.to.to === 'person' ? [effect.to.person] : []));
