/** Every connector against its vendor on this machine: dry run, outbox worker, HTTP, state, and each way it can go wrong. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assemblePlatforms } from '../../../adapters/platform/assemble.ts';
import { Secret } from '../../../bot/operation/secret.ts';
import { CONNECTOR_NAMES } from '../../../bot/platform/connector.ts';
import { insert, update } from '../../../db/changes.ts';
import type { Store } from '../../../db/connect.ts';
import { connected, dryRun, requestsShown, sendLook, sendStep } from '../../support/connecting.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { placeNow, stepOf, takenOver, write } from '../../support/dormant.ts';
import { incidentNow } from '../../support/incident.ts';
import { registered, two } from '../../support/leavers.ts';
import { type Asked, type PlatformFake, platformFake } from '../../support/platform-fake.ts';
import { plain, type Stage, stageOn } from '../../support/stage.ts';
import {
  ADMIN_TOKEN,
  account,
  MASTODON_TOKEN,
  PAGE_TOKEN,
  page,
  type Served,
  site,
  type Vendors,
  vendorsOn,
  WORDPRESS_TOKEN,
} from '../../support/vendors.ts';

/** Long enough for an answer on a busy machine; three quarters of it is what a silent vendor costs. */
const LEASE_MS = 8000;
const FACEBOOK = 'https://graph.facebook.com';

let store: Store;
let city: Stage;
let fake: PlatformFake;
let vendors: Vendors;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  fake = await platformFake();
  vendors = vendorsOn(fake);
  const names = ['stadt', ...Array.from({ length: 12 }, (_, i) => `stadt${i}`)];
  const tokens = names.flatMap((name, i): [string, string][] => [
    [mastodon(name).url, `${MASTODON_TOKEN}-${name}`],
    [`${mastodon(name).url}#admin`, ADMIN_TOKEN],
    [wordpress(name).url, WORDPRESS_TOKEN],
    [facebook(name).url, `${4711 + i}:${PAGE_TOKEN}-${4711 + i}`],
  ]);
  for (const [i, name] of names.entries()) {
    vendors.accounts.set(name, account(String(9000 + i)));
    vendors.sites.set(name, site());
    vendors.pages.set(String(4711 + i), page());
  }
  const platforms = assemblePlatforms(
    { allowed: CONNECTOR_NAMES, tokens: new Map(tokens.map(([key, token]) => [key, new Secret(token)])) },
    { now: () => city.clock.now, loopback: true, standIns: { [FACEBOOK]: fake.url } },
  );
  city = await stageOn(store, ['local'], undefined, platforms, LEASE_MS);
});
afterEach(async () => {
  await fake.close();
  expect(vendors.faults).toEqual([]);
  expect(city.faults).toEqual([]);
});

const mastodon = (name: string) => ({ platform: 'mastodon' as const, handle: name, url: `${fake.url}/@${name}` });
const wordpress = (name: string) => ({ platform: 'wordpress' as const, handle: name, url: `${fake.url}/${name}` });
const facebook = (name: string) => ({
  platform: 'facebook' as const,
  handle: name,
  url: `https://www.facebook.com/${name}`,
});

/** By connector: the account, its steps there and back, what the vendor keeps of it, and steps of each kind. */
const ALL = {
  mastodon: {
    account: mastodon,
    there: ['mastodon-profile', 'mastodon-notice', 'mastodon-locked'],
    back: 'mastodon-unlocked',
    kept: () => vendors.accounts.get('stadt')!,
    /** Repeating it changes nothing. */
    safe: 'mastodon-profile',
    /** It makes something. */
    makes: 'mastodon-notice',
    made: () => vendors.accounts.get('stadt')!.statuses,
    hidden: { note: expect.stringContaining('ruht'), locked: true, discoverable: false, indexable: false },
    shown: { note: 'Neues aus der Stadt', locked: false, discoverable: true, indexable: true },
  },
  wordpress: {
    account: wordpress,
    there: ['wordpress-comments', 'wordpress-notice', 'wordpress-private', 'wordpress-passwords'],
    back: 'wordpress-open',
    kept: () => vendors.sites.get('stadt')!,
    safe: 'wordpress-comments',
    makes: 'wordpress-notice',
    made: () => vendors.sites.get('stadt')!.pages,
    hidden: {
      settings: { show_on_front: 'page', default_comment_status: 'closed', default_ping_status: 'closed' },
      posts: new Map([1, 2, 3].map((id) => [id, 'private'])),
      passwords: 0,
    },
    shown: { settings: site().settings, posts: site().posts },
  },
  facebook: {
    account: facebook,
    there: ['facebook-profile', 'facebook-notice', 'facebook-unpublish'],
    back: 'facebook-publish',
    kept: () => vendors.pages.get('4711')!,
    safe: 'facebook-profile',
    makes: 'facebook-notice',
    made: () => vendors.pages.get('4711')!.posts,
    hidden: { about: expect.stringContaining('ruht'), is_published: false },
    shown: { about: 'Neues aus der Stadt', is_published: true },
  },
} as const;
type Name = keyof typeof ALL;
const NAMES = Object.keys(ALL) as Name[];

/** A channel on its way to being hidden, its picture read by the connector. */
async function underWay(name: Name) {
  const made = await takenOver(store, city.clock.now);
  await connected(city, made.place, ALL[name].account('stadt'));
  await city.as('ciso').press('incident-hide', { incident: made.id, sure: true });
  await sendLook(city, made.place);
  await city.drain();
  vendors.served.splice(0);
  return made;
}

/** A dry run with the ids that came back meanwhile, and the stand-in in the place of the vendor. */
function arrived(shown: ReturnType<typeof requestsShown>, served: readonly Served[]) {
  const put = (text: string) =>
    text.replaceAll(/\{answer\.(\d+)\.id\}/g, (_, i: string) => served[Number(i)]?.id ?? '');
  return shown.map(({ method, url, body }) => {
    const whole =
      body && JSON.parse(put(JSON.stringify(body)).replace(/"page_on_front":"(\d+)"/, '"page_on_front":$1'));
    return [method, put(url).replace(FACEBOOK, fake.url).replace(fake.url, ''), whole];
  });
}
const heard = () => vendors.served.map(({ method, path, body }) => [method, path, body]);
const board = async () => plain(await city.as('ciso').say('/vorfall tafel V-2026-0001'));

describe.each(NAMES)('%s', (name) => {
  const own = ALL[name];

  it('gets what each dry run lists and nothing else, there and back, and is as it was', async () => {
    const { place } = await underWay(name);
    for (const key of own.there) {
      vendors.served.splice(0);
      const shown = requestsShown(await sendStep(city, place, key));
      expect(shown.length, key).toBeGreaterThan(0);
      expect(vendors.served, key).toEqual([]);
      await city.drain();
      expect(heard(), key).toEqual(arrived(shown, vendors.served));
      expect(await stepOf(store, place, key), key).toMatchObject({ state: 'done', how: 'api' });
    }
    expect(own.kept()).toMatchObject(own.hidden);
    expect(own.made()).toHaveLength(1);

    // Its own password went with all others; the office makes a new one by hand.
    if (name === 'wordpress') vendors.sites.get('stadt')!.passwords = 1;
    const { view: _, ...snapshot } = { ...(await placeNow(store, place)).place.snapshot };
    await city.as('ciso').press('incident-control', { place, to: 'secured' });
    await city.as('ciso').press('incident-restore', { place, sent: true }, snapshot);
    vendors.served.splice(0);
    const shown = requestsShown(await sendStep(city, place, own.back));
    await city.drain();
    expect(heard()).toEqual(arrived(shown, vendors.served));
    await sendLook(city, place);
    await city.drain();
    expect((await placeNow(store, place)).place.found).toMatchObject(snapshot);
    expect(own.kept()).toMatchObject(own.shown);
  });

  it('hears nothing once the kill switch is pulled between the approval and the sending, and the board says so', async () => {
    const { place } = await underWay(name);
    await sendStep(city, place, own.safe);
    await city.as('it-sicherheit').say('/vorfall anbindungen aus');
    await city.drain();
    expect(vendors.served).toEqual([]);
    expect(await board()).toContain('alle Anbindungen abgeschaltet');
  });

  it('hears nothing of a step that waits in the outbox when the incident becomes a drill', async () => {
    const { id, place } = await underWay(name);
    await sendStep(city, place, own.safe);
    await write(store, update('incidents', await incidentNow(store, id), { drill: true }));
    await city.drain();
    expect(vendors.served).toEqual([]);
  });

  it('whose token is refused is asked once; the reason stands on the board, and it can be tried again', async () => {
    const { place } = await underWay(name);
    vendors.trouble = (asked) => {
      asked.headers.authorization = `${asked.headers.authorization}x`;
      return undefined;
    };
    await sendStep(city, place, own.safe);
    await city.drain();
    expect(vendors.served).toHaveLength(1);
    expect(await board()).toMatch(/hat abgelehnt \(40[01] /);
    vendors.trouble = () => undefined;
    await sendStep(city, place, own.safe);
    await city.drain();
    expect((await stepOf(store, place, own.safe)).state).toBe('done');
  });

  it('that has too much to do is left alone for as long as it says', async () => {
    const { place } = await underWay(name);
    vendors.trouble = () =>
      vendors.served.length === 0 ? { status: 429, headers: { 'retry-after': '120' } } : undefined;
    await sendStep(city, place, own.safe);
    await city.drain(100_000);
    expect(vendors.served).toHaveLength(1);
    expect((await stepOf(store, place, own.safe)).state).toBe('running');
    await city.drain(130_000);
    expect(vendors.served).toHaveLength(2);
    expect((await stepOf(store, place, own.safe)).state).toBe('done');
  });

  it('that fails by itself, or loses its answer, is asked again where that changes nothing', async () => {
    const { place } = await underWay(name);
    const ills = [{ status: 500, body: {} }, 'lost'] as const;
    vendors.trouble = () => ills[vendors.served.length];
    await sendStep(city, place, own.safe);
    await city.drain();
    expect(vendors.served).toHaveLength(3);
    expect((await stepOf(store, place, own.safe)).state).toBe('done');
  });

  it('that loses its answer about something it has made has made it once, whatever is tried', async () => {
    const { place } = await underWay(name);
    vendors.trouble = () => (vendors.served.length === 0 ? 'lost' : undefined);
    await sendStep(city, place, own.makes);
    await city.drain();
    expect(own.made()).toHaveLength(1);
    // Mastodon drops the second one by its key; of the others nobody knows, and a person has to look.
    const isKnown = name === 'mastodon';
    expect((await stepOf(store, place, own.makes)).state).toBe(isKnown ? 'done' : 'failed');
    if (!isKnown) expect(plain(await dryRun(city, place, own.makes))).toContain('sehen Sie zuerst auf dem Kanal nach');
  });

  it('that refuses the second half is asked for that half only, with what the dry run then lists', async () => {
    const { place } = await underWay(name);
    vendors.trouble = () => (vendors.served.length === 1 ? { status: 403, body: {} } : undefined);
    await sendStep(city, place, own.makes);
    await city.drain();
    expect((await stepOf(store, place, own.makes)).state).toBe('failed');
    vendors.served.splice(0);
    vendors.trouble = () => undefined;
    const shown = await sendStep(city, place, own.makes);
    expect(plain(shown)).toContain('Ein Teil ist schon gesendet');
    await city.drain();
    expect(heard()).toEqual(arrived(requestsShown(shown), []));
    expect(vendors.served).toHaveLength(1);
    expect(own.made()).toHaveLength(1);
    expect((await stepOf(store, place, own.makes)).state).toBe('done');
  });

  it('stopped by the kill switch in the middle goes on from there once it is allowed again', async () => {
    const { place } = await underWay(name);
    vendors.trouble = () => undefined;
    const answer = fake.answer;
    fake.answer = async (asked) => {
      const said = await answer(asked);
      if (vendors.served.length === 1) await city.as('it-sicherheit').say('/vorfall anbindungen aus Verdacht');
      return said;
    };
    await sendStep(city, place, own.makes);
    await city.drain();
    expect(vendors.served).toHaveLength(1);
    await city.as('ciso').say('/vorfall anbindungen an Entwarnung');
    await sendStep(city, place, own.makes);
    await city.drain();
    expect(own.made()).toHaveLength(1);
    expect((await stepOf(store, place, own.makes)).state).toBe('done');
  });
});

it('the administration of a Mastodon server freezes a lost account and lets it go, as listed', async () => {
  const { id, place } = await takenOver(store, city.clock.now, {}, { control: 'lost' });
  await connected(city, place, mastodon('stadt'));
  await city.as('ciso').press('incident-dormant', { incident: id, sure: true });
  await write(store, update('incidentChannels', (await placeNow(store, place)).place, { snapshot: { name: 'Stadt' } }));
  const shown = requestsShown(await sendStep(city, place, 'mastodon-freeze'));
  await city.drain();
  expect(heard()).toEqual(arrived(shown, vendors.served));
  expect(vendors.accounts.get('stadt')?.disabled).toBe(true);
  // With the account's own token nothing can be done to it now.
  const row = (await placeNow(store, place)).place;
  await write(store, update('incidentChannels', row, { control: 'secured', restoreAt: city.clock.now }));
  await sendLook(city, place);
  await city.drain();
  expect((await placeNow(store, place)).place.found).toBeNull();
  await write(
    store,
    insert('incidentSteps', {
      id: 'is_r',
      incident: id,
      place,
      step: 'mastodon-unfreeze',
      stage: 'restore',
      order: 400,
    }),
  );
  await sendStep(city, place, 'mastodon-unfreeze');
  await city.drain();
  expect(vendors.accounts.get('stadt')?.disabled).toBe(false);
});

it('a site with more posts than a card shows one by one is hidden as listed; half of it failing is tried as a whole', async () => {
  vendors.sites.set('stadt', site(20));
  const { place } = await underWay('wordpress');
  vendors.trouble = () => (vendors.served.length === 10 ? { status: 403, body: {} } : undefined);
  await sendStep(city, place, 'wordpress-private');
  await city.drain();
  expect((await stepOf(store, place, 'wordpress-private')).state).toBe('failed');
  vendors.served.splice(0);
  vendors.trouble = () => undefined;
  const shown = requestsShown(await sendStep(city, place, 'wordpress-private'));
  expect(shown).toHaveLength(20);
  await city.drain();
  expect(heard()).toEqual(arrived(shown, []));
  expect([...vendors.sites.get('stadt')!.posts.values()]).toEqual(Array(20).fill('private'));
});

it('of twelve channels, half of whose vendors fall silent, the others go on; those are shown, and nothing is doubled', async () => {
  const now = city.clock.now;
  const { id, place } = await takenOver(store, now);
  const { addedBy } = (await placeNow(store, place)).place;
  const places = [place];
  for (let i = 1; i < 12; i++) {
    const channel = (await registered(store, now, two())).replace(/^a_/, 'c_');
    const one = { id: `place_${i}`, incident: id, channel, part: 'hit', before: 'published' } as const;
    await write(store, insert('incidentChannels', { ...one, addedBy, addedAt: now }));
    places.push(one.id);
  }
  const kinds = places.map((_, i) => NAMES[i % 3]!);
  for (const [i, one] of places.entries()) {
    await connected(city, one, ALL[kinds[i]!].account(`stadt${i}`));
    const row = (await placeNow(store, one)).place;
    const step = {
      id: `is_${i}`,
      incident: id,
      place: one,
      step: ALL[kinds[i]!].makes,
      stage: 'S1' as const,
      order: 0,
    };
    await write(store, update('incidentChannels', row, { snapshot: { name: 'Stadt' } }), insert('incidentSteps', step));
  }
  const nameOf = ({ path, headers }: Asked) =>
    /-(stadt\d+)$/.exec(headers.authorization ?? '')?.[1] ??
    /^\/(stadt\d+)\//.exec(path)?.[1] ??
    `stadt${Number(/^\/v23\.0\/(\d+)/.exec(path)?.[1]) - 4712}`;
  const isSilent = (i: number) => i >= 6;
  const asked = new Set<number>();
  vendors.trouble = (request) => {
    const i = Number(nameOf(request).slice('stadt'.length));
    if (!isSilent(i)) return undefined;
    // First it does it and says nothing, then it is not there at all.
    if (asked.has(i)) return 'reset';
    asked.add(i);
    return 'silence';
  };
  for (const [i, one] of places.entries()) await sendStep(city, one, ALL[kinds[i]!].makes);
  await city.drain(300_000);
  const states = async () =>
    Promise.all(places.map(async (one, i) => (await stepOf(store, one, ALL[kinds[i]!].makes)).state));
  expect(await states()).toEqual(places.map((_, i) => (isSilent(i) ? 'failed' : 'done')));
  const shown = await board();
  expect(shown).toContain('nicht geantwortet');
  expect(shown).toContain('Erneut versuchen');

  vendors.trouble = () => undefined;
  for (const [i, one] of places.entries())
    if (isSilent(i) && kinds[i] === 'mastodon') await sendStep(city, one, 'mastodon-notice');
  await city.drain();
  expect(await states()).toEqual(places.map((_, i) => (isSilent(i) && kinds[i] !== 'mastodon' ? 'failed' : 'done')));
  const made = places.map((_, i) =>
    kinds[i] === 'mastodon'
      ? vendors.accounts.get(`stadt${i}`)!.statuses
      : kinds[i] === 'wordpress'
        ? vendors.sites.get(`stadt${i}`)!.pages
        : vendors.pages.get(String(4712 + i))!.posts,
  );
  expect(made.map(({ length }) => length)).toEqual(Array(12).fill(1));
});
