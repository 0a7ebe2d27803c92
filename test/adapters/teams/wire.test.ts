import type { Activity } from 'botbuilder';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PUBLIC_CLOUD, Wire } from '../../../adapters/teams/wire.ts';
import { startTeamsFake, type TeamsFake, type User } from '../../support/teams-fake.ts';

let fake: TeamsFake;
let clerk: User;
beforeEach(async () => {
  fake = await startTeamsFake();
  clerk = fake.addPerson('clerk@city.example', 'Sachbearbeitung');
});
afterEach(() => fake.close());

const makeWire = () =>
  new Wire({
    appId: '',
    token: { get: () => Promise.reject(new Error('no token is needed')), drop: () => undefined },
    cloud: PUBLIC_CLOUD,
    deadline: 1000,
  });
const makeActivity = () => ({ ...clerk.envelope('1'), type: 'message', text: 'x' }) as unknown as Activity;

test("the SDK's own client inside a turn sends once too", async () => {
  const wire = makeWire();
  const activity = makeActivity();
  const passed = await wire.authenticate(activity, '');
  // Without a token the fake refuses, with the status that the SDK would repeat three times.
  fake.fail('post', { status: 500 }, 4);
  const turn = wire.run(passed, activity, async (context) => {
    await context.sendActivity('hello');
  });
  await expect(turn).rejects.toMatchObject({ statusCode: 500 });
  expect(fake.calls('post')).toHaveLength(1);
});

test('a client is made once per service URL', async () => {
  const wire = makeWire();
  const url = fake.settings.endpoints.serviceUrl;
  expect(await wire.client(url)).toBe(await wire.client(url));
  expect(await wire.client(`${url}other/`)).not.toBe(await wire.client(url));
});

test('a turn without an answer has none', async () => {
  const wire = makeWire();
  const activity = makeActivity();
  const passed = await wire.authenticate(activity, '');
  expect(await wire.run(passed, activity, async () => undefined)).toBeUndefined();
});
