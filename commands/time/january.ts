/** Answers of head and deputies in January: the list is received, and each channel is confirmed as registered. */
import { z } from 'zod';
import { refresh } from '../../bot/delivery/effect.ts';
import { refuse } from '../../bot/refusal.ts';
import { wallTime } from '../../bot/time/calendar.ts';
import { sayTime } from '../../cards/text.ts';
import { insert } from '../../db/changes.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { type Confirmation, januaryList } from '../../db/time/january.ts';
import { type By, type Context, command, type Rule } from '../command.ts';
import { januarySubject } from './due/january.ts';
import { answering } from './responsible.ts';

const list = { office: z.string().min(1).max(200), year: z.coerce.number().int().min(2000).max(9999) };

const load = async ({ office, year }: { office: string; year: number }, { tx, org }: Context) => ({
  found: await januaryList(tx, office, year, wallTime(`${year}-01-01`, '00:00')),
  org,
});

const answeringFor: Rule<{ office: string; org: Org }> = {
  authority: { office: 'answer' },
  blocker: ({ office, org }, { actor }) => (answering(org, office).includes(actor.person) ? null : refuse('not-yours')),
};
const about = ({ org }: { org: Org }, _by: By, { office }: { office: string }) => [{ office, org }];

function alreadyDone({ by: person, at }: Confirmation, by: By, { organisation }: Org) {
  const who = organisation.people.find(({ id }) => id === person)?.name ?? by.say('word.deleted-person');
  return refuse('already-done', { who, at: sayTime(by.say.lang, at) });
}

const received = (office: string, year: number, by: By) =>
  insert('confirmations', { id: `${year} ${office}`, year, office, by: by.actor.person, at: by.now });

export const januaryReceive = command({
  name: 'january-receive',
  authority: answeringFor,
  args: z.object(list),
  load,
  about,
  decide: ({ office, year }, { found, org }, by) => {
    if (found.receipt) return alreadyDone(found.receipt, by, org);
    const subject = januarySubject(office, year);
    return {
      answer: { show: { view: 'january', subject, args: {} }, replace: true },
      changes: [received(office, year, by)],
      effects: [refresh(subject)],
      audit: [{ action: 'january-received', subject: `office:${office}`, data: { year } }],
    };
  },
});

export const januaryConfirm = command({
  name: 'january-confirm',
  authority: answeringFor,
  args: z.object({ ...list, channel: z.string() }),
  load,
  about,
  decide: ({ office, year, channel }, { found, org }, by) => {
    const row = found.rows.find((candidate) => candidate.channel.id === channel);
    if (!row) return refuse('not-found');
    if (row.confirmed) return alreadyDone(row.confirmed, by, org);
    const subject = januarySubject(office, year);
    const confirmed = {
      id: `${year} ${office} ${channel}`,
      year,
      office,
      channel,
      by: by.actor.person,
      at: by.now,
    };
    return {
      answer: { show: { view: 'january', subject, args: {} }, replace: true },
      // Answering a row implies that the list was received.
      changes: [...(found.receipt ? [] : [received(office, year, by)]), insert('confirmations', confirmed)],
      effects: [refresh(subject)],
      audit: [{ action: 'channel-confirmed', subject: `channel:${channel}`, data: { year, office } }],
    };
  },
});
