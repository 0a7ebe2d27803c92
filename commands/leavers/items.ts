/** The buttons of a case: rights removed, seen by a second person, credentials changed, seat filled. */
import { z } from 'zod';
import { mayHandle } from '../../bot/leavers/authority.ts';
import { type CaseEvent, caseTarget, secondPersonBlocker } from '../../bot/leavers/case.ts';
import { seatsOf } from '../../bot/leavers/recipients.ts';
import { type Refusal, refuse } from '../../bot/refusal.ts';
import { sayTime } from '../../cards/text.ts';
import { type Change, update } from '../../db/changes.ts';
import type { LeaverItem } from '../../db/leavers/cases.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { type By, type Command, command, type Outcome, type Rule } from '../command.ts';
import { type CaseDossier, dossierOfItem, type ItemDossier } from './dossier.ts';
import { settledCase } from './settle.ts';

const args = z.object({
  item: z.string(),
  /** The version of the item the card showed. */
  seen: z.coerce.number().int(),
  page: z.coerce.number().int().optional(),
});
type Args = z.infer<typeof args>;
type Facts = { file: CaseDossier; own: ItemDossier };

/** People who may work on the case, never on their own. */
const handling: Rule<CaseDossier> = {
  authority: { case: 'handle' },
  blocker: ({ facts }, { actor }) => (mayHandle(actor, facts) ? null : refuse('not-yours')),
};

const done = (who: string | null, at: Date | null, { names }: CaseDossier, { say }: By): Refusal =>
  refuse('already-done', {
    who: (who && names.get(who)) || say('word.deleted-person'),
    at: at ? sayTime(say.lang, at) : '–',
  });

function write({ page }: Args, facts: Facts, set: Partial<LeaverItem>, event: CaseEvent, by: By): Outcome {
  const { file, own } = facts;
  const { id: _id, version: _version, ...fields } = set;
  const items = file.items.map(({ item }) => item);
  const after = settledCase({ row: file.row, items }, [{ ...own.item, ...set }], event, by.now);
  const subject = `leaver:${file.row.id}`;
  const changes: Change[] = [update('leaverItems', own.item, fields), ...after.changes];
  return {
    answer: { show: { view: 'leaver', subject, args: { page: String(page ?? 1) } }, replace: true },
    changes,
    effects: after.effects,
    audit: [
      { action: `leaver-${event}`, subject, data: { item: own.item.id, place: own.item.place, right: own.item.right } },
      ...after.audit,
    ],
  };
}

type Press = {
  name: string;
  event: CaseEvent;
  /** Who has already done it, and when. */
  already: (item: LeaverItem) => { who: string | null; at: Date | null } | null;
  blocker?: (facts: { file: CaseDossier; own: ItemDossier; org: Org }, by: By) => Refusal | null;
  set: (by: By) => Partial<LeaverItem>;
};

/** A button on one item of a case. It records once who did it and when. */
const press = ({ name, event, already, blocker, set }: Press): Command =>
  command({
    name,
    authority: handling,
    args,
    load: async ({ item }, { tx, org }) => {
      const found = await dossierOfItem(tx, item, org);
      return found && { ...found, org };
    },
    about: (facts) => (facts ? [facts.file] : []),
    decide: (given, facts, by) => {
      if (!facts) return refuse('not-found');
      const { row } = facts.file;
      if (!caseTarget(row.state, event))
        return refuse('case-closed', { at: row.closedAt ? sayTime(by.say.lang, row.closedAt) : '–' });
      const before = already(facts.own.item);
      if (before) return done(before.who, before.at, facts.file, by);
      return blocker?.(facts, by) ?? write(given, facts, set(by), event, by);
    },
  });

export const rightsRemoved = press({
  name: 'leaver-removed',
  event: 'rights-removed',
  already: (item) => (item.removedBy ? { who: item.removedBy, at: item.removedAt } : null),
  set: ({ actor, now }) => ({ removedBy: actor.person, removedAt: now }),
});

export const secondPerson = press({
  name: 'leaver-second',
  event: 'second-person-confirmed',
  already: (item) => (item.secondBy ? { who: item.secondBy, at: item.secondAt } : null),
  blocker: ({ own }, { actor }) => {
    const blocker = secondPersonBlocker(own.item, actor.person);
    return blocker && refuse(blocker);
  },
  set: ({ actor, now }) => ({ secondBy: actor.person, secondAt: now }),
});

export const credentialsChanged = press({
  name: 'leaver-credentials',
  event: 'credentials-changed',
  already: (item) => (item.credentialsAt ? { who: item.credentialsBy, at: item.credentialsAt } : null),
  set: ({ actor, now }) => ({ credentialsBy: actor.person, credentialsAt: now }),
});

/** Accepted only if the organisation no longer has the person in this seat. */
export const seatFilled = press({
  name: 'leaver-seat',
  event: 'struck',
  already: (item) => (item.struck ? { who: null, at: item.struckAt } : null),
  blocker: ({ file, own, org }) => (isSeated(file.row.person, own.item, org) ? refuse('seat-taken') : null),
  set: ({ now }) => ({ struck: 'seat', struckAt: now }),
});

const isSeated = (person: string, item: LeaverItem, { organisation, gone }: Org): boolean =>
  seatsOf(person, { ...organisation, gone }, organisation.roles).some(
    ({ place, right }) => place === item.place && right === item.right,
  );
