/** Who may link whose account, as whom an account speaks after that, and a directory's word that comes at the same moment. */
import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Intake, Sighting } from '../../../commands/leavers/intake.ts';
import { applyChanges } from '../../../db/changes.ts';
import type { Store } from '../../../db/connect.ts';
import { noteDirectories } from '../../../db/leavers/accounts.ts';
import { accountOf } from '../../../db/leavers/directory.ts';
import { identities, people } from '../../../db/schema.ts';
import { CLERK, cardOf, keyOf } from '../../support/acts.ts';
import { stores } from '../../support/db.ts';
import { eachWithLeavers } from '../../support/leaver-stage.ts';
import { LEAVER, registered, registeredWithTyped, two, typedIn } from '../../support/leavers.ts';
import { labels, plain, type Stage } from '../../support/stage.ts';

const HEAD = 'leitung-kulturbetriebe';
const REGISTRAR = 'berechtigungen';
const TYPED = 'Redaktion Stadtarchiv';
const EMAIL = 'redaktion.stadtarchiv@dortmund.example';
const ZOO = 'Redaktion Zoo';
const ZOO_EMAIL = 'redaktion.zoo@dortmund.example';
const LINK = 'Mit Konto verbinden …';
const CONCURRENT = stores().at(-1)!.name === 'Postgres';

let store: Store;
let city: Stage;
let intake: Intake;
const { inTx, cases, isMarked } = eachWithLeavers((...given) => {
  [store, city, intake] = given;
});
beforeEach(() => inTx((tx) => noteDirectories(tx, ['graph', 'slack'], city.clock.now)));

const see = (externalId: string, said: Omit<Sighting, 'externalId' | 'source'>, source: Sighting['source'] = 'graph') =>
  intake.see({ source, externalId, ...said });
const withTyped = (name = TYPED) => registeredWithTyped(store, city.clock.now, name);
const link = (who: string, name: string, email: string) => city.as(who).say(`/channel admins link @${name} ${email}`);
const ownerOf = async (externalId: string, source: Sighting['source'] = 'graph') =>
  (await inTx((tx) => accountOf(tx, source, externalId)))?.person;

/** Somebody without a channel of the head's office, with an account that is theirs. */
async function zoo(source: Sighting['source'] = 'graph'): Promise<string> {
  const person = await typedIn(store, city.clock.now, ZOO);
  await see('zoo', { active: true, email: ZOO_EMAIL }, source);
  expect(plain(await link(REGISTRAR, ZOO, ZOO_EMAIL))).toContain('ist jetzt verbunden');
  return person;
}

describe('a head', () => {
  it('links nobody whom the organisation file names: a closed account would mark them as gone', async () => {
    const what = await registered(store, city.clock.now, two());
    await see('old', { active: false, email: 'alt@dortmund.example' });
    const person = await keyOf(store, LEAVER);
    const [{ name } = { name: '' }] = await store.db.select().from(people).where(eq(people.id, person));
    expect(plain(await link(HEAD, name, 'alt@dortmund.example'))).toContain('keine Berechtigung');
    const yes = { person, email: 'alt@dortmund.example', sure: 'closed' };
    expect(plain(await city.as(HEAD).press('admins-link', yes))).toContain('keine Berechtigung');
    expect(await cases()).toEqual([]);
    expect(await isMarked(LEAVER)).toBe(false);
    for (const reply of [
      await city.as(HEAD).press('admins', { what }),
      await city.as(HEAD).say('/kanal konto verbinden'),
    ]) {
      expect(plain(reply)).toContain('Verbinden kann es die Berechtigungssteuerung, niemand jedoch das eigene Konto.');
      expect(labels(cardOf(reply))).not.toContain(LINK);
    }
    expect(labels(cardOf(await city.as(REGISTRAR).press('admins', { what })))).toContain(LINK);
    expect(plain(await link(REGISTRAR, name, 'alt@dortmund.example'))).toContain('beginnt sofort ein Weggangsfall');
  });

  it('takes no account from somebody of another office, but from one of the own it is asked about', async () => {
    const { person } = await withTyped();
    const other = await zoo();
    expect(plain(await link(HEAD, TYPED, ZOO_EMAIL))).toContain(`Diese Adresse gehört zu ${ZOO}`);
    await city.as(HEAD).press('admins-link', { person, email: ZOO_EMAIL, sure: 'moved' });
    expect(await ownerOf('zoo')).toBe(other);

    const own = await withTyped('Redaktion Museum');
    await see('museum', { active: true, email: EMAIL });
    await link(HEAD, 'Redaktion Museum', EMAIL);
    expect(await ownerOf('museum')).toBe(own.person);
    expect(plain(await link(HEAD, TYPED, EMAIL))).toContain('ist bisher Redaktion Museum verbunden');
  });
});

describe('whoever wrote with an account before it was linked to somebody else', () => {
  const writes = (id: string, email: string) => {
    const who = { chat: 'slack', tenant: 't', id, email } as const;
    const where = { id: `dm:${id}`, dm: true };
    const key = `slack:${id}:${Math.random()}`;
    return city.request({ key, who, where, lang: 'de', do: { kind: 'say', text: '/kanal aufgaben' } });
  };
  const speaksAs = async (id: string) =>
    (await store.db.select().from(identities).where(eq(identities.externalId, id))).map(({ person }) => person);

  it('goes on as the right person', async () => {
    const { person } = await withTyped();
    const wrong = await zoo('slack');
    await writes('zoo', ZOO_EMAIL);
    expect(await speaksAs('zoo')).toEqual([wrong]);
    await city.as(REGISTRAR).press('admins-link', { person, email: ZOO_EMAIL, sure: 'moved' });
    expect(await speaksAs('zoo')).toEqual([person]);
  });

  it('goes on as somebody of the organisation file, in chats to come, too', async () => {
    const wrong = await zoo('slack');
    const person = await keyOf(store, LEAVER);
    await city.as(REGISTRAR).press('admins-link', { person, email: ZOO_EMAIL, sure: 'moved' });
    expect(await ownerOf('zoo', 'slack')).toBe(person);
    const [row] = await store.db.select().from(people).where(eq(people.id, wrong));
    expect(row).toMatchObject({ email: null });
  });

  it('speaks for nobody when another account took its place', async () => {
    const wrong = await zoo('slack');
    await writes('zoo', ZOO_EMAIL);
    await see('right', { active: true, email: EMAIL }, 'slack');
    await city.as(REGISTRAR).press('admins-link', { person: wrong, email: EMAIL, sure: 'instead' });
    expect(await speaksAs('zoo')).toEqual([]);
    await writes('right', EMAIL);
    expect(await speaksAs('right')).toEqual([wrong]);
  });

  it('is not kept out by a predecessor who had the address', async () => {
    const { person } = await withTyped();
    const before = await zoo('slack');
    await store.db.update(people).set({ gone: true }).where(eq(people.id, before));
    await see('zoo', { active: false }, 'slack');
    await writes('next', ZOO_EMAIL);
    // Nobody becomes somebody who has left by getting their address.
    expect(await speaksAs('next')).toEqual([]);
    await see('next', { active: true, email: ZOO_EMAIL }, 'slack');
    await city.as(REGISTRAR).press('admins-link', { person, email: ZOO_EMAIL, sure: 'reused' });
    await writes('next', ZOO_EMAIL);
    expect(await speaksAs('next')).toEqual([person]);
  });
});

it('somebody who is here is linked to a new account although the old one was closed, which was only a hint', async () => {
  const person = await zoo('slack');
  await see('zoo', { active: false }, 'slack');
  await see('new', { active: true, email: EMAIL }, 'slack');
  const asked = plain(await link(REGISTRAR, ZOO, EMAIL));
  expect(asked).not.toContain('ausgeschieden');
  expect(asked).toContain('mit einem anderen Konto verbunden');
  await city.as(REGISTRAR).press('admins-link', { person, email: EMAIL, sure: 'instead' });
  expect([await ownerOf('new', 'slack'), await ownerOf('zoo', 'slack')]).toEqual([person, null]);
});

it('promises no case about somebody who has neither rights nor a seat', async () => {
  const person = await typedIn(store, city.clock.now, ZOO);
  await see('zoo', { active: false, email: ZOO_EMAIL });
  expect(plain(await link(REGISTRAR, ZOO, ZOO_EMAIL))).toContain('Hat die Person Rechte oder ein Amt, beginnt sofort');
  const done = plain(await city.as(REGISTRAR).press('admins-link', { person, email: ZOO_EMAIL, sure: 'closed' }));
  expect(done).toContain('(geschlossen). Es ist nichts zu tun');
  expect(done).not.toContain('Weggangsfall');
  expect(await cases()).toEqual([]);
});

it('without an address it is said how to write it', async () => {
  expect(plain(await city.as(REGISTRAR).say(`/channel admins link ${CLERK}`))).toContain('Bitte schreiben Sie es so');
});

it.runIf(CONCURRENT)(
  'a directory’s word waits for a link that is made at this moment, and opens the case',
  async () => {
    const { person } = await withTyped();
    await see('oid-9', { active: true, email: EMAIL });
    let seen: Promise<void> | undefined;
    await inTx(async (tx) => {
      const account = { source: 'graph' as const, externalId: 'oid-9', active: true };
      await applyChanges(tx, [{ link: account, seen: null, person, speaks: { chats: [], as: [] } }]);
      seen = see('oid-9', { active: false });
      const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(async () => ((await store.db.execute(waiting)) as unknown as unknown[]).length).toBe(1);
    });
    await seen;
    expect(await cases()).toMatchObject([{ person, state: 'confirmed' }]);
  },
);
