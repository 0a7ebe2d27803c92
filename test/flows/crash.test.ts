/** The process is killed on its way to the chat: afterwards nothing is lost, and nothing is sent twice that must not be. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type Child, startChild } from '../support/child.ts';
import { scratchDir, seedDirectory } from '../support/db.ts';

type Stage = 'commit' | 'before' | 'post' | 'after';
/** How many requests stand at the gate when the process is killed: one for each of the three effects. */
const CROWD = { commit: 1, before: 3, post: 3, after: 3 } as const satisfies Record<Stage, number>;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function bodyOf(request: IncomingMessage): Promise<{ id: string; chat?: string; room?: string }> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

/** Both chats behind one server. What stands before the gate gets no answer, and what was posted stays posted. */
async function fakeChats(gate: Stage) {
  const posted: { id: string; room: string; message: string }[] = [];
  let shut = true;
  let crowd = 0;
  let gather = () => {};
  const gathered = new Promise<void>((resolve) => {
    gather = resolve;
  });
  const server = createServer(async (request, response) => {
    const stage = request.url!.slice(1);
    const { id, chat, room } = await bodyOf(request);
    const ref = { room: `${chat}-${room}`, message: `${posted.length + 1}` };
    if (stage === 'post') posted.push({ id, ...ref });
    if (stage === gate && shut) {
      crowd += 1;
      if (crowd === CROWD[gate]) gather();
      return;
    }
    const found = posted.find((message) => message.id === id);
    const answers: Record<string, unknown> = { commit: {}, before: {}, post: ref, after: {}, find: found ?? null };
    response.end(JSON.stringify(answers[stage]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    gathered,
    open: () => {
      shut = false;
    },
  };
}

type End = { states: { id: string; state: string; subject: string }[]; copies: string[]; audit: boolean };

/** Kills the process at the gate, starts it again, and tells how often each card stands in its chat. */
async function crashAt(gate: Stage) {
  const { dir, remove } = scratchDir();
  cleanUp.push(remove);
  await seedDirectory(dir);
  const fake = await fakeChats(gate);
  const start = (mode: 'first' | 'again'): Child => {
    const child = startChild('child-sending.ts', mode, dir, fake.url);
    cleanUp.push(child.kill);
    return child;
  };
  const first = start('first');
  await Promise.race([
    fake.gathered,
    first.ended.then((code) => Promise.reject(new Error(`it ended by itself: ${code}`))),
  ]);
  await first.kill();
  fake.open();
  const end: End = JSON.parse((await start('again').line('end ')).slice(4));
  const told = (subject: string) => {
    const row = end.states.find((state) => state.subject === subject)!;
    return [row.state, fake.posted.filter(({ id }) => id === row.id).length];
  };
  const alarms = end.states.filter(({ subject }) => subject.startsWith('undelivered:')).length;
  return { slack: told('slack'), again: told('again'), show: told('show'), alarms, end };
}

it('after the commit, before anything went out: each card goes out once', async () => {
  const after = await crashAt('commit');
  expect(after).toMatchObject({ slack: ['sent', 1], again: ['sent', 1], show: ['sent', 1], alarms: 0 });
  expect(after.end).toMatchObject({ audit: true, copies: expect.arrayContaining(['slack', 'again', 'show']) });
});

it('after the claim, before the request: what may not be doubled is left to the operators', async () => {
  const after = await crashAt('before');
  expect(after).toMatchObject({ slack: ['sent', 1], again: ['sent', 1], show: ['doubtful', 0], alarms: 1 });
  expect(after.end.audit).toBe(true);
});

it('between request and answer: found in one chat, repeated or shown in the other', async () => {
  const after = await crashAt('post');
  expect(after).toMatchObject({ slack: ['sent', 1], again: ['sent', 2], show: ['doubtful', 1], alarms: 1 });
  expect(after.end).toMatchObject({ audit: true, copies: expect.arrayContaining(['slack', 'again']) });
});

it('between answer and commit: the same', async () => {
  const after = await crashAt('after');
  expect(after).toMatchObject({ slack: ['sent', 1], again: ['sent', 2], show: ['doubtful', 1], alarms: 1 });
  expect(after.end).toMatchObject({ audit: true, copies: expect.arrayContaining(['slack', 'again']) });
});
