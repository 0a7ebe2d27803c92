/** Ends an application before it is decided: the applicant withdraws it, or the head gives it up after a Nein. */

import { z } from 'zod';
import { type Effect, post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import { refuse } from '../../bot/refusal.ts';
import { target } from '../../bot/registration/application.ts';
import { type Change, update } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import {
  type Application,
  chain,
  type Dossier,
  dossier,
  factsOf,
  findApplications,
} from '../../db/registry/dossiers.ts';
import { command } from '../command.ts';
import { recognise } from '../platform/link.ts';
import { applying } from '../registration/draft.ts';
import { deciding, decidingAs } from './deciding.ts';
import { dropped } from './settle.ts';

/**
 * Finds what somebody named by number, link, handle or name: the current version, unless they named a version. No file
 * if several channels match.
 */
export async function named(tx: Tx, what: string): Promise<{ file: Dossier | null; found: Application[] }> {
  const link = recognise(what);
  const found = await findApplications(tx, what, 'key' in link ? link.key : null);
  const [only] = found;
  if (!only || found.length > 1) return { file: null, found };
  const isExact = /-v\d+$/i.test(what.trim()) || only.id === what;
  return { file: await dossier(tx, (isExact ? only : await standing(tx, only)).id), found };
}

/** The newest submitted version. Drafts and discarded drafts do not count. */
async function standing(tx: Tx, application: Application): Promise<Application> {
  const versions = application.root ? await chain(tx, application.root) : [];
  return versions.filter(({ number }) => number !== null).at(-1) ?? application;
}

function ending(
  { application, channel }: Dossier,
  state: 'withdrawn' | 'rejected',
  event: string,
  now: Date,
  tell: readonly string[],
) {
  const subject = `application:${application.id}`;
  const changes: Change[] = [
    update('applications', application, { state, endedAt: now }),
    ...(channel && channel.application === application.id
      ? [update('channels', channel, { state: dropped(channel.state), changedAt: now })]
      : []),
  ];
  const effects: Effect[] = [
    refresh(subject),
    ...[...new Set(tell)].map((person) => post(toPerson(person), 'news', subject, { event })),
  ];
  return { changes, effects, subject };
}

export const withdraw = command({
  name: 'withdraw',
  group: 'channel',
  aliases: ['zurückziehen', 'zurueckziehen'],
  rank: 70,
  authority: applying,
  positional: ['what'],
  summary: 'help.withdraw',
  usage: 'usage.withdraw',
  args: z.object({ what: z.string().min(1).max(500) }),
  load: async ({ what }, { tx }) => named(tx, what),
  about: ({ file }) => (file ? [file.application] : []),
  decide: ({ what }, { file, found }, by) => {
    if (!file) return refuse(found.length > 1 ? 'ambiguous' : 'not-found');
    const { application, votes } = file;
    if (application.state === 'draft' || !target(application.state, 'withdraw')) {
      return refuse('wrong-state', { state: by.say(`state.${application.state}`) });
    }
    // A card's button asks for confirmation itself. A typed command shows the card first.
    if (what !== application.id)
      return {
        answer: { show: { view: 'application', subject: `application:${application.id}`, args: { as: 'applicant' } } },
      };
    const asked = votes.filter((vote) => vote.by).map((vote) => vote.by!);
    const { changes, effects, subject } = ending(file, 'withdrawn', 'withdrawn', by.now, asked);
    return {
      answer: { notice: by.say('withdraw.done', { number: application.number ?? '' }), tone: 'good' },
      changes,
      effects,
      audit: [{ action: 'withdrawn', subject }],
    };
  },
});

export const giveUp = command({
  name: 'give-up',
  authority: deciding('head'),
  args: z.object({ application: z.string() }),
  load: async ({ application }, { tx, org }) => ({ file: await dossier(tx, application), org }),
  about: ({ file, org }) => (file ? [{ body: 'head' as const, application: factsOf(file.application), org }] : []),
  decide: (_args, { file, org }, by) => {
    if (!file) return refuse('not-found');
    const { application } = file;
    const decider = decidingAs({ body: 'head', application: factsOf(application), org }, by);
    if (!target(application.state, 'give-up')) {
      return refuse('wrong-state', { state: by.say(`state.${application.state}`) });
    }
    const { changes, effects, subject } = ending(file, 'rejected', 'given-up', by.now, [application.applicant]);
    return {
      answer: { notice: by.say('give-up.done', { number: application.number ?? '' }), tone: 'good' },
      changes,
      effects,
      audit: [{ action: 'given-up', subject, data: { onBehalfOf: decider.for ?? null } }],
    };
  },
});
