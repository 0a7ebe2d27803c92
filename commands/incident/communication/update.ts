/** `/incident update`: a status update to the incident's room and everybody who got the required notice. */

import { z } from 'zod';
import { refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { refuse } from '../../../bot/refusal.ts';
import { type Form, problemsOn, screens, takeIn } from '../../../cards/form.ts';
import { sayTime } from '../../../cards/text.ts';
import { update as change, insert } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { incidentPeople } from '../../../db/incident/incidents.ts';
import { receipt, sent, smallForm } from '../../participation/small-form.ts';
import { nameIn } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { entry } from '../timeline-entry.ts';
import { noticeDossier } from './notice-dossier.ts';
import { atOnce } from './urgent-post.ts';

const LENGTH = { min: 5, max: 2000 } as const;
const fitting = (text: string): boolean => text.length >= LENGTH.min && text.length <= LENGTH.max;

const form = {
  name: 'incident-update',
  version: 1,
  pages: [{ name: 'update', fields: { update: { kind: 'area', words: 'updateText', required: true, ...LENGTH } } }],
} as const satisfies Form;

export const update = incidentCommand({
  word: 'update',
  aliases: ['lagemeldung', 'lage'],
  rank: 260,
  line: Number.POSITIVE_INFINITY,
  // A text of the wrong length is shown in the form with its problem.
  opensForm: (given, typed) => given.sent !== true && !fitting(typed),
  args: {
    /** How many updates were out when the form was opened. A second click on it sends nothing. */
    seen: z.number().int().optional(),
    sent,
  },
  load: async (file, { tx, org }) => {
    const { receipts, notices, names } = await noticeDossier(tx, file, org);
    const before = notices.filter(({ kind }) => kind === 'update');
    const own = new Set(await incidentPeople(tx, file.row.id));
    const people = receipts.map(({ person }) => person).filter((one) => !own.has(one) && !org.gone.has(one));
    return { people, before, names, notice: newId('notice') };
  },
  decide: ({ file, rest: typed, args: { seen, sent: filled = false }, facts, inputs }, by) => {
    const { people, before, names, notice } = facts;
    const { row } = file;
    const screen = screens(form, {})[0]!;
    const values = takeIn(screen, {}, filled ? inputs : { update: typed });
    const problems = filled || typed !== '' ? problemsOn(screen, values, '') : [];
    if ((!filled && typed === '') || problems.length > 0) {
      const card = smallForm(form, {
        title: by.say('update.title'),
        about: `${row.number} – ${row.title}`,
        intro: by.say('update.intro'),
        submit: {
          label: by.say('update.send'),
          do: 'incident-update',
          args: { incident: row.id, seen: before.length },
        },
        values,
        problems,
        by,
      });
      return { answer: { card: marked(card, row, by.say), replace: filled } };
    }
    const news = String(values.update);
    const last = before.at(-1);
    if (last && seen !== undefined && seen !== before.length && last.text === news) {
      return refuse('already-done', { who: nameIn(names, last.by, by), at: sayTime(by.say.lang, last.at) });
    }
    const subject = `incident:${row.id}`;
    const line = entry({
      incident: row.id,
      kind: 'notice-update',
      by: by.actor.person,
      now: by.now,
      chat: by.chat,
      text: news,
      data: { notice },
    });
    return {
      answer: receipt(by.say('update.sent', { number: row.number, count: people.length }), by),
      changes: [
        insert('incidentNotices', {
          id: notice,
          incident: row.id,
          kind: 'update',
          text: news,
          by: by.actor.person,
          at: by.now,
        }),
        change('incidents', row, { updatedAt: by.now }),
        ...line.changes,
      ],
      effects: [
        {
          do: 'post',
          to: { to: 'incident', incident: row.id },
          card: { view: 'incident-notice', subject, args: { notice } },
          doubt: 'show',
          under: subject,
        },
        ...people.map((person) => atOnce(toPerson(person), 'incident-notice', subject, { notice })),
        refresh(subject),
      ],
      audit: line.audit,
    };
  },
});
