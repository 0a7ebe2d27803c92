/** Tests of the network guard: mocked origins respond, the rest of the world is unreachable, unused mocks are named. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { faultOf, mockHttp } from './http.ts';

it('answers a mocked call', async () => {
  mockHttp('https://slack.com').post('/api/auth.test').reply(200, { ok: true });
  const answer = await fetch('https://slack.com/api/auth.test', { method: 'POST' });
  expect(await answer.json()).toEqual({ ok: true });
});

it('lets local servers through', async () => {
  const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(await answer.text()).toBe('here');
  server.close();
});

it('names a call without a mock and a mock without a call, and says what to do', () => {
  expect(faultOf([], [])).toBeUndefined();
  expect(faultOf(['POST slack.com/api/x'], [])).toMatch(/without a mock:\n {2}POST slack.com\/api\/x\n.*mockHttp/);
  expect(faultOf([], ['POST https://slack.com/api/y'])).toMatch(/never came:\n {2}POST https:\/\/slack.com\/api\/y/);
});
