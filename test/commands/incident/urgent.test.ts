/** At two in the morning of a first working day: cards of an incident go out before hundreds of digests that waited longer. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../bot/incident/lifecycle.ts';
import { wallTime } from '../../../bot/time/calendar.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { claimNext, enqueue, finish, type Routed } from '../../../db/delivery/outbox.ts';
import { outbox } from '../../../db/schema.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { incidentRows, keyOf } from '../../support/incident.ts';
import { type Stage, stageOn } from '../../support/stage.ts';

const DIGESTS = 300;

let store: Store | undefined;
let city: Stage;
let id: string;
beforeEach(async () => {
  if (store) await wipe(store);
  store ??= await freshStore();
  city = await stageOn(store);
  city.clock.now = wallTime('2026-12-01', '02:00');
});
afterAll(() => store?.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>) => store!.db.transaction((tx) => work(tx as Tx));

async function digestsWait() {
  const person = await keyOf(store!, 'pressestelle');
  const digests = Array.from({ length: DIGESTS }, (_, n): Routed => {
    const room = `dm:${n % 50}`;
    return {
      effect: {
        do: 'post',
        to: { to: 'person', person },
        card: { view: 'digest', subject: `person:${n}`, args: {} },
        doubt: 'show',
      },
      chat: 'local',
      lane: `local:${room}`,
      address: { chat: 'local', room },
    };
  });
  await inTx((tx) => enqueue(tx, digests, city.clock.now));
}

/** Views in the order in which the worker of this chat takes them, up to and without the first digest. */
async function beforeDigests(): Promise<string[]> {
  const taken: string[] = [];
  const free = { local: { room: 0, chat: 0 } };
  for (;;) {
    const row = await claimNext(store!.db, free, city.clock.now, 60_000);
    if (!row) throw new Error('not even a digest');
    const view = row.effect.do === 'post' ? row.effect.card.view : row.effect.do;
    if (view === 'digest') return taken;
    taken.push(view);
    await inTx((tx) => finish(tx, row, 'sent', city.clock.now));
  }
}

describe.each(SEVERITIES)('of severity %i', (severity) => {
  beforeEach(async () => {
    id = (await incidentRows(store!, city.clock.now, { severity })).id;
    await digestsWait();
  });

  it.each([
    ['who gets a role', '/vorfall rolle Recht @leitung-bibliothek', 'incident'],
    ['who gets a task', '/vorfall aufgabe @leitung-bibliothek Passwort zurücksetzen 31.12.2026', 'incident-task'],
    ['who takes over the lead', '/vorfall übergeben @it-sicherheit', 'incident-situation'],
  ])('%s reads it at once', async (_, line, view) => {
    const reply = await city.as('ciso').say(line);
    expect(reply.kind === 'notice' ? reply.text : '').not.toContain('kenne ich nicht');
    expect(await beforeDigests()).toContain(view);
  });

  it('whose channel is hit as well reads it at once', async () => {
    const other = await incidentRows(store!, city.clock.now, { number: 'V-2026-0002', state: 'false-alarm' });
    const reply = await city.as('ciso').press('incident-add', { incident: id, text: other.channels[0]! });
    expect(reply.kind).toBe('card');
    expect(await beforeDigests()).toContain('incident');
  });
});

it('a card that stands already is redrawn before them: a board of last hour would be read as the state of now', async () => {
  await incidentRows(store!, city.clock.now);
  await city.as('ciso').say('/vorfall rolle Recht @leitung-bibliothek');
  await city.drain();
  await digestsWait();
  await city.as('ciso').say('/vorfall aufgabe @leitung-bibliothek Passwort zurücksetzen 31.12.2026');
  expect(await beforeDigests()).toEqual(expect.arrayContaining(['redraw', 'incident-task']));
});

it('what an incident has left behind waits for its turn', async () => {
  await digestsWait();
  await incidentRows(store!, city.clock.now, { state: 'closed', set: { closedAt: wallTime('2026-11-02', '10:00') } });
  city.clock.now = wallTime('2026-12-01', '09:00');
  await city.tick();
  const rows = await store!.db.select().from(outbox).where(eq(outbox.state, 'waiting'));
  const clocks = rows.flatMap(({ effect }) => (effect.do === 'post' ? [effect.card.args.clock] : []));
  expect(clocks).toContain('after-action');
  expect(await beforeDigests()).toEqual([]);
});
