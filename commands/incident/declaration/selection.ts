/** Finds the channels somebody named: by id, number, link, handle or name, or all that meet a criterion. */

import { isUnprotected, type Selection, type Split } from '../../../bot/incident/selection.ts';
import { officesAbove } from '../../../bot/organisation/permission.ts';
import type { Recognised } from '../../../bot/platform/link.ts';
import { platformByName } from '../../../bot/platform/platform.ts';
import type { Tx } from '../../../db/connect.ts';
import {
  type Known,
  knownByIds,
  knownByKey,
  knownByNumber,
  knownNamed,
  knownRunning,
} from '../../../db/incident/facts.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { findPerson } from '../../../db/organisation/people.ts';
import type { Context } from '../../command.ts';
import { holdersNow, isAdministrator } from '../../leavers/holders.ts';
import { recognise } from '../../platform/link.ts';
import { removalsOn } from '../blast.ts';

export type Found =
  /** `many`: selected by a criterion. */
  | { kind: 'channels'; channels: Known[]; many: boolean; text: string }
  /** An account the registry does not know. */
  | { kind: 'new'; account: Recognised; text: string }
  | { kind: 'several'; channels: Known[]; said: string; text: string }
  /** `no-account`: a link that does not show whose account it is. `empty`: no channel meets the criterion. */
  | { kind: 'none'; why: 'unknown' | 'no-account' | 'empty'; said: string; text: string };

type Where = Pick<Context, 'tx' | 'org' | 'by'>;

export async function findSelection(selection: Selection, where: Where): Promise<Found> {
  if (selection.all === false) return findOne(selection.splits, where.tx);
  const running = await knownRunning(where.tx);
  if (selection.all === 'unprotected') {
    const test = await unprotectedOf(where, running);
    return all(running.filter(test), '', selection.text);
  }
  for (const { said, text } of selection.splits) {
    const test = await CRITERIA[selection.all](said, where, running);
    if (test) return all(running.filter(test), said, text);
  }
  const last = selection.splits.at(-1);
  return { kind: 'none', why: 'unknown', said: last?.said ?? '', text: last?.text ?? '' };
}

const all = (channels: Known[], said: string, text: string): Found =>
  channels.length === 0 ? { kind: 'none', why: 'empty', said, text } : { kind: 'channels', channels, many: true, text };

type Test = (one: Known) => boolean;

/** Undefined: no such office, platform or person; a shorter name may match. */
const CRITERIA = {
  office: async (said: string, { org }: Where): Promise<Test | undefined> => {
    const offices = officesCalled(said, org);
    return offices.size > 0 ? ({ channel }) => offices.has(channel.office) : undefined;
  },
  platform: async (said: string): Promise<Test | undefined> => {
    const platform = platformByName(said);
    return platform ? ({ channel }) => channel.platform === platform : undefined;
  },
  person: async (said: string, { tx, by }: Where, running: readonly Known[]): Promise<Test | undefined> => {
    const person = await findPerson(tx, by.chat, by.tenant, said.replace(/^@/, ''));
    if (!person) return undefined;
    const removals = await removalsOn(tx, running);
    return ({ application }) =>
      application !== null && holdersNow(application, removals).some((holder) => holder.person === person);
  },
} as const;

/** An office and those below it. */
function officesCalled(said: string, { organisation }: Org): Set<string> {
  const lower = said.toLowerCase();
  const office = organisation.offices.find(({ id, short, name }) =>
    [id, short.toLowerCase(), name.toLowerCase()].includes(lower),
  );
  if (!office) return new Set();
  const below = organisation.offices.filter(({ id }) => officesAbove(id, organisation).includes(office.id));
  return new Set([office.id, ...below.map(({ id }) => id)]);
}

async function unprotectedOf({ tx, org }: Where, running: readonly Known[]): Promise<Test> {
  const removals = await removalsOn(tx, running);
  return ({ channel, application }) =>
    isUnprotected({
      state: channel.state,
      secondFactor: application?.answers.secondFactor,
      administrators: application
        ? holdersNow(application, removals).filter(({ role, person }) => isAdministrator(role) && !org.gone.has(person))
            .length
        : 0,
    });
}

/** One channel. A name in the registry comes before a link, so that a handle with a dot is not taken for a site. */
async function findOne(splits: readonly Split[], tx: Tx): Promise<Found> {
  const word = splits.at(-1)!;
  const ids = /^c_/.test(word.said) ? await knownByIds(tx, [word.said]) : [];
  const numbered = /^sn-\d{4}-\d+/i.test(word.said) ? await knownByNumber(tx, word.said) : [];
  if (ids.length + numbered.length > 0) return named([...ids, ...numbered], word);
  const called = await knownNamed(
    tx,
    splits.map(({ said }) => said),
  );
  for (const split of splits) {
    const affected = called.filter(({ channel }) => isCalled(channel, split.said));
    if (affected.length > 0) return named(affected, split);
  }
  return byLink(word, tx);
}

function isCalled({ handle, name }: Known['channel'], said: string): boolean {
  const plain = (text: string) => text.replace(/^@/, '').toLowerCase();
  return [plain(handle), name.toLowerCase()].includes(plain(said));
}

const named = (channels: Known[], { said, text }: Split): Found =>
  channels.length === 1 ? { kind: 'channels', channels, many: false, text } : { kind: 'several', channels, said, text };

/** An imported entry may have a name but no readable address. */
async function entered({ platform, handle }: Recognised, tx: Tx): Promise<Known | null> {
  const same = (await knownNamed(tx, [handle])).filter(
    ({ channel }) => channel.platform === platform && isCalled({ ...channel, name: '' }, handle),
  );
  return same.length === 1 ? same[0]! : null;
}

async function byLink(first: Split, tx: Tx): Promise<Found> {
  const line = `${first.said} ${first.text}`;
  // In "Unser Konto https://… ist weg" the link is inside the sentence.
  const inside = line.split(/\s+/).find((word) => word.includes('://'));
  const { said, text } = inside && inside !== first.said ? { said: inside, text: line } : first;
  const seen = recognise(said);
  // People often paste a post; they mean its account.
  const account = 'profile' in seen && seen.profile ? recognise(seen.profile) : seen;
  if ('key' in account) {
    const known = (await knownByKey(tx, account.key)) ?? (await entered(account, tx));
    return known ? { kind: 'channels', channels: [known], many: false, text } : { kind: 'new', account, text };
  }
  const isLink = account.problem !== 'not-a-link' && account.problem !== 'handle-only';
  return { kind: 'none', why: isLink ? 'no-account' : 'unknown', said, text };
}
