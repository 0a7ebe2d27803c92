/** "Within a minute": the required notice to forty people, counted by the chats' own pace on a clock that is only turned. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { slackChat } from '../../../../adapters/slack/outbound.ts';
import { outbound } from '../../../../adapters/teams/outbound.ts';
import type { ChatName } from '../../../../bot/chat.ts';
import { post, toPerson } from '../../../../bot/delivery/effect.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { claimNext, enqueue, finish, nextDue, type Pace } from '../../../../db/delivery/outbox.ts';
import { route } from '../../../../db/delivery/routes.ts';
import { loadOrganisation } from '../../../../db/organisation/organisation.ts';
import { addIdentity } from '../../../../db/organisation/people.ts';
import { freshStore, wipe } from '../../../support/db.ts';
import { incidentRows, keyOf } from '../../../support/incident.ts';
import { stageOn } from '../../../support/stage.ts';

const PEOPLE = Array.from({ length: 40 }, (_, n) => `dienst-${n}`);
/** A reminder for each of them that was written before and waits. */
const WAITING = 8;
const MINUTE = 60_000;

const PACES: Record<'slack' | 'teams', { room: number; chat: number }> = {
  slack: slackChat(() => Promise.reject(new Error('not called')), { botToken: 'xoxb-test', apiUrl: undefined }).pace,
  // Only the pace is looked at: nothing is sent.
  teams: outbound({} as Parameters<typeof outbound>[0]).chat.pace,
};

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.close());

it.each(['slack', 'teams'] as const)(
  'reaches them all in %s, however much waits',
  { timeout: 240_000 },
  async (chat) => {
    await wipe(store);
    const names: ChatName[] = [chat];
    const city = await stageOn(store, names, (file) => ({
      ...file,
      people: [
        ...file.people,
        ...PEOPLE.map((id) => ({ id, name: id, email: `${id}@dortmund.example`, lang: 'de' as const })),
      ],
      incident: { ...file.incident!, required: { severity1: ['press'] } },
      roles: { ...file.roles, press: PEOPLE },
    }));
    const start = city.clock.now;
    const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
    const org = (await inTx(loadOrganisation))!;
    const { id } = await incidentRows(store, start, { state: 'reported', severity: 1 });
    for (const ref of PEOPLE) {
      const person = await keyOf(store, ref);
      await inTx((tx) => addIdentity(tx, { chat, tenant: chat, id: ref }, person, start));
    }
    const digests = await Promise.all(
      PEOPLE.map(async (ref) => {
        const person = await keyOf(store, ref);
        return Array.from({ length: WAITING }, (_, n) =>
          post(toPerson(person), 'digest', `person:${person}`, { n: `${n}` }),
        );
      }),
    );
    await inTx(async (tx) => enqueue(tx, await route(tx, digests.flat(), org, names, start), start));
    const reply = await city.as('ciso', chat).press('incident-confirm', { incident: id });
    expect(reply.kind).toBe('card');

    const pace: Pace = { [chat]: PACES[chat] };
    const sent: number[] = [];
    let others = 0;
    for (let now = start; sent.length < PEOPLE.length; ) {
      const row = await claimNext(store.db, pace, now, MINUTE);
      if (!row) {
        const due = await nextDue(store.db, names);
        if (!due) throw new Error(`only ${sent.length} went out`);
        now = due > now ? due : new Date(now.getTime() + 1);
        continue;
      }
      if (row.effect.do === 'post' && row.effect.card.view === 'incident-notice') sent.push(now.getTime());
      else others += 1;
      await inTx((tx) => finish(tx, row, 'sent', now));
    }
    expect(others).toBe(0);
    const took = sent.at(-1)! - start.getTime();
    expect(took).toBe((PEOPLE.length - 1) * PACES[chat].chat);
    expect(took).toBeLessThan(MINUTE);
  },
);
