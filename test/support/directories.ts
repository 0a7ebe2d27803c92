/** How each directory reports through its own endpoint that somebody has left, any number of times. */
import { readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { berlinDay } from '../../bot/time/day.ts';
import type { Tx } from '../../db/connect.ts';
import { cursorOf } from '../../db/leavers/directory.ts';
import { SCIM_TOKEN } from './app.ts';
import { mockHttp } from './http.ts';
import type { City } from './story.ts';

const GRAPH = 'https://graph.microsoft.com';
const DELTA = '/v1.0/users/delta';
const PAYLOAD = new URL('../adapters/slack/payloads/user-change.json', import.meta.url);
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Longest wait for a sweep, in milliseconds; far more than it needs. */
const PATIENCE = 120_000;

/** A person of the organisation file by id, anybody else by address. */
const emailOf = ({ organisation }: City, who: string): string =>
  organisation.people.find(({ id }) => id === who)?.email ?? who;

let events = 0;

/**
 * Sends one signed `user_change`. `updated`: Slack's time of the change. `event`: an earlier delivery to repeat.
 * @returns the event's id
 */
export async function slackSays(
  city: City,
  who: string,
  { deleted = true, updated = city.clock.now(), event = `Ev${++events}` } = {},
): Promise<string> {
  const slack = city.slack!;
  const body = JSON.parse(readFileSync(PAYLOAD, 'utf8'));
  const email = emailOf(city, who);
  const { id } = slack.user(email);
  slack.space.users.get(id)!.deleted = deleted;
  const user = { ...body.event.user, id, deleted, profile: { email }, updated: Math.floor(updated.getTime() / 1000) };
  const sent = JSON.stringify({ ...body, event_id: event, event: { ...body.event, user } });
  expect((await slack.deliver(sent, 'json')).status).toBe(200);
  return event;
}

/** A user in Graph's delta format. */
export const inEntra = (city: City, ref: string, more: object = {}) => ({
  id: `oid-${ref}`,
  userPrincipalName: emailOf(city, ref),
  ...more,
});

/** The query of a first sweep, or of one that follows a delta link. */
const asked = (from?: string) => (from ? { $deltatoken: from } : { $select: /accountEnabled/ });
const graph = (query: Record<string, string | RegExp>) =>
  mockHttp(GRAPH).get(DELTA).query(query).matchHeader('authorization', 'Bearer token-for-graph');

/**
 * Mocks Graph's responses to a sweep, page by page; the final delta link is `next`. `from`: the link stored before.
 * `breaksOffAt`: this page is broken.
 */
export function graphAnswers(
  pages: readonly (readonly object[])[],
  { from, breaksOffAt }: { from?: string; breaksOffAt?: number } = {},
): void {
  const link = (token: string) => `${GRAPH}${DELTA}?${token}`;
  for (const [place, value] of pages.entries()) {
    const page = graph(place === 0 ? asked(from) : { $skiptoken: String(place) });
    if (place === breaksOffAt) return void page.reply(500, 'oops');
    const more =
      place < pages.length - 1
        ? { '@odata.nextLink': link(`$skiptoken=${place + 1}`) }
        : { '@odata.deltaLink': link('$deltatoken=next') };
    page.reply(200, { value, ...more });
  }
}

/** Mocks an error from Graph. */
export function graphRefuses(status: number, headers: Record<string, string> = {}, from?: string): void {
  graph(asked(from)).reply(status, {}, headers);
}

/** Mocks Graph's manager chain for a person with rights. */
export function graphManagers(ref: string, ...above: string[]): void {
  const chain = [ref, ...above].reduceRight<object | undefined>(
    (manager, one) => ({ id: `oid-${one}`, ...(manager ? { manager } : {}) }),
    undefined,
  );
  mockHttp(GRAPH)
    .get(`/v1.0/users/oid-${ref}`)
    .query(({ $expand }) => /^manager\(/.test(String($expand)))
    .matchHeader('authorization', 'Bearer token-for-graph')
    .reply(200, chain);
}

/** One minute of the clock, and the complete nightly sweep that it starts. */
export async function sweptByNight(city: City, source: 'graph' | 'slack'): Promise<void> {
  await city.app.tick();
  const done = () => city.store.db.transaction((tx) => cursorOf(tx as Tx, `night:${source}`));
  await vi.waitFor(async () => expect(await done()).toBe(berlinDay(city.clock.now())), { timeout: PATIENCE });
  await city.settle();
}

/** Sends one request of the directory service. @returns the response status */
export async function scimAsks(city: City, method: string, path: string, body?: object): Promise<number> {
  const answer = await fetch(`${city.url}/scim/v2/Users${path}`, {
    method,
    headers: { authorization: `Bearer ${SCIM_TOKEN}`, 'content-type': 'application/scim+json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  await answer.body?.cancel();
  return answer.status;
}

/** Reports a departure ten times; `source` is the name shown on the card. */
export const TEN_TIMES = {
  slack: {
    source: 'Slack',
    async say(city: City, ref: string) {
      const first = await slackSays(city, ref);
      // Slack repeats unacknowledged events, and reports every change to a closed account.
      await slackSays(city, ref, { event: first });
      for (let n = 0; n < 8; n++) await slackSays(city, ref);
    },
  },
  graph: {
    source: 'Microsoft Entra',
    async say(city: City, ref: string) {
      const gone = inEntra(city, ref, { accountEnabled: false });
      // Delta may contain the same user several times, on several pages.
      graphAnswers([Array(5).fill(gone), Array(5).fill(gone)]);
      await sweptByNight(city, 'graph');
    },
  },
  scim: {
    source: 'Verzeichnisdienst (SCIM)',
    async say(city: City, ref: string) {
      const { id, userPrincipalName } = inEntra(city, ref);
      expect(await scimAsks(city, 'POST', '', { externalId: id, userName: userPrincipalName, active: true })).toBe(201);
      const operation = { op: 'Replace', path: 'active', value: 'False' };
      for (let n = 0; n < 10; n++)
        expect(await scimAsks(city, 'PATCH', `/${id}`, { schemas: [PATCH], Operations: [operation] })).toBe(200);
    },
  },
} as const satisfies Record<string, { source: string; say(city: City, ref: string): Promise<void> }>;
export type Directory = keyof typeof TEN_TIMES;
