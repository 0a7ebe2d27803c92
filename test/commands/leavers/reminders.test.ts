/** A leaver case in time: to whom its reminders climb on which morning, what doesn't wait for one, what nobody can put off. */
import { beforeEach, describe, expect, it } from 'vitest';
import { addDays, type Day, wallTime } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Intake } from '../../../commands/leavers/intake.ts';
import type { Store } from '../../../db/connect.ts';
import { addIdentity } from '../../../db/organisation/people.ts';
import { leaverCases, outbox, people } from '../../../db/schema.ts';
import { allSnoozes } from '../../../db/time/due.ts';
import { keyOf } from '../../support/acts.ts';
import { eachWithLeavers } from '../../support/leaver-stage.ts';
import { MANAGER as HEAD, LEAVER, registered, two } from '../../support/leavers.ts';
import { labels, plain, type Stage } from '../../support/stage.ts';

/** By the directory; head and deputy of the leaver's office are others. */
const MANAGER = 'leitung-feuerwehr';
const DEPUTY = 'stv-leitung-kulturbetriebe';
const SECURITY = ['ciso', 'it-sicherheit'];
const CLIMB = { first: [MANAGER], second: [MANAGER, HEAD, DEPUTY], third: [MANAGER, HEAD, DEPUTY, ...SECURITY] };

let store: Store;
let city: Stage;
let intake: Intake;
const { inTx, gone, cardsFor } = eachWithLeavers((...given) => {
  [store, city, intake] = given;
});
beforeEach(async () => {
  await registered(store, city.clock.now, two(LEAVER, 'pressestelle'));
  await inEntra(MANAGER);
  await inEntra(LEAVER, `oid-${MANAGER}`);
  return () => expect(city.faults).toEqual([]);
});

async function inEntra(ref: string, manager?: string) {
  const person = await keyOf(store, ref);
  const externalId = `oid-${ref}`;
  await inTx((tx) => addIdentity(tx, { chat: 'teams', tenant: 't', id: externalId }, person, new Date(0)));
  await intake.see({ source: 'graph', externalId, active: true, ...(manager ? { manager } : {}) });
}

const leavesAt = async (day: Day, time: string) => {
  city.clock.now = wallTime(day, time);
  await gone(LEAVER);
  await city.drain();
};

/** The minute ticks before and in office hours of each day; everything is delivered. */
async function daysPass(from: Day, to: Day) {
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const time of ['07:59', '08:00', '12:00']) {
      const now = wallTime(day, time);
      if (now <= city.clock.now) continue;
      city.clock.now = now;
      await city.tick();
      await city.drain();
    }
  }
}

/** Every reminder that was written, by the moment and the stage: who got it. */
async function reminders() {
  const refs = new Map((await store.db.select().from(people)).map(({ id, ref }) => [id, ref]));
  const out: Record<string, (string | null | undefined)[]> = {};
  for (const { effect, createdAt } of await store.db.select().from(outbox).orderBy(outbox.seq)) {
    if (effect.do !== 'post' || !effect.card.subject.startsWith('leaver:') || !effect.card.args.stage) continue;
    const { day, time } = { day: berlinDay(createdAt), time: createdAt.getTime() };
    const when = time === wallTime(day, '08:00').getTime() ? 'in the morning' : createdAt.toISOString();
    const key = `${day} ${when}: ${effect.card.args.stage}`;
    out[key] = [...(out[key] ?? []), effect.to.to === 'person' ? refs.get(effect.to.person) : effect.to.to];
  }
  return Object.fromEntries(Object.entries(out).map(([key, who]) => [key, who.sort()]));
}

const on = (first: Day, second: Day, third: Day) => ({
  [`${first} in the morning: first`]: CLIMB.first.toSorted(),
  [`${second} in the morning: second`]: CLIMB.second.toSorted(),
  [`${third} in the morning: third`]: CLIMB.third.toSorted(),
});

describe('reminders', () => {
  it('climb on three working days from the manager to head and deputy and to IT security, and rest at Christmas', async () => {
    await leavesAt('2026-12-23', '10:00');
    await daysPass('2026-12-23', '2027-01-01');
    // The 24th is a working day; the 25th and 26th are holidays, the 27th is a Sunday.
    expect(await reminders()).toEqual(on('2026-12-24', '2026-12-28', '2026-12-29'));
    const counted = (ref: string) => cardsFor(ref).length;
    // With the first card, that came at once: to the manager alone.
    expect([MANAGER, HEAD, DEPUTY, ...SECURITY].map(counted)).toEqual([4, 2, 2, 1, 1]);
    expect(counted(LEAVER)).toBe(0);
  });

  it('begin after the last day that was announced, not before', async () => {
    const manager = city.as(MANAGER);
    await manager.say('/channel leave oeffentlichkeitsarbeit.bibliothek@dortmund.example 31.12.2026');
    await manager.click('Ja, Weggang melden');
    await daysPass('2026-12-28', '2027-01-07');
    // 1 January is a holiday, and a Friday.
    expect(await reminders()).toEqual(on('2027-01-04', '2027-01-05', '2027-01-06'));
  });

  it('can’t be put off, by a button or otherwise', async () => {
    await leavesAt('2026-12-23', '10:00');
    await daysPass('2026-12-23', '2026-12-24');
    const [row] = await store.db.select().from(leaverCases);
    const card = cardsFor(MANAGER).at(-1)!.card;
    expect(plain({ kind: 'card', card, replace: false })).toContain('Erinnerung: Nach einem Arbeitstag');
    expect(labels(card)).toContain('Rechte entzogen');
    expect(labels(card)).not.toContain('Später erinnern …');
    const until = { until: '2027-01-20', reason: 'Wir kommen nicht dazu' };
    for (const what of [`leaver:${row!.id}`, `leaver-reminder:${row!.id}`])
      await city.as(MANAGER).press('snooze', { what, sent: true }, until);
    expect(await inTx(allSnoozes)).toEqual([]);
  });
});

describe('what is said at once', () => {
  it('is the case itself, on the evening before a holiday too; its reminders count from the next morning in the office', async () => {
    await leavesAt('2026-12-24', '22:30');
    const cards = cardsFor(MANAGER);
    expect(cards).toHaveLength(1);
    await daysPass('2026-12-25', '2027-01-01');
    expect(await reminders()).toEqual(on('2026-12-29', '2026-12-30', '2026-12-31'));
  });
});
