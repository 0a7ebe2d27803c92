/** `/incident ask`: whoever may read an incident can ask for news; those who write it are reminded once, not flooded. */
import { z } from 'zod';
import { toPerson } from '../../../bot/delivery/effect.ts';
import { refuse } from '../../../bot/refusal.ts';
import { entriesOf } from '../../../db/incident/incidents.ts';
import { command } from '../../command.ts';
import { remind } from '../../time/due-kind.ts';
import { blockerFor, typedIncident } from '../dossier.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';
import { peopleWith } from './due/clocks.ts';

/** Minutes in which a second question only joins the first. */
const ONCE_IN = 10;

export const askUpdate = command({
  name: 'incident-ask',
  group: 'incident',
  word: 'ask',
  aliases: ['nachfragen', 'stand erfragen'],
  permission: 'known',
  positional: ['text'],
  summary: 'help.incident-ask',
  usage: 'usage.incident-ask',
  args: z.object({ text: z.string().max(200).optional(), incident: z.string().optional() }),
  load: async (args, context) => {
    const { file } = await typedIncident(args, context);
    const asked = file
      ? (await entriesOf(context.tx, file.row.id)).findLast(({ kind, data }) => kind === 'asked' && data.sent === true)
      : undefined;
    return { file, asked, org: context.org };
  },
  decide: (_args, { file, asked, org }, by) => {
    if (!file) return refuse('no-incident');
    const no = blockerFor('ask', by, file);
    if (no) return no;
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
