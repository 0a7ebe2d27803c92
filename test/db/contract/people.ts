/** People keep their keys; a chat's own id counts as soon as an address has made it known. */
import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Identity, Room } from '../../../bot/chat.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { applyOrganisation, loadOrganisation, namesOf } from '../../../db/organisation/organisation.ts';
import { contactsOf, findPerson, identify } from '../../../db/organisation/people.ts';
import { people } from '../../../db/schema.ts';
import { makeCity, settleCity } from '../../support/city.ts';
import { setGone } from '../../support/past-commands.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const LATER = new Date('2026-11-22T10:00:00Z');
const SOMEBODY: Identity = { chat: 'slack', tenant: 'T1', id: 'U1' };
const ROOM: Room = { id: 'C1', dm: false };

export function peopleContract(store: () => Store): void {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => store().db.transaction((tx) => work(tx as Tx));
  const settle = (overrides = {}) => inTx((tx) => settleCity(tx, NOW, overrides));
  const meet = (who: Identity & { email?: string }, where = ROOM, at = NOW) =>
    inTx((tx) => identify(tx, who, where, at));

  it('knows a person by e-mail first and by the id of the chat from then on', async () => {
    const { key } = await settle();
    expect(await meet(SOMEBODY)).toBeNull();
    expect(await meet({ ...SOMEBODY, email: 'Clerk@Stadt.example' })).toBe(key('clerk'));
    expect(await meet(SOMEBODY)).toBe(key('clerk'));
    expect(await meet({ ...SOMEBODY, email: 'head@stadt.example' })).toBe(key('clerk'));
  });

  it('takes an id of another tenant for somebody else', async () => {
    await settle();
    await meet({ ...SOMEBODY, email: 'clerk@stadt.example' });
    expect(await meet({ ...SOMEBODY, tenant: 'T2' })).toBeNull();
  });

  it('makes one identity of ten simultaneous first contacts', async () => {
    const { key } = await settle();
    const met = await Promise.all(
      Array.from({ length: 10 }, () => meet({ ...SOMEBODY, email: 'clerk@stadt.example' })),
    );
    expect(new Set(met)).toEqual(new Set([key('clerk')]));
    const contacts = await inTx((tx) => contactsOf(tx, [key('clerk')], ['slack']));
    expect(contacts.get(key('clerk'))?.known).toHaveLength(1);
  });

  it('lets requests of one person wait for each other, also when nothing about them is news', async () => {
    await settle();
    const who = { ...SOMEBODY, email: 'clerk@stadt.example' };
    await meet(who);
    const order: string[] = [];
    let second: Promise<void> | undefined;
    await inTx(async (tx) => {
      await identify(tx, who, ROOM, NOW);
      second = inTx(async (other) => {
        await identify(other, who, ROOM, NOW);
        order.push('second');
      });
      // Until the other one waits for a lock, or is done without one; the embedded database does not even begin it.
      for (let look = 0; look < 300 && order.length === 0; look += 1) {
        const waits = await tx.select({ n: sql<number>`1` }).from(sql`pg_locks`).where(sql`not granted`);
        if (waits.length > 0) break;
      }
      order.push('first');
    });
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  it('remembers the DM and puts the chat used last first', async () => {
    const { key } = await settle();
    await meet({ ...SOMEBODY, email: 'clerk@stadt.example' }, { id: 'D1', dm: true, reach: { url: 'x' } }, NOW);
    await meet({ chat: 'teams', tenant: 'M', id: '29:1', email: 'clerk@stadt.example' }, ROOM, LATER);
    const people = [key('clerk'), key('head'), 'p_nobody'];
    const contacts = await inTx((tx) => contactsOf(tx, people, ['slack', 'teams']));
    expect(contacts.get(key('clerk'))?.known.map(({ chat, reach }) => [chat, reach])).toEqual([
      ['teams', {}],
      ['slack', { url: 'x', room: 'D1' }],
    ]);
    expect(contacts.get(key('head'))).toEqual({ known: [], email: 'head@stadt.example' });
    expect(contacts.get('p_nobody')).toBeUndefined();
    const inSlack = await inTx((tx) => contactsOf(tx, people, ['slack']));
    expect(inSlack.get(key('clerk'))?.known.map(({ chat }) => chat)).toEqual(['slack']);
  });

  it('finds whom somebody meant: key, address, name both ways, mention', async () => {
    const { key } = await settle({
      people: [...makeCity().people, { id: 'x', name: 'Anna Beispiel', email: 'x@a.example' }],
    });
    await meet({ ...SOMEBODY, email: 'clerk@stadt.example' });
    const find = (said: string) => inTx((tx) => findPerson(tx, 'slack', 'T1', said));
    expect(await find('<@U1|clerk>')).toBe(key('clerk'));
    expect(await find(key('head'))).toBe(key('head'));
    expect(await find('HEAD@stadt.example')).toBe(key('head'));
    expect(await find('Beispiel, Anna')).toBe(key('x'));
    expect(await find('anna beispiel')).toBe(key('x'));
    expect(await find('Anna%')).toBeNull();
    expect(await find('')).toBeNull();
  });

  it('keeps keys when the file is applied again, and refreshes names and addresses', async () => {
    const { key } = await settle();
    const changed = makeCity().people.map((person) => ({ ...person, name: `New ${person.id}` }));
    const again = await settle({ people: changed });
    expect(again.key('clerk')).toBe(key('clerk'));
    expect(again.org.organisation.offices[0]?.head).toBe(key('head'));
    expect([...(await inTx((tx) => namesOf(tx, [key('clerk')]))).values()]).toEqual(['New clerk']);
  });

  it('lets addresses change hands', async () => {
    const { key } = await settle();
    const swap: Record<string, string> = { clerk: 'head@stadt.example', head: 'clerk@stadt.example' };
    const swapped = makeCity().people.map((person) => ({ ...person, email: swap[person.id] ?? person.email }));
    await inTx((tx) => applyOrganisation(tx, makeCity({ people: swapped }), NOW));
    const [row] = await store()
      .db.select()
      .from(people)
      .where(eq(people.id, key('clerk')));
    expect(row?.email).toBe('head@stadt.example');
  });

  it('recognises by their address who was named in an application before, or has got a new id', async () => {
    await inTx(async (tx) => {
      await tx.insert(people).values({ id: 'p_before', name: 'Named', email: 'clerk@stadt.example', createdAt: NOW });
    });
    expect((await settle()).key('clerk')).toBe('p_before');
    const renamed = makeCity().people.map((person) =>
      person.id === 'registrar' ? { ...person, id: 'rights' } : person,
    );
    const roles = { registrar: ['rights'], operator: ['operator'] };
    expect((await settle({ people: renamed, roles })).org.organisation.roles.registrar).toHaveLength(1);
    const rows = await store().db.select().from(people).where(eq(people.email, 'registrar@stadt.example'));
    expect(rows.map(({ ref }) => ref)).toEqual(['rights']);
  });

  it('applies one file from three processes at once', async () => {
    await Promise.all([settle(), settle(), settle()]);
    expect(await store().db.select().from(people)).toHaveLength(makeCity().people.length);
  });

  it('has no organisation before one was applied, and tells who is gone', async () => {
    expect(await inTx(loadOrganisation)).toBeNull();
    const { key } = await settle();
    await inTx((tx) => setGone(tx, key('deputy'), true));
    expect((await inTx(loadOrganisation))?.gone).toEqual(new Set([key('deputy')]));
  });
}
