/** Accounts of other workspaces, and people of whom Slack says nothing at the moment: who is believed, at every door. */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../db/connect.ts';
import { identities, inbox, incidents, outbox, people } from '../../db/schema.ts';
import { stores, wipe } from '../support/db.ts';
import { slackSays, sweptByNight } from '../support/directories.ts';
import type { SlackUser } from '../support/slack-fake-port.ts';
import { addRoom } from '../support/slack-fake-state.ts';
import { type City, openCity } from '../support/story.ts';

const OFFICIAL = 'leitung-kulturbetriebe';
const FOREIGN = 'T0FREMD99';
const OWN = 'T0STADT01';
const REPORT = 'vorfall melden https://www.facebook.com/KulturBeispiel';
const BUTTON = { do: 'incident-declare', args: { text: 'https://www.facebook.com/KulturBeispiel' } };

let store: Store;
let city: City;
beforeAll(async () => {
  store = await stores().at(-1)!.open();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  // A quick answer, so that a Slack that hangs costs no real seconds.
  const slack = { patience: { lang: 20, profile: 40, settle: 0 } };
  city = await openCity({ store, chats: ['slack'], slack, begin: new Date('2026-11-30T11:00:00Z') });
});
afterEach(async () => {
  city.takeLines();
  await city.close();
});

const emailOf = (ref: string): string => city.organisation.people.find(({ id }) => id === ref)!.email;
const own = (ref = OFFICIAL): SlackUser => city.slack!.user(emailOf(ref));
const rows = () => store.db.select().from(identities).where(eq(identities.chat, 'slack'));
const cards = async (view: string) =>
  (await store.db.select().from(outbox)).filter(({ effect }) => effect.do === 'post' && effect.card.view === view);
const opened = () => store.db.select().from(incidents);

/** A press and a form as Slack sends them from a room that two workspaces share. */
const interaction = (user: SlackUser, team: string, more: object): Promise<{ status: number }> => {
  const payload = {
    api_app_id: 'A0KANAL01',
    team: { id: team, domain: 'x' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: 'x', team_id: team },
    trigger_id: `1.2.${Math.random()}`,
    ...more,
  };
  return city.slack!.deliver(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), 'form');
};
const press = (user: SlackUser, team: string, room: string) =>
  interaction(user, team, {
    type: 'block_actions',
    channel: { id: room },
    container: { type: 'message', message_ts: '1.1', channel_id: room, is_ephemeral: false },
    actions: [
      { type: 'button', action_id: 'x', value: JSON.stringify(BUTTON), text: { type: 'plain_text', text: 'x' } },
    ],
  });
const submit = (user: SlackUser, team: string, room: string) =>
  interaction(user, team, {
    type: 'view_submission',
    view: {
      id: 'V0FREMD',
      type: 'modal',
      private_metadata: JSON.stringify({ meta: { room: { id: room, dm: false } }, ...BUTTON }),
      blocks: [],
      state: { values: {} },
      app_installed_team_id: OWN,
    },
  });

describe('an account of another workspace whose profile has an official’s address', () => {
  let stranger: SlackUser;
  let room: string;
  beforeEach(() => {
    stranger = city.slack!.addUser({ email: emailOf(OFFICIAL), name: 'Leitung Kulturbetriebe', team: FOREIGN });
    const shared = addRoom(city.slack!.space, 'gemeinsam');
    shared.members.add(stranger.id);
    room = shared.id;
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a mention', () => stranger.mention(room, REPORT)],
    ['the DM', () => stranger.sendDm(REPORT)],
    ['a slash command', () => stranger.command('/vorfall', REPORT.replace('vorfall ', ''))],
    ['a press', () => press(stranger, FOREIGN, room)],
    ['a form', () => submit(stranger, FOREIGN, room)],
  ])('is a stranger by %s, and opens nothing', async (_, act) => {
    await act();
    await act();
    await city.settle();
    expect(await opened()).toEqual([]);
    expect((await rows()).filter(({ externalId }) => externalId === stranger.id)).toEqual([]);
    // The registrars hear of a visitor once.
    const told = await cards('visitor');
    expect(new Set(told.map(({ lane }) => lane)).size).toBe(told.length);
    expect(told.length).toBeGreaterThan(0);
  });

  it('has a start page like anybody who is not known', async () => {
    await stranger.openHome();
    expect(JSON.stringify(stranger.home())).not.toContain('Kulturbetriebe');
    expect((await rows()).filter(({ externalId }) => externalId === stranger.id)).toEqual([]);
  });

  it('does not act by a row that an earlier version left behind', async () => {
    const [official] = await store.db.select().from(people).where(eq(people.ref, OFFICIAL));
    await store.db.insert(identities).values({
      ...{ chat: 'slack', tenant: FOREIGN, externalId: stranger.id, person: official!.id, seenAt: city.clock.now() },
    });
    await stranger.mention(room, REPORT);
    city.slack!.fail('users.info', 500, 9);
    await press(stranger, FOREIGN, room);
    expect(await opened()).toEqual([]);
  });

  it('that is closed is nobody’s leaving', async () => {
    await own().sendDm('/kanal liste');
    const { space } = city.slack!;
    const user = { id: stranger.id, team_id: FOREIGN, deleted: true, profile: { email: emailOf(OFFICIAL) } };
    const event = { type: 'user_change', user };
    const authorizations = [{ team_id: OWN, user_id: space.bot.user, is_enterprise_install: false }];
    const body = { type: 'event_callback', event_id: 'Ev1', team_id: FOREIGN, authorizations, event };
    expect((await city.slack!.deliver(JSON.stringify(body), 'json')).status).toBe(200);
    space.users.get(stranger.id)!.deleted = true;
    await sweptByNight(city, 'slack');
    expect(await cards('leaver')).toEqual([]);
    // The official's own account is noticed as before.
    const { directoryAccounts } = await import('../../db/schema.ts');
    const known = (await store.db.select().from(directoryAccounts)).map(({ externalId }) => externalId);
    expect(known).not.toContain(stranger.id);
    expect(known).toContain(own().id);
  });
});

describe('while Slack does not say who somebody is', () => {
  const SILENT = 'Slack sagt mir gerade nicht, wer Sie sind';
  const silence = (fault: 500 | 'hang' | 'reset' | 'ratelimited') =>
    city.slack!.fail('users.info', fault, Number.POSITIVE_INFINITY);

  it.each([[500], ['hang'], ['reset'], ['ratelimited']] as const)(
    'users.info: %s: the nightly list already knows the account',
    async (fault) => {
      await sweptByNight(city, 'slack');
      silence(fault);
      await own().sendDm('kanal liste');
      await city.settle();
      expect(await cards('visitor')).toEqual([]);
      expect(own().last()).not.toContain(SILENT);
      expect((await rows()).map(({ externalId }) => externalId)).toEqual([own().id]);
    },
  );

  it('the DM into which a card went by its address already knows the account', async () => {
    const [official] = await store.db.select().from(people).where(eq(people.ref, OFFICIAL));
    const { enqueue } = await import('../../db/delivery/outbox.ts');
    const { route } = await import('../../db/delivery/routes.ts');
    const { loadOrganisation } = await import('../../db/organisation/organisation.ts');
    await store.db.transaction(async (tx) => {
      const org = (await loadOrganisation(tx as never))!;
      const to = { to: 'person', person: official!.id } as const;
      const card = { view: 'visitor', subject: 'identity:slack:T:U', args: {} };
      const effect = { do: 'post', to, card } as never;
      await enqueue(
        tx as never,
        await route(tx as never, [effect], org, ['slack'], city.clock.now()),
        city.clock.now(),
      );
    });
    await city.settle();
    expect(own().messages()).toHaveLength(1);
    silence(500);
    await own().sendDm('kanal liste');
    expect(own().last()).not.toContain(SILENT);
    expect((await rows()).map(({ person }) => person)).toEqual([official!.id]);
  });

  it('and nobody else can: it is said, no card goes out, and the delivery is not used up', async () => {
    silence(500);
    const clerk = own();
    await clerk.sendDm('kanal liste');
    await clerk.command('/kanal', 'liste', {});
    await clerk.openHome();
    await city.settle();
    expect(
      clerk
        .messages()
        .map((message) => city.slack!.read(message))
        .join(),
    ).toContain(SILENT);
    expect(JSON.stringify(clerk.home())).toContain(SILENT);
    expect(await cards('visitor')).toEqual([]);
    expect(await store.db.select().from(inbox)).toEqual([]);
    city.slack!.heal();
    await clerk.sendDm('kanal liste');
    expect(clerk.last()).not.toContain(SILENT);
  });

  it('a takeover is reported all the same, and nothing can be read by it', async () => {
    silence(500);
    const clerk = own();
    await clerk.sendDm(REPORT);
    expect(await opened()).toHaveLength(1);
    expect(await cards('visitor')).toEqual([]);
    await clerk.sendDm('vorfall liste');
    expect(clerk.last()).toContain(SILENT);
  });

  it('and not who the bot is: nobody is believed by what a request says', async () => {
    city.slack!.fail('auth.test', 500, Number.POSITIVE_INFINITY);
    await own().command('/vorfall', 'melden https://www.facebook.com/KulturBeispiel');
    expect(await opened()).toEqual([]);
    city.slack!.heal();
  });
});

describe('staff who stand in no file', () => {
  it('report a takeover and read nothing of it', async () => {
    const trainee = city.slack!.addUser({ email: 'ausbildung@dortmund.example', name: 'Ausbildung Bürgerdienste' });
    await trainee.sendDm(REPORT);
    await city.settle();
    const [incident] = await opened();
    expect(trainee.last()).toContain(incident!.number);
    expect(await cards('visitor')).toEqual([]);
    const [reporter] = await store.db.select().from(people).where(eq(people.id, incident!.declaredBy));
    expect(reporter).toMatchObject({ name: 'Ausbildung Bürgerdienste', ref: null, email: null });
    for (const line of ['vorfall liste', `vorfall zeigen ${incident!.number}`, 'kanal liste']) {
      await trainee.sendDm(line);
      expect(trainee.last()).not.toContain('KulturBeispiel');
    }
    expect(await slackSays(city, 'ausbildung@dortmund.example')).toBeTruthy();
    // Reported once more: the number, and no more.
    await trainee.sendDm(REPORT);
    expect(trainee.last()).toContain(incident!.number);
    expect(await opened()).toHaveLength(1);
  });

  it('name one channel: whole groups are for people whom the registry knows', async () => {
    const trainee = city.slack!.addUser({ email: 'ausbildung@dortmund.example', name: 'Ausbildung Bürgerdienste' });
    await trainee.sendDm('vorfall melden alle ungeschützten');
    expect(await opened()).toEqual([]);
    expect(trainee.last()).toMatch(/einen Kanal/);
  });
});
