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
import { type By, command, type Outcome } from '../command.ts';
import { type CaseDossier, dossierOfItem, type ItemDossier } from './dossier.ts';
import { settledCase } from './settle.ts';

const args = z.object({
  item: z.string(),
  /** Version of the item the card showed. */
  seen: z.coerce.number().int(),
  page: z.coerce.number().int().optional(),
});
type Args = z.infer<typeof args>;
type Facts = { file: CaseDossier; own: ItemDossier } | null;

/** Why this press does nothing. */
function blockerFor(facts: Facts, event: CaseEvent, by: By): Refusal | null {
  if (!facts) return refuse('not-found');
  const { file } = facts;
  if (!mayHandle(by.actor, file.facts)) return refuse('not-yours');
  if (!caseTarget(file.row.state, event)) {
    return refuse('case-closed', { at: file.row.closedAt ? sayTime(by.say.lang, file.row.closedAt) : '–' });
  }
  return null;
}

const done = (who: string | null, at: Date | null, { names }: CaseDossier, { say }: By): Refusal =>
  refuse('already-done', {
    who: (who && names.get(who)) || say('word.deleted-person'),
    at: at ? sayTime(say.lang, at) : '–',
  });

function write({ page }: Args, facts: NonNullable<Facts>, set: Partial<LeaverItem>, event: CaseEvent, by: By): Outcome {
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

export const rightsRemoved = command({
  name: 'leaver-removed',
  permission: 'known',
  args,
  load: ({ item }, { tx, org }) => dossierOfItem(tx, item, org),
  decide: (given, facts, by) => {
    const no = blockerFor(facts, 'rights-removed', by);
    if (no || !facts) return no ?? refuse('not-found');
    const { item } = facts.own;
    if (item.removedBy) return done(item.removedBy, item.removedAt, facts.file, by);
    return write(given, facts, { removedBy: by.actor.person, removedAt: by.now }, 'rights-removed', by);
  },
});

export const secondPerson = command({
  name: 'leaver-second',
  permission: 'known',
  args,
  load: ({ item }, { tx, org }) => dossierOfItem(tx, item, org),
  decide: (given, facts, by) => {
    const no = blockerFor(facts, 'second-person-confirmed', by);
    if (no || !facts) return no ?? refuse('not-found');
    const { item } = facts.own;
    if (item.secondBy) return done(item.secondBy, item.secondAt, facts.file, by);
    const blocker = secondPersonBlocker(item, by.actor.person);
    if (blocker) return refuse(blocker);
    return write(given, facts, { secondBy: by.actor.person, secondAt: by.now }, 'second-person-confirmed', by);
  },
});

export const credentialsChanged = command({
  name: 'leaver-credentials',
  permission: 'known',
  args,
  load: ({ item }, { tx, org }) => dossierOfItem(tx, item, org),
  decide: (given, facts, by) => {
    const no = blockerFor(facts, 'credentials-changed', by);
    if (no || !facts) return no ?? refuse('not-found');
    const { item } = facts.own;
    if (item.credentialsAt) return done(item.credentialsBy, item.credentialsAt, facts.file, by);
    const set = { credentialsBy: by.actor.person, credentialsAt: by.now };
    return write(given, facts, set, 'credentials-changed', by);
  },
});

/** The organisation names somebody else by now: that is looked up, not believed. */
export const seatFilled = command({
  name: 'leaver-seat',
  permission: 'known',
  args,
  load: async ({ item }, { tx, org }) => ({ facts: await dossierOfItem(tx, item, org), org }),
  decide: (given, { facts, org }, by) => {
    const no = blockerFor(facts, 'struck', by);
    if (no || !facts) return no ?? refuse('not-found');
    const { item } = facts.own;
    if (item.struck) return done(null, item.struckAt, facts.file, by);
    if (isSeated(facts.file.row.person, item, org)) return refuse('seat-taken');
    return write(given, facts, { struck: 'seat', struckAt: by.now }, 'struck', by);
  },
});

const isSeated = (person: string, item: LeaverItem, { organisation, gone }: Org): boolean =>
  seatsOf(person, { ...organisation, gone }, organisation.roles).some(
    ({ place, right }) => place === item.place && right === item.right,
  );
