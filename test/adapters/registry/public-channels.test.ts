/** What everybody sees: the official channels and their state, without a login and without a name of anybody. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../../adapters/operation/metrics.ts';
import { publicRouter } from '../../../adapters/registry/public-channels.ts';
import { createApp, type Listening, listen } from '../../../adapters/server.ts';
import type { ApplicationState } from '../../../bot/registration/application.ts';
import { applyChanges, update } from '../../../db/changes.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { applicationById, type Channel, channelById } from '../../../db/registry/dossiers.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { madeDormant, takenOver } from '../../support/dormant.ts';
import { registered, two } from '../../support/leavers.ts';
import { type Stage, stageOn } from '../../support/stage.ts';

let store: Store;
let city: Stage;
let door: Listening;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  city = await stageOn(store);
  const line = () => {};
  const log = { debug: line, info: line, warn: line, error: line, fatal: line };
  const doors = { public: publicRouter({ store, now: () => city.clock.now }) };
  door = await listen(
    createApp({ doors, faults: async () => ({}), metrics: createMetrics(async () => ({})), log }),
    '127.0.0.1',
    0,
  );
});
afterEach(() => door.close(50));

const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
const get = (path: string, more: RequestInit = {}) => fetch(`${door.url}/public/${path}`, more);
type Shown = { name: string; platform: string; url: string; state: string; imprint: string; since: string };
const shown = async () => ((await (await get('channels.json')).json()) as { channels: Shown[] }).channels;

async function put(application: string, set: Partial<Channel>, other: { state?: ApplicationState } = {}) {
  await inTx(async (tx) => {
    const channel = (await channelById(tx, application.replace(/^a_/, 'c_')))!;
    const row = (await applicationById(tx, application))!;
    await applyChanges(tx, [
      update('channels', channel, set as never),
      ...(other.state ? [update('applications', row, { state: other.state })] : []),
    ]);
  });
}
const running = () => registered(store, city.clock.now, two());

describe('the official channels', () => {
  it('are listed with their state, and nothing else is', async () => {
    const [published, dormant, compromised, planned, unapproved, closed, draft] = [
      await running(),
      await running(),
      await running(),
      await running(),
      await running(),
      await running(),
      await running(),
    ] as string[];
    await put(dormant!, { state: 'dormant' });
    await put(compromised!, { state: 'compromised' });
    await put(planned!, { state: 'planned' }, { state: 'head' });
    await put(unapproved!, { state: 'unapproved' }, { state: 'draft' });
    await put(closed!, { state: 'closed' });
    await put(draft!, { state: 'dormant' }, { state: 'draft' });
    const states = (await shown()).map(({ state }) => state);
    expect(states.sort()).toEqual(['aktiv', 'kompromittiert', 'ruhend']);
    const first = (await shown()).find(({ state }) => state === 'aktiv')!;
    const row = await inTx((tx) => channelById(tx, published!.replace(/^a_/, 'c_')));
    expect(first).toEqual({
      name: row?.name,
      platform: 'Facebook',
      url: row?.url,
      state: 'aktiv',
      imprint: 'https://www.dortmund.de/impressum',
      since: '2026-11-23',
    });
  });

  it('carry no name of a person, no office and no incident', async () => {
    const { id } = await takenOver(store, city.clock.now);
    const text = `${await (await get('channels.json')).text()}${await (await get('channels')).text()}`;
    for (const secret of ['p_', 'kulturbetriebe"', 'Leitung', 'V-2026', id]) expect(text, secret).not.toContain(secret);
  });

  it('never show a drill', async () => {
    const { id, place } = await takenOver(store, city.clock.now, { drill: true, number: 'Ü-2026-0001' });
    await madeDormant(city, id, place);
    expect((await shown()).map(({ state }) => state)).toEqual(['aktiv']);
  });

  it('show what became dormant in an incident at once', async () => {
    const { id, place } = await takenOver(store, city.clock.now);
    await madeDormant(city, id, place);
    expect((await shown()).map(({ state }) => state)).toEqual(['ruhend']);
  });
});

describe('what could mislead', () => {
  it('is left out: the imprint on a site that somebody else holds, whichever channel names it', async () => {
    const site = await running();
    await put(site, { state: 'published', url: 'https://www.dortmund.de', key: null });
    await running();
    const imprints = async () => (await shown()).map(({ state, imprint }) => [state, imprint]).sort();
    const imprint = 'https://www.dortmund.de/impressum';
    expect(await imprints()).toEqual([
      ['aktiv', imprint],
      ['aktiv', imprint],
    ]);
    await put(site, { state: 'compromised' });
    expect(await imprints()).toEqual([
      ['aktiv', null],
      ['kompromittiert', null],
    ]);
  });

  it('is left out: a channel that went dormant before it was ever public', async () => {
    const { application } = await takenOver(store, city.clock.now, {}, { before: 'created' });
    await put(application, { state: 'dormant' });
    expect(await shown()).toEqual([]);
  });
});

describe('the door', () => {
  it('is open to any website, kept for a minute, and only to be read', async () => {
    const answer = await get('channels.json');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const refused = await get('channels.json', { method: 'POST' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await get('people.json')).status).toBe(404);
  });

  it('draws a page in which nothing that was typed becomes markup, and leads nobody to a hijacked account', async () => {
    const application = await running();
    await put(application, { name: '<script>alert(1)</script>', url: 'javascript:alert(1)' });
    const hijacked = await running();
    await put(hijacked, { state: 'compromised', url: 'https://www.facebook.com/geklaut' });
    const answer = await get('channels');
    const html = await answer.text();
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('href="javascript');
    expect(html).toContain('kompromittiert');
    expect(html).not.toContain('facebook.com/geklaut');
  });
});
