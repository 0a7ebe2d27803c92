/** `/incident internal`: who has read the required notice, and messages to all staff. */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { refuse } from '../../../bot/refusal.ts';
import { sayTime } from '../../../cards/text.ts';
import { insert, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { command } from '../../command.ts';
import { incidentDossier, inIncident, nameIn, notNow } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { entry } from '../timeline-entry.ts';
import { compose, factsOf } from './compose.ts';
import { BROADCASTS, broadcastNow } from './internal-buttons.ts';
import { noticeDossier } from './notice-dossier.ts';
import { atOnce } from './urgent-post.ts';

export const internal = incidentCommand({
  word: 'internal',
  aliases: ['intern'],
  rank: 250,
  bare: true,
  line: Number.POSITIVE_INFINITY,
  decide: ({ file }) => {
    return { answer: { show: { view: 'incident-internal', subject: `incident:${file.row.id}`, args: {} } } };
  },
});

export const staff = command({
  name: 'incident-staff',
  authority: inIncident('notify'),
  args: z.object({ incident: z.string(), kind: z.enum(BROADCASTS) }),
  load: async ({ incident }, { tx, org }) => {
    const file = await incidentDossier(tx, incident);
    if (!file) return null;
    const facts = factsOf(file, org);
    const names = await namesOf(tx, [...facts.lead, ...facts.speaker]);
    return { file, told: await noticeDossier(tx, file, org), facts, names, notice: newId('notice') };
  },
  about: (loaded) => (loaded ? [loaded.file] : []),
  decide: ({ kind }, loaded, by) => {
    if (!loaded) return refuse('no-incident');
    const { file, told, facts, names, notice } = loaded;
    const { row } = file;
    const no = notNow('internal', file, by);
    if (no) return no;
    const before = told.notices.findLast((one) => one.kind === kind);
    if (before && broadcastNow(file, told) !== kind) {
      return refuse('already-done', {
        who: nameIn(told.names, before.by, by),
        at: sayTime(by.say.lang, before.at),
      });
    }
    if (row.drill) return refuse('drill-stays-inside', { number: row.number });
    if (broadcastNow(file, told) !== kind) {
      return refuse('incident-moved-on', { number: row.number, state: by.say(`incident.state.${row.state}`) });
    }
    const gaps = (['de', 'en'] as const).flatMap((lang) => compose(kind, lang, facts, names).gaps);
    if (gaps.length > 0) return refuse('template-gap', { gaps: [...new Set(gaps)].join(', ') });
    const subject = `incident:${row.id}`;
    const line = entry({
      incident: row.id,
      kind: `notice-${kind}`,
      by: by.actor.person,
      now: by.now,
      chat: by.chat,
      data: { notice },
    });
    return {
      answer: { show: { view: 'incident-internal', subject, args: {} }, replace: true },
      changes: [
        insert('incidentNotices', {
          id: notice,
          incident: row.id,
          kind,
          text: JSON.stringify(facts),
          by: by.actor.person,
          at: by.now,
        }),
        // Touches the incident, so the second of two simultaneous clicks meets a conflict.
        update('incidents', row, {}),
        ...line.changes,
      ],
      effects: [
        atOnce({ to: 'rooms', rooms: 'announcements' }, 'incident-notice', subject, { notice }),
        refresh(subject),
      ],
      audit: line.audit,
    };
  },
});
