/** One open case per person, whoever reports at once; whom an account belongs to, and who manages whom. */

import { expect, it } from 'vitest';
import type { DirectorySource } from '../../../bot/leavers/case.ts';
import { createIntake } from '../../../commands/leavers/intake.ts';
import { verifyAudit } from '../../../db/audit.ts';
import { applyChanges, type Change, Conflict, insert, type Row, remove, update } from '../../../db/changes.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import {
  casesLedBy,
  casesPastLastDay,
  channelsNaming,
  itemsOf,
  lastCaseOf,
  leaverSubjects,
  officesOfCase,
  openCaseOf,
  openCases,
  openCasesAbout,
  placesOf,
  rightsRemovalsOf,
} from '../../../db/leavers/cases.ts';
import {
  type Account,
  accountsOf,
  cursorOf,
  holderAccounts,
  isClosedIn,
  managerChain,
  personBehind,
  saveAccount,
  saveCursor,
} from '../../../db/leavers/directory.ts';
import { addIdentity } from '../../../db/organisation/people.ts';
import { leaverCases, outbox } from '../../../db/schema.ts';
import { settleCity } from '../../support/city.ts';
import { setGone } from '../../support/past-commands.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const LATER = new Date('2026-11-25T10:00:00Z');

const makeCase = (overrides: Partial<Row<'leaverCases'>> = {}): Row<'leaverCases'> => ({
  id: 'l_1',
  person: 'p_1',
  state: 'confirmed',
  reports: { graph: 'confirmed' },
  manager: 'p_boss',
  openedBy: 'system',
  openedAt: NOW,
  confirmedAt: NOW,
  ...overrides,
});
const makeItem = (overrides: Partial<Row<'leaverItems'>> = {}): Row<'leaverItems'> => ({
  id: 'i_1',
  case: 'l_1',
  kind: 'channel',
  place: 'channel:c_1',
  channel: 'c_1',
  application: 'a_c_1',
  right: 'administrator',
  ...overrides,
});
/** A channel with the people whom its application names. */
function makeChannel(id: string, persons: string[], more: Partial<Row<'channels'>> = {}): Change[] {
  const common = { office: 'culture', platform: 'mastodon' as const, createdAt: NOW };
  return [
    insert('channels', {
      ...common,
      id,
      name: id,
      handle: id,
      state: 'published',
      application: `a_${id}`,
      changedAt: NOW,
      ...more,
    }),
    insert('applications', {
      ...common,
      id: `a_${id}`,
      kind: 'new',
      state: 'published',
      legalBody: 'stadt',
      applicant: 'p_x',
      formVersion: 1,
      answers: { persons: persons.map((person) => ({ person, role: 'administrator' })) },
    }),
  ];
}
const makeAccount = (externalId: string, overrides: Partial<Account> = {}): Account => ({
  source: 'graph',
  externalId,
  person: null,
  manager: null,
  active: true,
  department: null,
  login: null,
  email: null,
  changedAt: null,
  seenAt: NOW,
  ...overrides,
});

export function leaversContract(store: () => Store): void {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => store().db.transaction((tx) => work(tx as Tx));
  const apply = (...changes: Change[]) => inTx((tx) => applyChanges(tx, changes));
  const save = (...accounts: Account[]) =>
    inTx(async (tx) => {
      for (const account of accounts) await saveAccount(tx, account);
    });

  it('holds one open case per person, and finds the newest of all', async () => {
    await apply(insert('leaverCases', makeCase()));
    await expect(apply(insert('leaverCases', makeCase({ id: 'l_2' })))).rejects.toBeInstanceOf(Conflict);
    const first = (await inTx((tx) => openCaseOf(tx, 'p_1')))!;
    await apply(update('leaverCases', first, { state: 'closed', closedAt: NOW }));
    expect(await inTx((tx) => openCaseOf(tx, 'p_1'))).toBeNull();
    await apply(insert('leaverCases', makeCase({ id: 'l_2', openedAt: LATER })));
    await apply(insert('leaverCases', makeCase({ id: 'l_0', person: 'p_2', manager: 'p_2' })));
    expect((await inTx((tx) => lastCaseOf(tx, 'p_1')))?.id).toBe('l_2');
    expect((await inTx(openCases)).map(({ id }) => id)).toEqual(['l_0', 'l_2']);
    expect((await inTx((tx) => casesLedBy(tx, 'p_boss'))).map(({ id }) => id)).toEqual(['l_2']);
  });

  it('holds each right of a case once', async () => {
    await apply(insert('leaverCases', makeCase()), insert('leaverItems', makeItem()));
    await expect(apply(insert('leaverItems', makeItem({ id: 'i_2' })))).rejects.toBeInstanceOf(Conflict);
    await apply(insert('leaverItems', makeItem({ id: 'i_2', right: 'editor' })));
    const [item] = await inTx((tx) => itemsOf(tx, ['l_1']));
    expect(item).toMatchObject({ id: 'i_1', shared: false, struck: null, version: 0 });
    await apply(remove('leaverItems', item!));
    expect(await inTx((tx) => itemsOf(tx, ['l_1', 'l_2']))).toHaveLength(1);
  });

  it('finds the running channels that name somebody, and the cases about a channel', async () => {
    await apply(
      ...makeChannel('c_1', ['p_1', 'p_2']),
      ...makeChannel('c_2', ['p_2'], { office: 'library' }),
      ...makeChannel('c_3', ['p_1'], { state: 'closed' }),
      ...makeChannel('c_4', ['p_1'], { state: 'planned' }),
    );
    const naming = async (person: string) =>
      (await inTx((tx) => channelsNaming(tx, person))).map(({ channel, application }) => [channel.id, application.id]);
    expect(await naming('p_1')).toEqual([['c_1', 'a_c_1']]);
    expect(await naming('p_2')).toEqual([
      ['c_1', 'a_c_1'],
      ['c_2', 'a_c_2'],
    ]);
    expect(await naming(`p_' or true --`)).toEqual([]);
    const second = { id: 'i_2', place: 'channel:c_2', channel: 'c_2' };
    await apply(
      insert('leaverCases', makeCase()),
      insert('leaverItems', makeItem()),
      insert('leaverItems', makeItem(second)),
      insert('leaverCases', makeCase({ id: 'l_2', person: 'p_2' })),
      insert('leaverItems', makeItem({ ...second, id: 'i_3', case: 'l_2' })),
      insert('holderStrikes', { id: 'a_c_1 p_1', application: 'a_c_1', person: 'p_1', by: 'p_boss', at: NOW }),
    );
    const about = async (...ids: string[]) =>
      (await inTx((tx) => openCasesAbout(tx, ...ids))).map(({ row, items }) => [row.id, items.length]);
    expect(await about()).toEqual([]);
    expect((await about('c_1', 'c_2')).sort()).toEqual(await about('c_2').then((rows) => rows.sort()));
    expect(await about('c_1')).toEqual([['l_1', 2]]);
    expect((await about('c_2')).sort()).toEqual([
      ['l_1', 2],
      ['l_2', 1],
    ]);
    const places = await inTx(async (tx) => placesOf(tx, await itemsOf(tx, ['l_1', 'l_2'])));
    expect([...places.channels.keys()].sort()).toEqual(['c_1', 'c_2']);
    expect([...places.applications.keys()].sort()).toEqual(['a_c_1', 'a_c_2']);
    expect(await inTx((tx) => officesOfCase(tx, 'l_1'))).toEqual(['culture', 'library']);
    expect(await inTx((tx) => rightsRemovalsOf(tx, ['a_c_1', 'a_c_2']))).toHaveLength(1);
  });

  it('knows whose last day has passed, and since when the deadlines run', async () => {
    const { key } = await inTx((tx) => settleCity(tx, NOW));
    const [clerk, head, deputy] = [key('clerk'), key('head'), key('deputy')];
    await apply(
      insert('leaverCases', makeCase({ id: 'l_1', person: clerk, leavesOn: '2026-11-30' })),
      insert('leaverItems', makeItem()),
      insert('leaverCases', makeCase({ id: 'l_2', person: head, leavesOn: '2026-11-30', state: 'suspected' })),
      insert('leaverItems', makeItem({ id: 'i_2', case: 'l_2' })),
      insert('leaverCases', makeCase({ id: 'l_3', person: deputy, leavesOn: '2026-11-30' })),
      insert('leaverItems', makeItem({ id: 'i_3', case: 'l_3', removedBy: 'p_1', secondBy: 'p_2' })),
    );
    await inTx((tx) => setGone(tx, deputy, true));
    const past = async (now: string) => (await inTx((tx) => casesPastLastDay(tx, new Date(now)))).map(({ id }) => id);
    // Midnight in Berlin, not in Greenwich.
    expect(await past('2026-11-30T22:59:00Z')).toEqual([]);
    expect(await past('2026-11-30T23:00:00Z')).toEqual(['l_1']);
    // Hints are not chased, nor is what is only paper.
    expect(await inTx(leaverSubjects)).toEqual([
      { kind: 'leaver-reminder', id: 'l_1', openedAt: new Date('2026-11-30T07:00:00Z') },
    ]);
  });

  it('believes an account by the chat’s id first, then by address, and one per person', async () => {
    const { key } = await inTx((tx) => settleCity(tx, NOW));
    const behind = (id: string, ...addresses: string[]) =>
      inTx((tx) => personBehind(tx, 'graph', id, { chats: ['teams'], addresses }));
    await inTx((tx) => addIdentity(tx, { chat: 'teams', tenant: 't', id: 'oid-1' }, key('head'), NOW));
    await inTx((tx) => addIdentity(tx, { chat: 'slack', tenant: 't', id: 'oid-2' }, key('head'), NOW));
    expect(await behind('oid-1', 'clerk@stadt.example')).toBe(key('head'));
    expect(await behind('oid-2')).toBeNull();
    expect(await behind('oid-3', 'Clerk@Stadt.example')).toBe(key('clerk'));
    expect(await behind('oid-3', 'nobody@stadt.example')).toBeNull();
    // A login may be another name than the address; the address is tried first.
    expect(await behind('oid-3', 'nobody@stadt.example', 'clerk@stadt.example')).toBe(key('clerk'));
    expect(await behind('oid-3', 'head@stadt.example', 'clerk@stadt.example')).toBe(key('head'));
    await save(
      makeAccount('oid-old', { person: key('head'), active: false }),
      makeAccount('oid-4', { person: key('clerk') }),
    );
    // Whoever gets somebody's address, or comes back under a new account, does not become them; nor does a sweep break on it.
    expect(await behind('oid-1')).toBeNull();
    expect(await behind('oid-5', 'clerk@stadt.example')).toBeNull();
    expect(await behind('oid-4', 'clerk@stadt.example')).toBe(key('clerk'));
    expect(await inTx((tx) => isClosedIn(tx, key('head'), 'graph'))).toBe(true);
    expect(await inTx((tx) => isClosedIn(tx, key('head'), 'slack'))).toBe(false);
  });

  it('gives an account to somebody only while it is whose it was', async () => {
    await save(makeAccount('oid-1', { person: 'p_1' }), makeAccount('oid-2'));
    const link = (externalId: string, seen: string | null, person: string | null, active = true): Change => ({
      ...{ link: { source: 'graph', externalId, active }, seen, person, speaks: { chats: ['teams'], as: [] } },
    });
    await expect(apply(link('oid-2', 'p_1', 'p_2'))).rejects.toBeInstanceOf(Conflict);
    // Nobody has two in one directory.
    await expect(apply(link('oid-2', null, 'p_1'))).rejects.toBeInstanceOf(Conflict);
    // Closed meanwhile: what was decided on an open one is decided again.
    await expect(apply(link('oid-1', 'p_1', null, false))).rejects.toBeInstanceOf(Conflict);
    await apply(link('oid-1', 'p_1', null), link('oid-2', null, 'p_1'));
    const found = await inTx((tx) => accountsOf(tx, 'graph'));
    expect(found.map(({ externalId, person }) => [externalId, person])).toEqual([
      ['oid-1', null],
      ['oid-2', 'p_1'],
    ]);
  });

  it('remembers accounts as they were last seen, and finds them by name and id', async () => {
    await save(makeAccount('oid-1', { login: 'A@Stadt.example' }), makeAccount('oid-2', { source: 'scim' }));
    await save(makeAccount('oid-1', { login: 'A@Stadt.example', active: false, seenAt: LATER }));
    const found = (filter: object) => inTx((tx) => accountsOf(tx, 'graph', filter));
    expect(await found({})).toMatchObject([{ externalId: 'oid-1', active: false, seenAt: LATER }]);
    expect(await found({ login: 'a@STADT.example' })).toHaveLength(1);
    expect(await found({ login: 'a_stadt.example' })).toEqual([]);
    expect(await found({ externalId: 'oid-2' })).toEqual([]);
    for (const value of ['link', null]) {
      await inTx((tx) => saveCursor(tx, 'graph', value, NOW));
      expect(await inTx((tx) => cursorOf(tx, 'graph'))).toBe(value);
    }
  });

  it('follows managers upwards, past those it does not know, out of every circle, Entra before SCIM', async () => {
    const known = ['p_1', 'p_3', 'p_4', 'p_5', 'p_scim'];
    await apply(...known.map((id) => insert('people', { id, name: id, createdAt: NOW })));
    await save(
      makeAccount('1', { person: 'p_1', manager: '2' }),
      makeAccount('2', { manager: '2b' }),
      // A name that is deleted.
      makeAccount('2b', { person: 'p_deleted', manager: '3' }),
      makeAccount('3', { person: 'p_3', manager: '4' }),
      makeAccount('4', { person: 'p_4', manager: '1' }),
      makeAccount('5', { person: 'p_5', manager: '5' }),
      makeAccount('a', { source: 'scim', person: 'p_1', manager: 'b' }),
      makeAccount('b', { source: 'scim', person: 'p_scim' }),
    );
    const above = (person: string) => inTx((tx) => managerChain(tx, person));
    expect(await above('p_1')).toEqual(['p_3', 'p_4']);
    expect(await above('p_5')).toEqual([]);
    expect(await above('p_unknown')).toEqual([]);
    await apply(...makeChannel('c_1', ['p_1', 'p_4']), ...makeChannel('c_2', ['p_3'], { state: 'closed' }));
    await save(makeAccount('6', { person: 'p_6', active: false }), makeAccount('7', { person: 'p_7' }));
    await apply(...makeChannel('c_3', ['p_6', 'p_7']));
    const holders = (after: string, most: number) => inTx((tx) => holderAccounts(tx, 'graph', after, most));
    expect(await holders('', 2)).toEqual(['1', '4']);
    expect(await holders('4', 2)).toEqual(['7']);
  });

  it('makes one case each of all that is said of four people in the same moment', async () => {
    const { key } = await inTx((tx) => settleCity(tx, NOW));
    const people = ['clerk', 'head', 'deputy', 'fb3-member'];
    await apply(...makeChannel('c_1', people.map(key)), ...makeChannel('c_2', people.map(key)));
    const intake = createIntake({ store: store(), chats: () => ['local'], now: () => NOW, wake: () => {} });
    const say = (ref: string, source: DirectorySource) =>
      intake.see({ source, externalId: `${source}-${ref}`, email: `${ref}@stadt.example`, active: false });
    await Promise.all(people.flatMap((ref) => [say(ref, 'graph'), say(ref, 'slack'), say(ref, 'scim')]));
    const rows = await store().db.select().from(leaverCases);
    expect(rows.map(({ person }) => person).sort()).toEqual(people.map(key).sort());
    for (const { reports } of rows) expect(Object.keys(reports).sort()).toEqual(['graph', 'scim', 'slack']);
    // Twice only to whoever is told something else the second time: that they answer for it now.
    const posts = (await store().db.select().from(outbox)).flatMap(({ effect }) =>
      effect.do === 'post' && effect.card.view === 'leaver' ? [JSON.stringify([effect.to, effect.card])] : [],
    );
    expect(new Set(posts).size).toBe(posts.length);
    expect(await verifyAudit(store().db)).toMatchObject({ ok: true });
  });
}
