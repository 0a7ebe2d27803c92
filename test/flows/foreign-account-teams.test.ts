/** Teams: guests, second accounts and other tenants with an official's address, and a roster that does not answer: who is believed, at every door. */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/connect.ts';
import { saveAccount } from '../../db/leavers/directory.ts';
import { applyOrganisation } from '../../db/organisation/organisation.ts';
import { directoryAccounts, identities, inbox, incidents, outbox, people } from '../../db/schema.ts';
import { stores, wipe } from '../support/db.ts';
import { type City, openCity } from '../support/story.ts';
import type { Fault } from '../support/teams/faults.ts';
import { type Activity, TENANT, type User } from '../support/teams-fake.ts';

const OFFICIAL = 'leitung-kulturbetriebe';
const ALLY = '00000000-0000-4000-8000-0000000a1117';
const FOREIGN = '00000000-0000-4000-8000-00000000f0e1';
const LINK = 'https://www.facebook.com/KulturBeispiel';
const REPORT = `vorfall melden ${LINK}`;
const BUTTON = { do: 'incident-declare', args: { text: LINK } };
const ROOM = 'Gemeinsam';

let store: Store;
let city: City;
beforeAll(async () => {
  store = await stores().at(-1)!.open();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  // Long enough for a busy machine; the roster that hangs costs it.
  const teams = { patience: { roster: 2000 } };
  city = await openCity({ store, chats: ['teams'], teams, allies: [ALLY], begin: new Date('2026-11-30T11:00:00Z') });
  city.teams!.addRoom(ROOM);
});
afterEach(async () => {
  city.takeLines();
  await city.close();
});

const emailOf = (ref: string): string => city.organisation.people.find(({ id }) => id === ref)!.email;
const official = (): User => city.teams!.user(emailOf(OFFICIAL));
const rows = () => store.db.select().from(identities).where(eq(identities.chat, 'teams'));
const opened = () => store.db.select().from(incidents);
const cards = async (view: string) =>
  (await store.db.select().from(outbox)).filter(({ effect }) => effect.do === 'post' && effect.card.view === view);
const personOf = async (ref: string): Promise<string> =>
  (await store.db.select().from(people).where(eq(people.ref, ref)))[0]!.id;
/** Changes the organisation file in force. */
const apply = (change: object) =>
  store.db.transaction((tx) => {
    const file = { ...city.organisation, city: { ...city.organisation.city, ...change } };
    return applyOrganisation(tx, file, city.clock.now());
  });
/** Somebody whose roster entry has the official's address. */
function impostor({ tenant = TENANT, role = 'user', name = 'Leitung Kulturbetriebe' } = {}): User {
  const user = city.teams!.addPerson(emailOf(OFFICIAL), name, tenant);
  user.person.role = role;
  return user;
}

const send = (user: User, id: string, more: object, change: (base: Activity) => object = () => ({})) => {
  const base = user.envelope(id);
  return city.teams!.deliver({ ...base, ...change(base), ...more });
};
const invoke = (user: User, name: string, value: object) => send(user, `f:${name}`, { type: 'invoke', name, value });
const action = { type: 'Action.Execute', verb: BUTTON.do, data: BUTTON };

/** Every way in which Teams lets somebody act. */
const DOORS: Record<string, (user: User) => Promise<unknown>> = {
  'a message': (user) => user.say(REPORT),
  'a mention': (user) => user.sayInTeam(ROOM, REPORT),
  'a card press': (user) => invoke(user, 'adaptiveCard/action', { action, trigger: 'manual' }),
  'an old client’s card press': (user) => send(user, '17960001', { type: 'message', value: BUTTON }),
  'a dialog that opens': (user) => invoke(user, 'task/fetch', { data: BUTTON }),
  'a dialog that is sent': (user) => invoke(user, 'task/submit', { data: BUTTON }),
  'a search in the compose box': (user) => invoke(user, 'composeExtension/query', { parameters: [BUTTON] }),
  'an action in the compose box': (user) => invoke(user, 'composeExtension/submitAction', { data: BUTTON }),
  'adding the app': (user) => user.install(),
};
const everyDoor = Object.entries(DOORS);

/** A group chat of the city to which somebody of another tenant belongs by federation. */
const inGroupChat = (user: User, text: string) =>
  send(user, '17960002', { type: 'message', text }, ({ channelData }) => ({
    conversation: {
      ...{ isGroup: true, conversationType: 'groupChat', tenantId: TENANT },
      id: '19:00112233445566778899aabbccddeeff@thread.v2',
    },
    channelData: { ...(channelData as object), tenant: { id: TENANT } },
  }));

const expectNobody = async (user: User) => {
  await city.settle();
  const seen = (await rows()).filter(({ externalId }) => externalId === user.person.aad);
  expect(seen).toEqual([]);
  const declared = (await opened()).map(({ declaredBy }) => declaredBy);
  expect(declared).not.toContain(await personOf(OFFICIAL));
};

describe('a guest of the city’s tenant who carries an official’s address', () => {
  it.each(everyDoor)('is not the official by %s', async (_, act) => {
    const guest = impostor({ role: 'guest' });
    await act(guest);
    await expectNobody(guest);
  });

  it('is not the official where only the login says that they were invited', async () => {
    const guest = impostor();
    guest.person.login = 'leitung_anderswo.example#EXT#@stadt.onmicrosoft.com';
    await guest.say('channel list');
    await expectNobody(guest);
  });

  it('is the person whom the organisation file lists as a guest', async () => {
    await apply({ guests: [OFFICIAL] });
    const guest = impostor({ role: 'guest' });
    await guest.say('channel list');
    expect((await rows()).map(({ externalId }) => externalId)).toEqual([guest.person.aad]);
    await apply({ guests: [] });
    await guest.say(REPORT);
    expect((await opened()).map(({ declaredBy }) => declaredBy)).not.toContain(await personOf(OFFICIAL));
  });

  it('does not act by a row that an earlier version left behind, or by a link of a directory', async () => {
    const guest = impostor({ role: 'guest' });
    const person = await personOf(OFFICIAL);
    const row = { chat: 'teams', tenant: TENANT, externalId: guest.person.aad, person } as const;
    await store.db.insert(identities).values({ ...row, seenAt: city.clock.now() });
    await guest.say(REPORT);
    await store.db.delete(identities);
    await link(guest, person);
    await guest.sayInTeam(ROOM, REPORT);
    expect((await opened()).map(({ declaredBy }) => declaredBy)).not.toContain(person);
  });
});

/** The directory says whose account this is. */
const link = (user: User, person: string | null) =>
  store.db.transaction((tx) =>
    saveAccount(tx as Tx, {
      ...{ source: 'graph', externalId: user.person.aad, person, manager: null, active: true, department: null },
      ...{ login: null, email: null, changedAt: null, seenAt: city.clock.now() },
    }),
  );

describe('a second account with the same address', () => {
  it.each(everyDoor)('is not the official who has written before, by %s', async (_, act) => {
    await official().say('channel list');
    const second = impostor({ name: 'Administration' });
    await act(second);
    await expectNobody(second);
    expect((await rows()).map(({ externalId }) => externalId)).toEqual([official().person.aad]);
  });

  it('is not the official whose account the directory knows', async () => {
    await link(official(), await personOf(OFFICIAL));
    const second = impostor({ name: 'Administration' });
    await second.say('channel list');
    await expectNobody(second);
    await official().say('channel list');
    expect((await rows()).map(({ externalId }) => externalId)).toEqual([official().person.aad]);
  });

  it('gets nothing where the roster speaks of another account', async () => {
    const second = impostor({ name: 'Administration' });
    const aad = official().person.aad;
    await send(second, '17960003', { type: 'message', text: REPORT }, ({ from }) => ({
      from: { ...(from as object), aadObjectId: `${aad.slice(0, -1)}f` },
    }));
    expect(await rows()).toEqual([]);
  });
});

describe('two tenants that may talk to the bot', () => {
  it.each(everyDoor)('one has no say about the other’s addresses, by %s', async (_, act) => {
    const ally = impostor({ tenant: ALLY });
    await act(ally);
    await expectNobody(ally);
  });

  it('each vouches for its own mail domains', async () => {
    const [, domain] = emailOf(OFFICIAL).split('@');
    await apply({ tenants: [{ id: ALLY, emailDomains: [domain] }] });
    await official().say(REPORT);
    expect(await rows()).toEqual([]);
    const ally = impostor({ tenant: ALLY });
    await ally.say('channel list');
    expect((await rows()).map(({ tenant, externalId }) => [tenant, externalId])).toEqual([[ALLY, ally.person.aad]]);
  });
});

describe('somebody of a tenant that is none of ours', () => {
  it.each(everyDoor)('is a stranger by %s, and reports nothing', async (_, act) => {
    const stranger = impostor({ tenant: FOREIGN });
    await act(stranger);
    await expectNobody(stranger);
    expect(await opened()).toEqual([]);
  });

  it.each([undefined, { status: 403 }, { status: 404 }, 'reset'] as const)(
    'is a stranger in a federated chat (roster: %o)',
    async (fault) => {
      const stranger = impostor({ tenant: FOREIGN });
      if (fault) city.teams!.fail('member', fault, Number.POSITIVE_INFINITY);
      await inGroupChat(stranger, REPORT);
      await expectNobody(stranger);
      expect(await opened()).toEqual([]);
    },
  );

  it('is a stranger in a shared channel while the roster is silent', async () => {
    const stranger = impostor({ tenant: FOREIGN });
    city.teams!.fail('member', { status: 500 }, Number.POSITIVE_INFINITY);
    await stranger.sayInTeam(ROOM, REPORT);
    expect(await opened()).toEqual([]);
  });

  it.each(['anonymous', 'user'])('is a stranger without an account (%s)', async (role) => {
    const guest = impostor({ role });
    await send(guest, '17960004', { type: 'message', text: REPORT }, () => ({ from: { id: guest.person.mri } }));
    expect(await opened()).toEqual([]);
    expect(await rows()).toEqual([]);
  });
});

describe('while Teams does not say who somebody is', () => {
  const SILENT = 'Teams sagt mir gerade nicht, wer Sie sind';
  const FAULTS: Fault[] = [{ status: 403 }, { status: 404 }, { status: 429 }, { status: 500 }, 'hang', 'reset'];
  const silence = (fault: Fault = { status: 500 }) => city.teams!.fail('member', fault, Number.POSITIVE_INFINITY);
  const heard = (user: User) => user.inbox().at(-1)?.text ?? '';

  it.each(FAULTS)('%o: whoever has written before is known', async (fault) => {
    await official().say('channel list');
    await city.restart();
    silence(fault);
    await official().say('channel list');
    await official().sayInTeam(ROOM, 'channel list');
    expect(heard(official())).not.toContain(SILENT);
    expect(await cards('visitor')).toEqual([]);
  });

  it.each(FAULTS)('%o: the directory already knows the account', async (fault) => {
    await link(official(), await personOf(OFFICIAL));
    silence(fault);
    await official().sayInTeam(ROOM, 'channel list');
    expect(heard(official())).not.toContain(SILENT);
    expect(await cards('visitor')).toEqual([]);
    expect((await rows()).map(({ person }) => person)).toEqual([await personOf(OFFICIAL)]);
  });

  it.each(FAULTS)('%o: nobody can say it: no card goes out, and the delivery is not used up', async (fault) => {
    silence(fault);
    const message = { type: 'message', text: 'channel list' };
    await send(official(), '17960005', message);
    expect(heard(official())).toContain(SILENT);
    const press = await invoke(official(), 'adaptiveCard/action', { action: { ...action, data: { do: 'home' } } });
    expect(JSON.stringify(press.body)).toContain(SILENT);
    await city.settle();
    expect(await cards('visitor')).toEqual([]);
    expect(await store.db.select().from(inbox)).toEqual([]);
    city.teams!.heal();
    // The same message once more.
    await send(official(), '17960005', message);
    expect(heard(official())).not.toContain(SILENT);
  });

  it.each(FAULTS)('%o: a takeover is reported all the same, and nothing can be read by it', async (fault) => {
    silence(fault);
    await official().say(REPORT);
    expect(await opened()).toHaveLength(1);
    expect(await cards('visitor')).toEqual([]);
    await official().say('vorfall liste');
    expect(heard(official())).toContain(SILENT);
    expect(heard(official())).toContain('Übernahme');
  });

  it('whoever the directory lists reports from a room too, and stands in no file', async () => {
    const trainee = city.teams!.addPerson('ausbildung@dortmund.example', 'Ausbildung Bürgerdienste');
    await link(trainee, null);
    silence();
    await trainee.sayInTeam(ROOM, REPORT);
    expect(await opened()).toHaveLength(1);
    expect(await store.db.select().from(directoryAccounts)).toHaveLength(1);
  });
});
