/** The process is killed while platforms are being asked: what makes something is made once, or a person is asked to look. */
import { afterEach, expect, it } from 'vitest';
import { assemblePlatforms } from '../../../adapters/platform/assemble.ts';
import { Secret } from '../../../bot/operation/secret.ts';
import { CONNECTOR_NAMES } from '../../../bot/platform/connector.ts';
import { verifyAudit } from '../../../db/audit.ts';
import { insert, update } from '../../../db/changes.ts';
import { openPglite, type Store } from '../../../db/connect.ts';
import { startChild } from '../../support/child.ts';
import type { Given } from '../../support/child-calling.ts';
import { connected, sendStep } from '../../support/connecting.ts';
import { scratchDir, seedDirectory } from '../../support/db.ts';
import { placeNow, stepOf, takenOver, write } from '../../support/dormant.ts';
import { registered, two } from '../../support/leavers.ts';
import { platformFake } from '../../support/platform-fake.ts';
import { stageOn } from '../../support/stage.ts';
import { account, MASTODON_TOKEN, PAGE_TOKEN, page, site, vendorsOn, WORDPRESS_TOKEN } from '../../support/vendors.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

const STEPS = { mastodon: 'mastodon-notice', wordpress: 'wordpress-notice', facebook: 'facebook-notice' } as const;
type Name = keyof typeof STEPS;
const NAMES = Object.keys(STEPS) as Name[];

/** One channel of each, on its way to a notice that is approved and waits in the outbox. */
async function approved(store: Store, url: string, given: Given): Promise<Record<Name, string>> {
  const platforms = assemblePlatforms(
    { allowed: CONNECTOR_NAMES, tokens: new Map(given.tokens.map(([key, token]) => [key, new Secret(token)])) },
    { now: () => new Date(given.now), loopback: true, standIns: given.standIns },
  );
  const city = await stageOn(store, ['local'], undefined, platforms);
  const now = city.clock.now;
  const { id, place } = await takenOver(store, now);
  const { addedBy } = (await placeNow(store, place)).place;
  const places: Record<Name, string> = { mastodon: place, wordpress: 'place_w', facebook: 'place_f' };
  for (const name of ['wordpress', 'facebook'] as const) {
    const channel = (await registered(store, now, two())).replace(/^a_/, 'c_');
    const one = { id: places[name], incident: id, channel, part: 'hit' as const, before: 'published' as const };
    await write(store, insert('incidentChannels', { ...one, addedBy, addedAt: now }));
  }
  const addresses = {
    mastodon: `${url}/@stadt`,
    wordpress: `${url}/stadt`,
    facebook: 'https://www.facebook.com/stadt',
  };
  for (const name of NAMES) {
    const at = places[name];
    await connected(city, at, { platform: name, handle: 'stadt', url: addresses[name] });
    const step = { id: `is_${name}`, incident: id, place: at, step: STEPS[name], stage: 'S1' as const, order: 0 };
    const { place: row } = await placeNow(store, at);
    await write(store, update('incidentChannels', row, { snapshot: { name: 'Stadt' } }), insert('incidentSteps', step));
    await sendStep(city, at, STEPS[name]);
  }
  return places;
}

it.each([
  { when: 'on its way to the first request', nth: 1, how: 'held', made: { mastodon: 1, wordpress: 0, facebook: 0 } },
  { when: 'before the first answer', nth: 1, how: 'silence', made: { mastodon: 1, wordpress: 1, facebook: 1 } },
  { when: 'before the second answer', nth: 2, how: 'silence', made: { mastodon: 1, wordpress: 1, facebook: 1 } },
] as const)(
  '$when: nothing is there twice, and what nobody knows is said',
  async ({ nth, how, made }) => {
    const { dir, remove } = scratchDir();
    cleanUp.push(remove);
    await seedDirectory(dir);
    const fake = await platformFake();
    cleanUp.push(fake.close);
    const vendors = vendorsOn(fake);
    vendors.accounts.set('stadt', account('9000'));
    vendors.sites.set('stadt', site());
    vendors.pages.set('4711', page());
    const given: Given = {
      tokens: [
        [`${fake.url}/@stadt`, `${MASTODON_TOKEN}-stadt`],
        [`${fake.url}/stadt`, WORDPRESS_TOKEN],
        ['https://www.facebook.com/stadt', `4711:${PAGE_TOKEN}-4711`],
      ],
      standIns: { 'https://graph.facebook.com': fake.url },
      now: '2026-11-23T09:00:10Z',
    };
    const before = await openPglite(dir);
    const places = await approved(before, fake.url, given);
    await before.close();
    expect(vendors.served).toEqual([]);

    let waiting = 0;
    const gathered = new Promise<void>((resolve) => {
      vendors.trouble = ({ path }) => {
        // A status and its pin, a page and the settings, a post and its pin.
        const isSecond = /\/pin$|\/settings$|\/4711_\d+$/.test(path);
        if (isSecond !== (nth === 2)) return undefined;
        waiting += 1;
        if (waiting === NAMES.length) resolve();
        return how;
      };
    });
    const start = () => {
      const child = startChild('child-calling.ts', dir, JSON.stringify(given));
      cleanUp.push(child.kill);
      return child;
    };
    const first = start();
    await Promise.race([
      gathered,
      first.ended.then((code) => Promise.reject(new Error(`it ended by itself: ${code}`))),
    ]);
    await first.kill();
    vendors.trouble = () => undefined;
    await start().line('end');

    const after = await openPglite(dir);
    cleanUp.push(after.close);
    expect({
      mastodon: vendors.accounts.get('stadt')!.statuses.length,
      wordpress: vendors.sites.get('stadt')!.pages.length,
      facebook: vendors.pages.get('4711')!.posts.length,
    }).toEqual(made);
    expect(vendors.accounts.get('stadt')!.statuses[0]!.pinned).toBe(true);
    expect((await stepOf(after, places.mastodon, STEPS.mastodon)).state).toBe('done');
    for (const name of ['wordpress', 'facebook'] as const) {
      const step = await stepOf(after, places[name], STEPS[name]);
      expect(step, name).toMatchObject({ state: 'failed', problem: expect.stringContaining('sehen Sie') });
    }
    expect(vendors.faults).toEqual([]);
    expect(await verifyAudit(after.db)).toMatchObject({ ok: true });
  },
  120_000,
);
