/** From the dry run to the platform and back, through shell and outbox, against a platform on this machine. */
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assemblePlatforms } from '../../../../adapters/platform/assemble.ts';
import type { Platforms } from '../../../../adapters/platform/port.ts';
import { Secret } from '../../../../bot/operation/secret.ts';
import type { ConnectorName } from '../../../../bot/platform/connector.ts';
import { buttons } from '../../../../cards/node.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import { applyChanges, insert, update } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { outboxCounts } from '../../../../db/delivery/outbox.ts';
import { incidentById } from '../../../../db/incident/incidents.ts';
import { grantById } from '../../../../db/platform/connectors.ts';
import { channelById } from '../../../../db/registry/dossiers.ts';
import { cardOf } from '../../../support/acts.ts';
import { sendButton } from '../../../support/connecting.ts';
import { freshStore, wipe } from '../../../support/db.ts';
import { entries, kindsOf, placeNow, second, stepOf, takenOver, takeSnapshot } from '../../../support/dormant.ts';
import { keyOf } from '../../../support/incident.ts';
import { registered, two } from '../../../support/leavers.ts';
import { callsIn } from '../../../support/past-commands.ts';
import { type PlatformFake, platformFake } from '../../../support/platform-fake.ts';
import { plain, type Stage, stageOn } from '../../../support/stage.ts';

const TOKEN = 'geheimer-token-4711';
const ADMIN_TOKEN = 'geheime-verwaltung-0815';
const ALL: ConnectorName[] = ['mastodon', 'mastodon-admin'];

let store: Store;
let city: Stage;
let fake: PlatformFake;
let platforms: Platforms;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  fake = await platformFake();
  city = await stageOn(store, ['local'], undefined, {
    reach: (...given) => platforms.reach(...given),
    send: (...given) => platforms.send(...given),
  });
  allow(ALL);
});
afterEach(() => fake.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => store.db.transaction((tx) => work(tx as Tx));
const ciso = () => city.as('ciso');
const other = () => city.as('it-sicherheit');
const address = (handle: string) => `${fake.url}/@${handle}`;

function allow(allowed: ConnectorName[], handles = ['stadt']) {
  const tokens = handles.flatMap((handle): [string, Secret][] => [
    [address(handle), new Secret(TOKEN)],
    [`${address(handle)}#admin`, new Secret(ADMIN_TOKEN)],
  ]);
  platforms = assemblePlatforms({ allowed, tokens: new Map(tokens) }, { now: () => city.clock.now, loopback: true });
}

/** The channel becomes an account on the fake, with its connector switched on. */
async function onMastodon(channel: string, handle = 'stadt', isOn = true): Promise<void> {
  const by = await keyOf(store, 'ciso');
  await inTx(async (tx) => {
    const row = (await channelById(tx, channel))!;
    const off = isOn ? {} : { revokedBy: by, revokedAt: city.clock.now };
    const grant = { id: channel, connector: 'mastodon' as const, on: isOn, by, at: city.clock.now, ...off };
    await applyChanges(tx, [
      update('channels', row, { platform: 'mastodon', handle, url: address(handle), key: `mastodon:${handle}` }),
      insert('connectorGrants', grant),
    ]);
  });
}

/** A channel on its way to being hidden, its state written down. */
async function underWay(word: 'dormant' | 'hide' = 'dormant') {
  const made = await takenOver(store, city.clock.now);
  await onMastodon(made.channel);
  await ciso().press(`incident-${word}`, { incident: made.id, sure: true });
  await takeSnapshot(city, made.place);
  return made;
}

async function dryRun(place: string, key: string, who = ciso()) {
  const step = await stepOf(store, place, key);
  return who.press('incident-connect', { step: step.id, seen: step.version });
}
async function sent(place: string, key: string) {
  const button = sendButton(await dryRun(place, key));
  return ciso().press(button.do, button.args ?? {});
}
const calls = (id: string) => inTx((tx) => callsIn(tx, id));

/** Everything that any table holds, as one text. */
async function everything(): Promise<string> {
  const rowsOf = (result: unknown) => (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows);
  const tables = rowsOf(await store.db.execute(sql`select tablename from pg_tables where schemaname = 'public'`));
  const texts: string[] = [];
  for (const { tablename } of tables as { tablename: string }[]) {
    texts.push(JSON.stringify(rowsOf(await store.db.execute(sql.raw(`select * from "${tablename}"`)))));
  }
  return texts.join('\n');
}

describe('a step by connector', () => {
  it('is sent exactly as its dry run showed it', async () => {
    const { id, place } = await underWay();
    const shown = await dryRun(place, 'mastodon-notice');
    expect(fake.asked).toEqual([]);
    expect(await calls(id)).toEqual([]);
    const button = sendButton(shown);
    await ciso().press(button.do, button.args ?? {});
    expect((await stepOf(store, place, 'mastodon-notice')).state).toBe('running');
    await city.drain();

    const text = plain(shown);
    const [call] = await calls(id);
    const answers = [{ id: '103254962155278888' }];
    expect(fake.asked).toHaveLength(2);
    for (const [index, request] of call!.request.entries()) {
      const { method, path, body } = fake.asked[index]!;
      expect(text).toContain(`${request.method} ${request.url}`);
      if (request.body) expect(text).toContain(JSON.stringify(request.body, null, 2).split('\n')[1]!.trim());
      expect(method).toBe(request.method);
      expect(`${fake.url}${path}`).toBe(request.url.replace('{answer.0.id}', answers[0]!.id));
      expect(body).toEqual(request.body);
    }
    expect(text).toContain('write:statuses');
    expect(fake.asked[0]!.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'idempotency-key': `${call!.id}.0`,
    });
    expect(call).toMatchObject({
      state: 'done',
      by: await keyOf(store, 'ciso'),
      answer: { answers: [...answers, {}] },
    });
    const step = await stepOf(store, place, 'mastodon-notice');
    expect(step).toMatchObject({ state: 'done', how: 'api', doneBy: await keyOf(store, 'ciso'), problem: null });
    expect(step.evidence).toMatch(/^[0-9a-f]{64}$/);
    expect((await kindsOf(store, id)).slice(-2)).toEqual(['connector-sent', 'connector-done']);
    expect(city.faults).toEqual([]);
  });

  it('leaves its token nowhere: not in the database, not on a card, not in the audit, even when the platform repeats it', async () => {
    const { id, place } = await underWay();
    fake.answer = ({ path }) =>
      path.includes('update_credentials')
        ? { status: 422, body: { error: `The access token ${TOKEN} is invalid` } }
        : { body: { id: '1', url: `${fake.url}/@stadt/1`, account: { token: TOKEN } } };
    await sent(place, 'mastodon-profile');
    await city.drain();
    await sent(place, 'mastodon-notice');
    await city.drain();
    expect((await calls(id)).map(({ state }) => state).sort()).toEqual(['done', 'failed']);
    const all = await everything();
    expect(all).toContain('connector-done');
    for (const secret of [TOKEN, ADMIN_TOKEN]) expect(all).not.toContain(secret);
    const cards = [...city.chats.values()].flatMap(({ posted }) => posted.map(({ card }) => JSON.stringify(card)));
    expect(cards.join()).not.toContain(TOKEN);
    expect((await verifyAudit(store.db)).ok).toBe(true);
  });

  it('carries the link that the platform gave as its proof', async () => {
    const { id, place } = await underWay();
    fake.answer = () => ({ body: { id: '7', url: 'https://social.example/@stadt/7' } });
    await sent(place, 'mastodon-notice');
    await city.drain();
    expect((await stepOf(store, place, 'mastodon-notice')).evidence).toBe('https://social.example/@stadt/7');
    expect((await entries(store, id)).at(-1)?.data).toMatchObject({ evidence: 'https://social.example/@stadt/7' });
  });

  it('that the platform refuses fails with its reason, and may be planned and sent anew', async () => {
    const { id, place } = await underWay();
    fake.answer = () => ({ status: 403, body: { error: 'This action is not allowed' } });
    await sent(place, 'mastodon-profile');
    await city.drain();
    const step = await stepOf(store, place, 'mastodon-profile');
    expect(step).toMatchObject({ state: 'failed', tries: 1, problem: 'Mastodon hat abgelehnt (403 not-allowed).' });
    fake.answer = () => ({});
    await sent(place, 'mastodon-profile');
    await city.drain();
    expect((await stepOf(store, place, 'mastodon-profile')).state).toBe('done');
    expect((await calls(id)).map(({ state }) => state)).toEqual(['failed', 'done']);
  });

  it('waits as told and goes on where it stopped: nothing is posted twice', async () => {
    const { place } = await underWay();
    let pins = 0;
    fake.answer = ({ path }) => {
      if (path === '/api/v1/statuses') return { body: { id: '5' } };
      pins += 1;
      return pins === 1 ? { status: 429, body: { error: 'Too many requests' }, headers: { 'retry-after': '3' } } : {};
    };
    await sent(place, 'mastodon-notice');
    await city.drain();
    expect(fake.asked.map(({ path }) => path)).toEqual([
      '/api/v1/statuses',
      '/api/v1/statuses/5/pin',
      '/api/v1/statuses/5/pin',
    ]);
    expect((await stepOf(store, place, 'mastodon-notice')).state).toBe('done');
  });

  it('without an answer is tried again with the same key, then shown as uncertain, and repeated by hand as it is', async () => {
    const { id, place } = await underWay();
    fake.answer = () => 'reset';
    await sent(place, 'mastodon-notice');
    await city.drain();
    const [call] = await calls(id);
    expect(fake.asked.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(4).fill(`${call!.id}.0`));
    expect(call!.state).toBe('unknown');
    expect((await stepOf(store, place, 'mastodon-notice')).problem).toContain('nicht geantwortet');
    expect((await outboxCounts(store.db)).waiting ?? 0).toBe(0);

    fake.answer = () => ({ body: { id: '9' } });
    const again = await dryRun(place, 'mastodon-notice');
    expect(plain(again)).toContain('Bitte sehen Sie zuerst auf dem Kanal nach');
    await sent(place, 'mastodon-notice');
    await city.drain();
    expect(fake.asked[4]!.headers['idempotency-key']).toBe(`${call!.id}.0`);
    expect((await calls(id)).map(({ state }) => state)).toEqual(['done']);
  });

  it('pressed twice is sent once', async () => {
    const { id, place } = await underWay();
    const button = sendButton(await dryRun(place, 'mastodon-profile'));
    const both = await Promise.all([ciso(), other()].map((who) => who.press(button.do, button.args ?? {})));
    await city.drain();
    expect(both.filter((reply) => reply.kind === 'card')).toHaveLength(1);
    expect(await calls(id)).toHaveLength(1);
    expect(fake.asked).toHaveLength(1);
  });

  it('is not sent when it has changed since the dry run', async () => {
    const { channel, place } = await underWay();
    const button = sendButton(await dryRun(place, 'mastodon-profile'));
    await inTx(async (tx) =>
      applyChanges(tx, [update('channels', (await channelById(tx, channel))!, { url: address('andere') })]),
    );
    allow(ALL, ['stadt', 'andere']);
    await ciso().press(button.do, button.args ?? {});
    await city.drain();
    expect(fake.asked).toEqual([]);
  });

  it('stays with the hand that was faster: nothing is sent any more', async () => {
    const { id, place } = await underWay();
    await sent(place, 'mastodon-profile');
    const step = await stepOf(store, place, 'mastodon-profile');
    await ciso().press('incident-tick', { step: step.id, seen: step.version });
    await city.drain();
    expect(await stepOf(store, place, 'mastodon-profile')).toMatchObject({ state: 'done', how: 'hand' });
    expect(fake.asked).toEqual([]);
    expect((await calls(id))[0]).toMatchObject({ state: 'refused', answer: { reason: 'overtaken' } });
  });

  it('that still waits for its platform when the channel is given back is not sent any more', async () => {
    const { place } = await underWay('hide');
    fake.answer = () => ({ status: 429, headers: { 'retry-after': '120' } });
    await sent(place, 'mastodon-locked');
    await city.drain();
    expect(fake.asked).toHaveLength(1);
    const row = (await placeNow(store, place)).place;
    await inTx((tx) => applyChanges(tx, [update('incidentChannels', row, { restoredAt: city.clock.now })]));
    await city.drain(300_000);
    expect(fake.asked).toHaveLength(1);
  });

  it('of stage S2 waits for a second person, as one by hand does', async () => {
    const { place } = await underWay('hide');
    await sent(place, 'mastodon-locked');
    await city.drain();
    expect(await stepOf(store, place, 'mastodon-locked')).toMatchObject({ state: 'done', secondBy: null });
    await second(city, place, 'S2', 'ciso');
    expect((await stepOf(store, place, 'mastodon-locked')).secondBy).toBeNull();
    await second(city, place, 'S2');
    expect((await stepOf(store, place, 'mastodon-locked')).secondBy).toBe(await keyOf(store, 'it-sicherheit'));
  });
});

describe('the lever from the outside', () => {
  it('freezes the login of a lost account with the token of the administration', async () => {
    const made = await takenOver(store, city.clock.now, {}, { control: 'lost' });
    await onMastodon(made.channel);
    await ciso().press('incident-dormant', { incident: made.id, sure: true });
    await takeSnapshot(city, made.place);
    fake.answer = ({ path }) => (path.includes('lookup') ? { body: { id: '108965430868193066' } } : {});
    await sent(made.place, 'mastodon-freeze');
    await city.drain();
    expect(fake.asked.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', '/api/v1/accounts/lookup?acct=stadt', undefined],
      [
        'POST',
        '/api/v1/admin/accounts/108965430868193066/action',
        { type: 'disable', text: 'V-2026-0001', send_email_notification: false },
      ],
    ]);
    expect(fake.asked.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill(`Bearer ${ADMIN_TOKEN}`));
    expect((await stepOf(store, made.place, 'mastodon-freeze')).state).toBe('done');
  });
});

describe('a look at the channel', () => {
  it('becomes the snapshot before anything is changed', async () => {
    const made = await takenOver(store, city.clock.now);
    await onMastodon(made.channel);
    await ciso().press('incident-dormant', { incident: made.id, sure: true });
    fake.answer = () => ({ body: { display_name: 'Stadt', locked: false, source: { note: 'Neues aus der Stadt' } } });
    const button = sendButton(await ciso().press('incident-look', { place: made.place }));
    await ciso().press(button.do, button.args ?? {});
    await city.drain();
    const { place } = await placeNow(store, made.place);
    expect(place.snapshot).toMatchObject({ name: 'Stadt', bio: 'Neues aus der Stadt', 'mastodon.locked': 'false' });
    expect(place.snapshotBy).toBe(await keyOf(store, 'ciso'));
    expect((await kindsOf(store, made.id)).slice(-2)).toEqual(['connector-looked', 'connector-snapshot']);
  });

  it('that fails is said, and leaves the snapshot to people', async () => {
    const made = await takenOver(store, city.clock.now);
    await onMastodon(made.channel);
    fake.answer = () => ({ status: 401, body: { error: 'The access token is invalid' } });
    const button = sendButton(await ciso().press('incident-look', { place: made.place }));
    await ciso().press(button.do, button.args ?? {});
    await city.drain();
    expect((await placeNow(store, made.place)).place.snapshot).toBeNull();
    expect((await entries(store, made.id)).at(-1)).toMatchObject({
      kind: 'connector-look-failed',
      data: { problem: '401 invalid-token' },
    });
  });
});

describe('a look on the way back', () => {
  const place = { control: 'secured', target: 'S1', snapshot: { name: 'Stadt', bio: 'Neues' } } as const;

  it('writes down what is found, and leaves the snapshot as it was', async () => {
    const by = await keyOf(store, 'ciso');
    const back = { ...place, stage: 'S1' as const, restoreBy: by, restoreAt: city.clock.now };
    const made = await takenOver(store, city.clock.now, {}, back);
    await onMastodon(made.channel);
    await ciso().press('incident-dormant', { incident: made.id, sure: true });
    const step = {
      ...{ id: 'is_1', incident: made.id, place: made.place, step: 'mastodon-profile', stage: 'S1' as const },
      ...{ order: 0, state: 'done' as const, doneBy: by, doneAt: city.clock.now },
    };
    await inTx((tx) => applyChanges(tx, [insert('incidentSteps', step)]));
    fake.answer = () => ({ body: { display_name: 'Stadt', source: { note: 'ruht' } } });
    const button = sendButton(await ciso().press('incident-look', { place: made.place }));
    await ciso().press(button.do, button.args ?? {});
    await city.drain();
    const now = (await placeNow(store, made.place)).place;
    expect(now.found).toMatchObject({ name: 'Stadt', bio: 'ruht' });
    expect(now.snapshot).toEqual(place.snapshot);
  });

  it('takes back the explanation of what looks different now, and leaves the others', async () => {
    const by = await keyOf(store, 'ciso');
    const explained = { bio: 'So ist es gewollt', name: 'Der neue Name', '(looked)': by };
    const found = { name: 'Stadt Dortmund', bio: 'Neue Öffnungszeiten' };
    const back = { ...place, stage: 'S1' as const, restoreBy: by, restoreAt: city.clock.now, found, explained };
    const made = await takenOver(store, city.clock.now, {}, back);
    await onMastodon(made.channel);
    const row = { id: 'is_1', incident: made.id, place: made.place, stage: 'S1' as const, order: 0 };
    const done = { state: 'done' as const, doneBy: by, doneAt: city.clock.now };
    await inTx((tx) => applyChanges(tx, [insert('incidentSteps', { ...row, ...done, step: 'mastodon-profile' })]));
    fake.answer = () => ({ body: { display_name: 'Stadt Dortmund', source: { note: 'HACKED' } } });
    const button = sendButton(await ciso().press('incident-look', { place: made.place }));
    await ciso().press(button.do, button.args ?? {});
    await city.drain();
    const now = (await placeNow(store, made.place)).place;
    expect(now.found).toMatchObject({ name: 'Stadt Dortmund', bio: 'HACKED' });
    expect(now.explained).toEqual({ name: 'Der neue Name', '(looked)': by });
    const release = await other().press('incident-release', { place: made.place, seen: now.version });
    expect(release.kind).toBe('notice');
  });

  it('is refused in between: there is nothing to compare with', async () => {
    const { place: id } = await underWay();
    await sent(id, 'mastodon-profile');
    await city.drain();
    expect(plain(await ciso().press('incident-look', { place: id }))).toContain('Momentaufnahme');
  });

  it('is offered on the list of steps while the connector is on', async () => {
    const made = await takenOver(store, city.clock.now);
    await onMastodon(made.channel);
    await ciso().press('incident-dormant', { incident: made.id, sure: true });
    const before = cardOf(await ciso().press('incident-steps', { place: made.place }));
    expect(buttons(before).map(({ label }) => label)).toContain('Über die Anbindung aufnehmen');
    await ciso().say(`/incident connector ${made.channel} off`);
    const after = cardOf(await ciso().press('incident-steps', { place: made.place }));
    expect(buttons(after).map(({ label }) => label)).not.toContain('Über die Anbindung aufnehmen');
  });
});

describe('what stops a connector', () => {
  it('the kill switch, also between the confirmation and the sending', async () => {
    const { id, place } = await underWay();
    await sent(place, 'mastodon-profile');
    await other().say('/vorfall anbindungen aus');
    await city.drain();
    expect(fake.asked).toEqual([]);
    expect((await calls(id))[0]).toMatchObject({ state: 'refused', answer: { reason: 'killed' } });
    expect((await stepOf(store, place, 'mastodon-profile')).problem).toContain('alle Anbindungen abgeschaltet');
    expect(await kindsOf(store, id)).toContain('connectors-off');
    expect(plain(await dryRun(place, 'mastodon-profile'))).toContain('alle Anbindungen abgeschaltet');
    expect(plain(await ciso().say('/incident connectors on'))).not.toContain('wieder erlaubt');
    expect(plain(await ciso().say('/incident connectors on Entwarnung'))).toContain('wieder erlaubt');
    await sent(place, 'mastodon-profile');
    await city.drain();
    expect(fake.asked).toHaveLength(1);
  });

  it('the kill switch between two requests of one call', async () => {
    const { id, place } = await underWay();
    fake.answer = async ({ path }) => {
      if (path === '/api/v1/statuses') await other().say('/vorfall anbindungen aus Verdacht');
      return { body: { id: '5' } };
    };
    await sent(place, 'mastodon-notice');
    await city.drain();
    expect(fake.asked).toHaveLength(1);
    expect((await calls(id))[0]).toMatchObject({ state: 'refused', answer: { answers: [{ id: '5' }] } });
  });

  it('a drill, at the click and at the outbox', async () => {
    const { id, place } = await underWay();
    await sent(place, 'mastodon-profile');
    await inTx(async (tx) => applyChanges(tx, [update('incidents', (await incidentById(tx, id))!, { drill: true })]));
    await city.drain();
    expect(fake.asked).toEqual([]);
    expect((await calls(id))[0]).toMatchObject({ state: 'refused', answer: { reason: 'drill' } });
    expect(plain(await dryRun(place, 'mastodon-profile'))).toContain('Übung');
    expect(plain(await ciso().press('incident-look', { place }))).toContain('Übung');
  });

  it('a grant that is taken away meanwhile, a channel that was taken out, an environment that does not allow it', async () => {
    const { id, channel, place } = await underWay();
    await sent(place, 'mastodon-profile');
    await other().say(`/incident connector ${channel} off Verdacht`);
    await city.drain();
    await ciso().say(`/incident connector ${channel} on weiter`);
    const grant = await inTx((tx) => grantById(tx, channel));
    await other().press('incident-connector-second', { channel, seen: grant!.version });
    await sent(place, 'mastodon-profile');
    allow(['mastodon-admin']);
    await city.drain();
    expect((await calls(id)).map(({ answer }) => answer?.reason)).toEqual(['not-granted', 'off']);
    expect(plain(await dryRun(place, 'mastodon-profile'))).toContain('CONNECTORS');
    allow(ALL, []);
    expect(plain(await dryRun(place, 'mastodon-profile'))).toContain('CONNECTOR_TOKENS');
    expect(fake.asked).toEqual([]);
  });

  it('somebody without a role', async () => {
    const { place } = await underWay();
    const stranger = city.as('leitung-bibliothek');
    expect((await dryRun(place, 'mastodon-profile', city.as('berechtigungen'))).kind).toBe('notice');
    expect((await stranger.say('/incident connectors off')).kind).toBe('notice');
    expect(plain(await ciso().say('/incident connectors'))).not.toContain('Alle Anbindungen sind abgeschaltet');
  });
});

describe('the grant of a channel', () => {
  it('is given by one person of security while the channel is in no incident', async () => {
    const { channel, id } = await takenOver(store, city.clock.now, { state: 'closed' });
    await onMastodon(channel, 'stadt', false);
    const seen = (await inTx((tx) => channelById(tx, channel)))!.version;
    const reply = await ciso().say(`/vorfall anbindung ${channel} an Vorbereitung`);
    expect(plain(reply)).toContain('Eingeschaltet');
    expect(plain(reply)).toContain('write:statuses');
    expect(await inTx((tx) => grantById(tx, channel))).toMatchObject({ on: true, reason: 'Vorbereitung' });
    // Who reports it at the same moment has read an older channel, and reads again that there is something to take back.
    expect((await inTx((tx) => channelById(tx, channel)))!.version).toBe(seen + 1);
    expect(await kindsOf(store, id)).toEqual([]);
  });

  it('takes a second person while it is, and each only counts once', async () => {
    const { channel, id } = await takenOver(store, city.clock.now);
    await onMastodon(channel, 'stadt', false);
    expect(plain(await ciso().say(`/incident connector ${channel} on`))).toContain('Begründung');
    const asked = await ciso().say(`/incident connector ${channel} on Hinweis setzen`);
    expect(plain(asked)).toContain('zweite Person');
    const button = buttons(cardOf(asked)).find(({ label }) => label === 'Als zweite Person freigeben')!;
    expect(plain(await ciso().press(button.do, button.args ?? {}))).not.toContain('Eingeschaltet');
    expect((await inTx((tx) => grantById(tx, channel)))?.on).toBe(false);
    expect(plain(await other().press(button.do, button.args ?? {}))).toContain('Eingeschaltet');
    expect((await other().press(button.do, button.args ?? {})).kind).toBe('notice');
    expect(await kindsOf(store, id)).toEqual(['connector-asked', 'connector-on']);
  });

  it('is shown with what is missing, and nobody else may touch it', async () => {
    const { channel } = await takenOver(store, city.clock.now);
    await onMastodon(channel, 'stadt', false);
    expect(plain(await ciso().say(`/incident connector ${channel}`))).toContain('Ausgeschaltet');
    expect((await city.as('leitung-bibliothek').say(`/incident connector ${channel} on warum nicht`)).kind).toBe(
      'notice',
    );
    expect((await ciso().say('/incident connector gibtesnicht on weil')).kind).toBe('notice');
    expect(plain(await ciso().say('/vorfall anbindungen'))).toContain('ausgeschaltet von');
  });
});

describe('twelve channels at once', () => {
  it('of which some get no answer: the others are done, those are uncertain, nothing is sent twice without a key', async () => {
    const handles = Array.from({ length: 12 }, (_, index) => `stadt${index + 1}`);
    const now = city.clock.now;
    const { id, channel, place } = await takenOver(store, now);
    const rest: string[] = [];
    for (let more = 1; more < 12; more++) rest.push((await registered(store, now, two())).replace(/^a_/, 'c_'));
    const by = await keyOf(store, 'ciso');
    const made = [{ channel, place }, ...rest.map((one) => ({ channel: one, place: `${one}_place` }))];
    const times = { addedBy: by, addedAt: now };
    await inTx((tx) =>
      applyChanges(tx, [
        ...rest.map((one) =>
          insert('incidentChannels', {
            id: `${one}_place`,
            incident: id,
            channel: one,
            part: 'hit',
            before: 'published',
            ...times,
          }),
        ),
        ...made.map((one) =>
          insert('incidentSteps', {
            id: `${one.place}_step`,
            incident: id,
            place: one.place,
            step: 'mastodon-notice',
            stage: 'S1',
            order: 0,
          }),
        ),
      ]),
    );
    for (const [index, one] of made.entries()) {
      await onMastodon(one.channel, handles[index]);
      const { place: row } = await placeNow(store, one.place);
      await inTx((tx) => applyChanges(tx, [update('incidentChannels', row, { snapshot: { name: 'Stadt' } })]));
    }
    allow(ALL, handles);
    let taken = 0;
    const keys = new Set<string>();
    fake.answer = ({ path, headers }) => {
      if (path !== '/api/v1/statuses') return {};
      const key = String(headers['idempotency-key']);
      if (!keys.has(key)) taken += 1;
      keys.add(key);
      // The first seven are heard, then the platform falls silent.
      return [...keys].indexOf(key) < 7 ? { body: { id: String(taken) } } : 'reset';
    };
    for (const one of made) await sent(one.place, 'mastodon-notice');
    await city.drain();
    const states = await Promise.all(
      made.map(async (one) => (await stepOf(store, one.place, 'mastodon-notice')).state),
    );
    expect(states.filter((state) => state === 'done')).toHaveLength(7);
    expect(states.filter((state) => state === 'failed')).toHaveLength(5);
    // As Mastodon counts: one status for each key, however often it was asked.
    expect(keys.size).toBe(12);

    fake.answer = ({ path }) => (path === '/api/v1/statuses' ? { body: { id: '99' } } : {});
    for (const one of made) {
      if ((await stepOf(store, one.place, 'mastodon-notice')).state === 'failed')
        await sent(one.place, 'mastodon-notice');
    }
    await city.drain();
    const again = new Set(
      fake.asked.filter(({ path }) => path === '/api/v1/statuses').map(({ headers }) => headers['idempotency-key']),
    );
    expect(again).toEqual(keys);
    for (const one of made) expect((await stepOf(store, one.place, 'mastodon-notice')).state).toBe('done');
    expect(city.faults).toEqual([]);
  });
});
