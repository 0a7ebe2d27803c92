/** `/channel show`: one application with its votes and history, found by number, link, handle or name. */

import { z } from 'zod';
import { mayDecide, readRight } from '../../bot/organisation/permission.ts';
import { BODIES } from '../../bot/participation/body.ts';
import { refuse } from '../../bot/refusal.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { type Dossier, factsOf } from '../../db/registry/dossiers.ts';
import { command, type Rule } from '../command.ts';
import { named } from '../participation/end.ts';
import { slotsToRead } from '../registration/views/application.ts';

/** Null if several share the name: the list offers only those the reader may read. */
const reading: Rule<{ file: Dossier; org: Org } | null> = {
  authority: { application: 'read' },
  blocker: (about, { actor }) => {
    if (!about) return null;
    const { file, org } = about;
    const right = readRight(actor, { ...factsOf(file.application), slots: slotsToRead(file) }, org.facts);
    return right === 'none' ? refuse('not-readable') : null;
  },
};

export const show = command({
  name: 'show',
  group: 'channel',
  aliases: ['zeigen', 'zeige', 'anzeigen', 'ansehen'],
  rank: 40,
  authority: reading,
  positional: ['what'],
  summary: 'help.show',
  usage: 'usage.show',
  args: z.object({
    what: z.string().min(1).max(500),
    full: z.string().optional(),
    as: z.enum(BODIES).optional(),
  }),
  load: async ({ what }, { tx, org, by }) => {
    const { file, found } = await named(tx, what);
    if (found.length < 2) return { file, found, org };
    // Of several matches only readable ones are offered. If one is left, it is the one meant.
    const readable = found.filter(
      (application) => readRight(by.actor, { ...factsOf(application), slots: BODIES }, org.facts) !== 'none',
    );
    const only = readable.length < 2 ? (readable[0] ?? found[0]) : undefined;
    return only ? { ...(await named(tx, only.id)), org } : { file: null, found: readable, org };
  },
  about: ({ file, found, org }) => (found.length > 1 ? [null] : file ? [{ file, org }] : []),
  decide: ({ what, full, as }, { file, found, org }, by) => {
    if (found.length > 1) {
      const title = by.say('show.several', { what });
      return {
        answer: {
          card: {
            title,
            summary: title,
            lang: by.say.lang,
            nodes: [
              { kind: 'text', text: title },
              ...found.map((application) => ({
                kind: 'item' as const,
                title: application.title,
                text: application.number ?? by.say('application.draft'),
                buttons: [{ label: by.say('button.show'), do: 'show', args: { what: application.id } }],
              })),
            ],
          },
        },
      };
    }
    if (!file) return refuse('not-found', { what });
    const facts = factsOf(file.application);
    const role = as ?? roleOf(file, (body) => typeof mayDecide(by.actor.person, body, facts, org.facts) === 'object');
    const args = { ...(role ? { as: role } : {}), ...(full ? { full: 'yes' } : {}) };
    const subject = `application:${file.application.id}`;
    const audit = full ? [{ action: 'read-in-full', subject }] : [];
    return { answer: { show: { view: 'application', subject, args } }, audit };
  },
});

/** In which role somebody looks: a body whose vote is waiting for them, else any body they decide for. */
function roleOf({ votes }: Dossier, decides: (body: (typeof votes)[number]['body']) => boolean): string | undefined {
  const mine = votes.filter((vote) => decides(vote.body));
  return (mine.find((vote) => vote.answer === 'open' && vote.openedAt) ?? mine[0])?.body;
}
