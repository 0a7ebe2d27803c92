/** `/incident ask`: anybody who may read an incident can ask for news. Repeated questions send one reminder only. */

import { toPerson } from '../../../bot/delivery/effect.ts';
import { entriesOf } from '../../../db/incident/incidents.ts';
import { remind } from '../../time/due-kind.ts';
import { incidentCommand } from '../incident-command.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';
import { peopleWith } from './due/clocks.ts';

/** Minutes in which a second question joins the first. */
const ONCE_IN = 10;

export const askUpdate = incidentCommand({
  word: 'ask',
  aliases: ['nachfragen', 'stand erfragen'],
  rank: 200,
  line: 200,
  load: async (file, { tx, org }) => {
    const entries = await entriesOf(tx, file.row.id);
    return { asked: entries.findLast(({ kind, data }) => kind === 'asked' && data.sent === true), org };
  },
  decide: ({ file, facts: { asked, org } }, by) => {
    const fresh = asked !== undefined && by.now.getTime() - asked.at.getTime() < ONCE_IN * 60_000;
    const told = peopleWith(file, ['press', 'lead'], org).filter((person) => person !== by.actor.person);
    const sent = !fresh && told.length > 0;
    const line = lineBy(file, by, { kind: 'asked', data: { sent } });
    const { updatedAt, confirmedAt, declaredAt } = file.row;
    const since = (updatedAt ?? confirmedAt ?? declaredAt).toISOString();
    const args = { clock: 'incident-update', stage: 'asked', since };
    return {
      answer: { notice: by.say(fresh ? 'incident.ask.joined' : 'incident.ask.done'), tone: 'good' },
      changes: line.changes,
      effects: sent ? told.map((person) => remind(toPerson(person), 'incident-clock', subjectOf(file), args)) : [],
      audit: line.audit,
    };
  },
});
