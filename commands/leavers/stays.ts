/** "Person bleibt": takes back a wrong hint or a report typed by mistake. */
import { z } from 'zod';
import { refresh } from '../../bot/delivery/effect.ts';
import { mayTakeItBack } from '../../bot/leavers/authority.ts';
import { mayTakeBack, reportedByDirectory } from '../../bot/leavers/case.ts';
import { refuse } from '../../bot/refusal.ts';
import { update } from '../../db/changes.ts';
import type { LeaverCase } from '../../db/leavers/cases.ts';
import { type By, command, type Rule } from '../command.ts';
import { reportReturn } from './come-back.ts';
import type { Consequences } from './departure.ts';
import { type CaseDossier, caseDossier } from './dossier.ts';

const takingBack: Rule<CaseDossier> = {
  authority: { case: 'take-back' },
  blocker: ({ facts, row }, { actor }) => (mayTakeItBack(actor, facts, row.state) ? null : refuse('not-yours')),
};

export const stays = command({
  name: 'leaver-stays',
  authority: takingBack,
  args: z.object({ case: z.string(), seen: z.coerce.number().int() }),
  load: async ({ case: id }, { tx, org, by }) => {
    const file = await caseDossier(tx, id, org);
    if (!file) return null;
    const { person, state } = file.row;
    const report = { person, source: 'command', by: by.actor.person } as const;
    const back = state === 'suspected' ? null : await reportReturn(tx, report, by.now);
    return { file, back, isGone: org.gone.has(person) };
  },
  about: (facts) => (facts ? [facts.file] : []),
  decide: ({ seen }, facts, by) => {
    if (!facts) return refuse('not-found');
    const { file, back, isGone } = facts;
    const { row, names } = file;
    const state = row.state;
    const answer = { show: { view: 'leaver', subject: `leaver:${row.id}`, args: {} }, replace: true };
    // Pressed twice, or by two people: the person is already back.
    if (row.closedBecause === 'reactivated') return { answer };
    if (isGone && reportedByDirectory(row.reports))
      return refuse('directory-decides', { name: names.get(row.person) ?? '' });
    if (!mayTakeBack(state, row.reports) || row.version !== seen) return refuse('moved-on');
    // All items are done but the last day is still ahead, so the person never left.
    const isAhead = state === 'closed' && !isGone;
    const { changes, effects, audit } = back && !isAhead ? back : struck(row, by);
    return { answer, changes, effects, audit };
  },
});

/** A hint or a future last day has changed nothing that must be undone. */
function struck(row: LeaverCase, { now }: By): Omit<Consequences, 'case'> {
  const subject = `leaver:${row.id}`;
  return {
    changes: [
      update('leaverCases', row, { state: 'closed', reports: {}, closedAt: now, closedBecause: 'reactivated' }),
    ],
    effects: [refresh(subject)],
    audit: [{ action: 'leaver-closed', subject, data: { because: 'reactivated', said: Object.keys(row.reports) } }],
  };
}
