/** `/channel org`: the reader's offices, their deputies, and whom to ask. */
import { z } from 'zod';
import type { Node } from '../../cards/node.ts';
import { command } from '../command.ts';
import { keyed } from '../keyed.ts';

export const org = command({
  name: 'org',
  group: 'channel',
  aliases: ['organisation', 'stellen'],
  rank: 90,
  bare: true,
  authority: 'known',
  summary: 'help.org',
  args: z.object({}),
  load: async (_args, { org: loaded }) => loaded,
  decide: (_args, { organisation, gone }, { actor, say }) => {
    const name = (id: string | undefined) => {
      const person = organisation.people.find((candidate) => candidate.id === id);
      return person ? (gone.has(person.id) ? `${person.name} (${say('org.gone')})` : person.name) : say('org.vacant');
    };
    const names = (ids: readonly string[]) => (ids.length > 0 ? ids.map(name).join(', ') : '–');
    const mine = [...new Set([...actor.staffOf, ...actor.headOf, ...actor.deputyOf, ...actor.privacyOf])];
    const offices = organisation.offices.filter((office) => mine.includes(office.id));
    const nodes: Node[] = [
      ...offices.flatMap((office): Node[] => [
        { kind: 'heading', text: `${office.short} – ${office.name}` },
        {
          kind: 'facts',
          facts: [
            {
              label: say('org.legal-body'),
              value: organisation.legalBodies.find(({ id }) => id === office.legalBody)?.name ?? '–',
            },
            { label: say('org.head'), value: name(office.head) },
            { label: say('org.deputies'), value: names(office.deputies) },
            { label: say('org.privacy'), value: names(office.privacy) },
          ],
        },
      ]),
      { kind: 'heading', text: say('org.bodies') },
      ...organisation.bodies.map((body): Node => {
        const legal = organisation.legalBodies.find(({ id }) => id === body.legalBody)?.name;
        return {
          kind: 'item',
          title: [keyed(say.lang, `body.${body.body}`), ...(legal ? [legal] : [])].join(' – '),
          text: [
            `${say('org.lead')}: ${name(body.lead)}`,
            `${say('org.deputies')}: ${names(body.deputies)}`,
            ...(body.members.length > 0 ? [`${say('org.members')}: ${names(body.members)}`] : []),
          ].join('\n'),
          buttons: [],
        };
      }),
      { kind: 'note', text: say('org.ask', { names: names(organisation.roles.registrar) }) },
    ];
    const title = say('org.title', { city: organisation.city.name });
    return { answer: { card: { title, summary: title, lang: say.lang, nodes } } };
  },
});
