/** `/channel help`: what this person can do, from the command table. */
import { z } from 'zod';
import { mayAsk } from '../../bot/organisation/permission.ts';
import type { Node } from '../../cards/node.ts';
import { command } from '../command.ts';
import { keyed } from '../keyed.ts';
import { usageOf } from '../spelling.ts';

export const help = command({
  name: 'help',
  group: 'channel',
  aliases: ['hilfe', '?'],
  rank: 100,
  authority: 'anyone',
  summary: 'help.help',
  args: z.object({}),
  load: async (_args, { org, commands }) => ({ organisation: org.organisation, commands }),
  decide: (_args, { organisation, commands }, { actor, say }) => {
    const known = actor.person !== '';
    const rows = commands.filter(
      (row) => row.group === 'channel' && row.summary && mayAsk(known ? actor : null, row.authority),
    );
    const registrars = organisation.roles.registrar
      .map((id) => organisation.people.find((person) => person.id === id)?.name)
      .filter((name) => name !== undefined)
      .join(', ');
    const title = say('help.title');
    const intro = say(known ? 'help.intro' : 'help.intro-unknown', {
      registry: organisation.city.registry,
      names: registrars,
    });
    const nodes: Node[] = [
      { kind: 'text', text: intro },
      ...rows.map(
        (row): Node => ({
          kind: 'item',
          title: usageOf(row, say.lang),
          text: keyed(say.lang, row.summary ?? row.name),
          buttons: row.bare ? [{ label: say('help.try'), do: row.name }] : [],
        }),
      ),
      { kind: 'note', text: say('help.note', { names: registrars }) },
    ];
    return {
      answer: {
        card: { title, summary: intro, lang: say.lang, nodes },
      },
    };
  },
});
