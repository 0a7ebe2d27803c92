/** The minute tick in the assembled house: moving the local clock ticks at once, and what fails never throws. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type App, assemble } from '../../../adapters/assemble.ts';
import { createClock } from '../../../adapters/local/clock.ts';
import { listen } from '../../../adapters/server.ts';
import type { Store } from '../../../db/connect.ts';
import { newId } from '../../../db/ids.ts';
import { applyOrganisation } from '../../../db/organisation/organisation.ts';
import { channels, dues, outbox } from '../../../db/schema.ts';
import { freshStore, scratchDir, wipe } from '../../support/db.ts';
import { demoOrganisation } from '../../support/demo-city.ts';

const BEGUN = new Date('2026-11-23T09:00:00Z');
let store: Store;
let app: App;
let scratch: ReturnType<typeof scratchDir>;
const lines: string[] = [];
const log = {
  info: () => {},
  warn: () => {},
  error: (_data: object, message: string) => void lines.push(message),
};

beforeAll(async () => {
  store = await freshStore();
});
beforeEach(async () => {
  await app?.close();
  scratch?.remove();
  lines.length = 0;
  await wipe(store);
  await store.db.transaction((tx) => applyOrganisation(tx, demoOrganisation(), BEGUN));
  await store.db.insert(channels).values({
    id: newId('channel'),
    platform: 'facebook',
    name: 'Kulturbetriebe',
    handle: 'Kulturbetriebe',
    office: 'kulturbetriebe',
    state: 'published',
    administrators: 1,
    createdAt: BEGUN,
    changedAt: BEGUN,
  });
  scratch = scratchDir();
  app = await assemble({
    store,
    config: { localWorkspace: true },
    clock: createClock(join(scratch.dir, 'clock.json'), () => BEGUN),
    log: log as never,
  });
});
afterAll(async () => {
  await app?.close();
  scratch?.remove();
  await store?.close();
});

const kinds = async () => (await store.db.select().from(dues)).map(({ kind }) => kind);
const views = async () =>
  (await store.db.select().from(outbox)).map(({ effect }) => (effect.do === 'post' ? effect.card.view : effect.do));

it('what the new day brings is on its way when the moved clock answers', async () => {
  // 1 December 2026 is a Tuesday.
  const moved = await app.local!.clock.forward('month');
  expect(moved.toISOString()).toBe('2026-12-01T07:00:00.000Z');
  expect(new Set(await kinds())).toEqual(new Set(['digest', 'pack-card']));
  expect(await views()).toContain('digest');
});

it('January comes with its first working day, not with New Year', async () => {
  await app.local!.clock.forward('january');
  expect(await kinds()).not.toContain('january-list');
  for (const _ of ['2 January', '3 January', 'Monday']) await app.local!.clock.forward('day');
  expect(await kinds()).toContain('january-list');
  expect((await views()).filter((view) => view === 'january')).toHaveLength(2);
});

it('two at once do the same work once, and a closed database throws nothing', async () => {
  await app.local!.clock.forward('month');
  const before = (await store.db.select().from(outbox)).length;
  await Promise.all([app.tick(), app.tick()]);
  expect((await store.db.select().from(outbox)).length).toBe(before);
  expect(lines).toEqual([]);
  const broken = await assemble({
    store: { ...store, db: { transaction: () => Promise.reject(new Error('gone')) } as never },
    config: { localWorkspace: true },
    clock: { now: () => BEGUN },
    log: log as never,
  });
  broken.tickWatch.expect();
  await broken.tick();
  const server = await listen(broken.app, '127.0.0.1', 0);
  const ready = await fetch(`${server.url}/readyz`);
  const figures = await (await fetch(`${server.url}/metrics`)).text();
  await server.close(50);
  expect([ready.status, await ready.json()]).toMatchObject([503, { faults: { tick: 'failed' } }]);
  expect(figures).toContain('kanalwacht_ticks_total{outcome="failed"} 1');
  expect(figures).toMatch(/^kanalwacht_tick_age_seconds \d/m);
  expect(lines).toEqual([
    'the housekeeping of this minute failed',
    'last days that have passed could not be written; tried again in a minute',
  ]);
});
