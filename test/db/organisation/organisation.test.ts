/** The organisation is kept between requests, and is never an older one than the database holds. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPostgres, type Store, type Tx } from '../../../db/connect.ts';
import { applyOrganisation, loadOrganisation, type Org } from '../../../db/organisation/organisation.ts';

import { organisations, people } from '../../../db/schema.ts';
import { startChild } from '../../support/child.ts';
import { type City, makeCity, settleCity } from '../../support/city.ts';
import { freshStore, ownDatabase, postgresUrl, stores, wipe } from '../../support/db.ts';
import { setGone } from '../../support/past-commands.ts';

const NOW = new Date('2026-11-22T09:00:00Z');

const inTx = <T>(store: Store, work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
const load = (store: Store) => inTx(store, loadOrganisation) as Promise<Org>;
const nameOf = ({ organisation }: Org, key: string) => organisation.people.find(({ id }) => id === key)?.name;

describe.each(stores())('on $name', ({ open }) => {
  let store: Store;
  let city: City;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    await wipe(store);
    city = await inTx(store, (tx) => settleCity(tx, NOW));
  });
  afterAll(() => store?.close());

  it('is the same object as long as nothing changes, and nobody can write into it', async () => {
    const org = await load(store);
    expect(await load(store)).toBe(org);
    const writes = [
      () => org.organisation.people.pop(),
      () => org.organisation.roles.registrar.push('p_x'),
      () => Object.assign(org.organisation.offices[0]!, { name: 'x' }),
    ];
    for (const write of writes) expect(write).toThrow(TypeError);
  });

  it('is the new one after another file, after the old one again, and without one', async () => {
    const first = await load(store);
    const offices = makeCity().offices.map((office) => ({ ...office, name: 'Kulturbüro' }));
    await inTx(store, (tx) => applyOrganisation(tx, makeCity({ offices }), NOW));
    expect((await load(store)).organisation.offices[0]!.name).toBe('Kulturbüro');
    await inTx(store, (tx) => applyOrganisation(tx, makeCity(), NOW));
    expect(await load(store)).toEqual(first);
    await store.db.delete(organisations);
    expect(await load(store)).toBeNull();
  });

  it('knows at once who has gone, came back, is called differently, was added or removed, whoever wrote it', async () => {
    const key = city.key('clerk');
    const goneNow = async () => (await load(store)).gone.has(key);
    await load(store);
    await inTx(store, (tx) => setGone(tx, key, true));
    expect(await goneNow()).toBe(true);
    await inTx(store, (tx) => setGone(tx, key, false));
    expect(await goneNow()).toBe(false);
    // By hand, past everything that counts versions.
    for (const name of ['Eins', 'Zwei', 'Eins']) {
      await store.db.update(people).set({ name }).where(eq(people.id, key));
      expect(nameOf(await load(store), key)).toBe(name);
    }
    await store.db.insert(people).values({ id: 'p_new', name: 'Neu', createdAt: NOW });
    expect(nameOf(await load(store), 'p_new')).toBe('Neu');
    await store.db.delete(people).where(eq(people.id, 'p_new'));
    expect(nameOf(await load(store), 'p_new')).toBeUndefined();
  });

  it('sees within a transaction what it has written, and forgets it when that fails', async () => {
    const key = city.key('head');
    const before = await load(store);
    const failing = inTx(store, async (tx) => {
      await setGone(tx, key, true);
      expect((await loadOrganisation(tx))!.gone.has(key)).toBe(true);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect((await load(store)).gone.has(key)).toBe(false);
    expect(await load(store)).toEqual(before);
  });

  it('keeps the organisations of two databases apart', async () => {
    const other = await freshStore();
    try {
      await inTx(other, (tx) => settleCity(tx, NOW, { city: { ...makeCity().city, name: 'Andere Stadt' } }));
      for (const _ of [1, 2]) {
        expect((await load(other)).organisation.city.name).toBe('Andere Stadt');
        expect((await load(store)).organisation.city.name).toBe('Stadt');
      }
    } finally {
      await other.close();
    }
  });
});

const server = postgresUrl('no second process changes the organisation');
describe.skipIf(!server)('of two processes on one Postgres', () => {
  it('each sees what the other has written, and not before it is committed', async () => {
    const { url, drop } = await ownDatabase(server!);
    const store = await openPostgres(url);
    try {
      const city = await inTx(store, (tx) => settleCity(tx, NOW));
      const before = await load(store);
      await inTx(store, async (tx) => {
        await setGone(tx, city.key('deputy'), true);
        expect(await load(store)).toEqual(before);
      });
      for (const what of ['apply', 'gone']) {
        await load(store);
        expect(await startChild('child-organisation.ts', what, url).ended).toBe(0);
        const org = await load(store);
        expect(nameOf(org, city.key('head'))).toBe('Neue Leitung');
        expect(org.gone).toEqual(new Set(what === 'gone' ? ['deputy', 'clerk'].map(city.key) : [city.key('deputy')]));
      }
    } finally {
      await store.close();
      await drop();
    }
  });
});
