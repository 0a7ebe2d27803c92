/** `/incident help`: what this person can do next in the incident at hand and at any time, from the command table. */

import { z } from 'zod';
import { NEXT, nextFor } from '../../bot/incident/next-steps.ts';
import { mayAsk } from '../../bot/organisation/permission.ts';
import type { Button, Node } from '../../cards/node.ts';
import { type By, type Command, command } from '../command.ts';
import { keyed } from '../keyed.ts';
import { usageOf } from '../spelling.ts';
import { type IncidentDossier, requestedIncident, standing } from './dossier.ts';
import { marked } from './drill-mark.ts';
import { incidentWord } from './incident-command.ts';

export const help = command({
  ...incidentWord('help'),
  aliases: ['hilfe', '?'],
  rank: 70,
  authority: 'anyone',
  positional: ['what'],
  args: z.object({ what: z.string().max(100).optional() }),
  load: async ({ what }, context) => ({
    commands: context.commands,
    file: context.by.actor.person === '' ? null : await requestedIncident(what, context),
  }),
  decide: (_args, { commands, file }, by) => {
    const { say } = by;
    const next = file ? nextFor(file.row.state, standing(by.actor, file)).map((word) => `incident-${word}`) : [];
    const actor = by.actor.person === '' ? null : by.actor;
    const typed = commands.filter(({ group, summary }) => group === 'incident' && summary);
    const steps = next.flatMap((name) => typed.filter((row) => row.name === name));
    const always = typed.filter(({ word, authority }) => !(word in NEXT) && mayAsk(actor, authority));
    const title = say('incident.help.title');
    const intro = file
      ? say('incident.help.next', {
          number: file.row.number,
          state: keyed(say.lang, `incident.state.${file.row.state}`),
        })
      : say('incident.help.intro');
    const nodes: Node[] = [
      { kind: 'text', text: intro },
      ...steps.map((row) => rowNode(row, file, by)),
      ...(file ? [{ kind: 'heading', text: say('incident.help.always') } as const] : []),
      ...always.map((row) => rowNode(row, null, by)),
    ];
    const card = { title, summary: intro, lang: say.lang, nodes };
    return { answer: { card: file ? marked(card, file.row, say) : card } };
  },
});

function rowNode(row: Command, file: IncidentDossier | null, { say }: By): Node {
  const args = file ? { args: { incident: file.row.id, what: file.row.id, seen: file.row.version } } : {};
  const buttons: Button[] = row.bare ? [{ label: say('help.try'), do: row.name, ...args }] : [];
  return {
    kind: 'item',
    title: usageOf(row, say.lang),
    text: keyed(say.lang, row.summary ?? row.name),
    buttons,
  };
}
