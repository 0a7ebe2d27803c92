import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SendError } from '../../../bot/chat.ts';
import { onBareSockets } from '../../support/http.ts';
import { readCard, TENANT } from '../../support/teams-fake.ts';
import { type Bench, CLERK, HEAD, makeButton, makeCard, openBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const vote = makeCard('Antrag A-1', [{ kind: 'actions', buttons: [makeButton('Ja', 'vote.yes')] }]);
const clerk = () => bench.fake.user(CLERK);
const head = () => bench.fake.user(HEAD);
const toHead = () => ({ chat: 'teams', user: head().person.aad }) as const;
const post = (to: Parameters<Bench['door']['chat']['post']>[0], card = vote) => bench.door.chat.post(to, card, 'e1');
const failure = (work: Promise<unknown>): Promise<SendError> =>
  work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(SendError);
      return error as SendError;
    },
  );

describe('to a person', () => {
  test('who has never written: the chat is created, the card arrives with a toast', async () => {
    const ref = await post(toHead());
    expect(bench.fake.calls('create')[0]?.body).toMatchObject({
      isGroup: false,
      members: [{ id: head().person.aad }],
      tenantId: TENANT,
      channelData: { tenant: { id: TENANT } },
    });
    expect(bench.fake.calls('post')[0]?.body).toMatchObject({
      summary: 'Antrag A-1 (Kurzfassung)',
      channelData: { notification: { alert: true } },
    });
    expect(ref).toMatchObject({ room: head().person.chat, message: head().messages()[0]?.id });
    expect(readCard(head().card())).toContain('Antrag A-1');
  });

  test('whose chat is known: nothing is created', async () => {
    await post(toHead());
    await post(toHead());
    expect(bench.fake.calls('create')).toHaveLength(1);
    expect(head().cards()).toHaveLength(2);
  });

  test('who has written to the bot: the chat they wrote in', async () => {
    await head().say('help');
    await post(toHead());
    expect(bench.fake.calls('create')).toEqual([]);
    expect(head().cards()).toHaveLength(1);
  });

  test('known from a team only: by the id that works without an own installation', async () => {
    await head().sayInTeam('Datenschutz', 'help');
    await post(toHead());
    expect(bench.fake.calls('create')[0]?.body).toMatchObject({ members: [{ id: head().person.mri }] });
  });

  test('with the reach of a stored room: its user counts for that person only', async () => {
    const reach = { serviceUrl: bench.fake.settings.endpoints.serviceUrl, user: clerk().person.mri, of: 'somebody' };
    await post({ ...toHead(), reach });
    expect(head().cards()).toHaveLength(1);
    expect(clerk().cards()).toEqual([]);
  });

  test('without the bot: refused', async () => {
    head().person.installed = false;
    expect(await failure(post(toHead()))).toMatchObject({ outcome: 'refused', reason: 'not-installed' });
  });

  test('who has removed the bot since: refused, and tried anew after they add it again', async () => {
    await head().say('help');
    await head().uninstall();
    expect(await failure(post(toHead()))).toMatchObject({ outcome: 'refused', reason: 'not-installed' });
    await head().install();
    await post(toHead());
    expect(head().cards()).toHaveLength(1);
  });

  test('whose old chat is gone: a new one is created', async () => {
    await head().say('help');
    bench.fake.fail('post', { status: 404, code: 'ConversationNotFound' });
    await post(toHead());
    expect(bench.fake.calls('create')).toHaveLength(1);
    expect(head().cards()).toHaveLength(1);
  });

  test.each([
    ['nobody in the tenant', { chat: 'teams', user: 'unknown' }],
    ['an e-mail address', { chat: 'teams', email: HEAD }],
    ['no address at all', { chat: 'teams' }],
  ] as const)('%s: refused', async (_, to) => {
    expect(await failure(post(to))).toMatchObject({ outcome: 'refused', reason: 'no-such-person' });
  });
});

describe('to a room', () => {
  test('of a team: a thread of its own, whose card can be changed and clicked', async () => {
    const room = bench.fake.addRoom('Personalrat');
    const ref = await post({ chat: 'teams', room });
    const [message] = bench.fake.room('Personalrat');
    expect(ref).toMatchObject({ room, message: message?.id, reach: { thread: message?.id } });
    await bench.door.chat.update(ref, makeCard('Antrag A-1: Ja'));
    expect(readCard(head().card(undefined, 'Personalrat'))).toContain('Antrag A-1: Ja');
    expect(bench.fake.calls('update')[0]?.body).toMatchObject({ summary: 'Antrag A-1: Ja (Kurzfassung)' });
    expect(bench.fake.calls('update')[0]?.path).toContain(`${room};messageid=${message?.id}/activities/${message?.id}`);
  });

  test('a click on it names the same room and message', async () => {
    const room = bench.fake.addRoom('Personalrat');
    const ref = await post({ chat: 'teams', room });
    await clerk().click('Ja', { in: 'Personalrat' });
    expect(bench.heard[0]).toMatchObject({ where: { id: ref.room }, message: ref.message });
  });

  test('a card that Teams has lost comes again in the same thread', async () => {
    const room = bench.fake.addRoom('Personalrat');
    const { reach } = await post({ chat: 'teams', room });
    await post({ chat: 'teams', room, reach: reach! });
    const [first, second] = bench.fake.room('Personalrat');
    expect(second?.thread).toBe(first?.id);
  });

  test('of a team, in the thread where somebody asked', async () => {
    await clerk().sayInTeam('Datenschutz', 'channel list');
    const where = bench.heard[0]!.where;
    await post({ chat: 'teams', room: where.id, reach: where.reach! });
    const [said, answer] = bench.fake.room('Datenschutz');
    expect(answer?.thread).toBe(said?.id);
  });

  test('that is a personal chat', async () => {
    await post({ chat: 'teams', room: head().person.chat });
    expect(head().cards()).toHaveLength(1);
    expect(bench.fake.calls('create')).toEqual([]);
  });

  test('that was a personal chat once: the person behind it is written to', async () => {
    await post({ chat: 'teams', room: 'a:gone', user: head().person.aad });
    expect(head().cards()).toHaveLength(1);
  });

  test.each([['19:gone@thread.tacv2'], ['a:gone']])('%s that is not there: refused', async (room) => {
    expect(await failure(post({ chat: 'teams', room }))).toMatchObject({ outcome: 'refused', reason: 'no-such-room' });
  });

  test('a stored service URL that is not Microsoft is not written to', async () => {
    const reach = { serviceUrl: 'https://evil.example/' };
    const error = await failure(post({ chat: 'teams', room: head().person.chat, reach }));
    expect(error).toMatchObject({ outcome: 'refused', reason: 'foreign-service-url' });
  });
});

describe('an update', () => {
  test('reaches all copies, each in its chat', async () => {
    const room = bench.fake.addRoom('Personalrat');
    const refs = [
      await post(toHead()),
      await post({ chat: 'teams', user: clerk().person.aad }),
      await post({ chat: 'teams', room }),
    ];
    for (const ref of refs) await bench.door.chat.update(ref, makeCard('Genehmigt'));
    expect(readCard(head().card())).toContain('Genehmigt');
    expect(readCard(clerk().card())).toContain('Genehmigt');
    expect(readCard(clerk().card(undefined, 'Personalrat'))).toContain('Genehmigt');
  });

  test('of a message that Teams has lost: refused, so that a fresh one is posted', async () => {
    const ref = await post(toHead());
    bench.fake.fail('update', { status: 404, code: 'ActivityNotFoundInConversation' });
    const error = await failure(bench.door.chat.update(ref, vote));
    expect(error).toMatchObject({ outcome: 'refused', reason: 'message-gone' });
  });

  test('may be repeated', async () => {
    const ref = await post(toHead());
    bench.fake.fail('update', 'accept-then-reset');
    expect(await failure(bench.door.chat.update(ref, makeCard('Neu')))).toMatchObject({ outcome: 'unknown' });
    await bench.door.chat.update(ref, makeCard('Neu'));
    expect(head().cards().map(readCard)).toEqual([expect.stringContaining('Neu')]);
  });
});

/** A door that loses patience soon. It has its token and its keys already, so that only the fault takes time. */
async function openImpatientBench(): Promise<void> {
  await bench.close();
  bench = await openBench({ door: { patience: { connector: 1000 } } });
  await post({ chat: 'teams', room: clerk().person.chat });
}

describe('each try is one try', () => {
  test.each([
    [{ status: 500 }, 'unknown', 0],
    [{ status: 502 }, 'unknown', 0],
    [{ status: 503, retryAfter: 1 }, 'later', 0],
    [{ status: 429, retryAfter: 1 }, 'later', 0],
    [{ status: 408 }, 'unknown', 0],
    ['reset', 'unknown', 0],
    ['accept-then-reset', 'unknown', 1],
    ['garbage', 'unknown', 1],
  ] as const)('%o: one POST, outcome %s', async (fault, outcome, arrived) => {
    bench.fake.fail('post', fault);
    expect(await failure(post({ chat: 'teams', room: head().person.chat }))).toMatchObject({ outcome });
    expect(bench.fake.calls('post')).toHaveLength(1);
    expect(head().cards()).toHaveLength(arrived);
  });

  test.each(['hang', 'half'] as const)('%s: one POST, and no waiting for ever', async (fault) => {
    await openImpatientBench();
    bench.fake.fail('post', fault);
    const error = await onBareSockets(() => failure(post({ chat: 'teams', room: head().person.chat })));
    expect(error).toMatchObject({ outcome: 'unknown' });
    expect(bench.fake.calls('post')).toHaveLength(2);
  });

  test.each([{ status: 500 }, 'reset', 'accept-then-reset'] as const)(
    'creating a chat too (%o), of which no message can be in doubt',
    async (fault) => {
      bench.fake.fail('create', fault);
      expect(await failure(post(toHead()))).toMatchObject({ outcome: 'later' });
      expect(bench.fake.calls('create')).toHaveLength(1);
      expect(bench.fake.calls('post')).toEqual([]);
    },
  );

  test('a connector that is down was surely not reached', async () => {
    const { serviceUrl } = bench.fake.settings.endpoints;
    await post(toHead());
    await bench.fake.close();
    const error = await failure(post({ chat: 'teams', room: head().person.chat, reach: { serviceUrl } }));
    expect(error).toMatchObject({ outcome: 'later', reason: 'unreachable', scope: 'chat' });
  });

  test('the pause that Teams asks for is passed on', async () => {
    bench.fake.fail('post', { status: 429, code: 'Throttled', retryAfter: 7 });
    expect(await failure(post({ chat: 'teams', room: head().person.chat }))).toMatchObject({
      outcome: 'later',
      after: 7000,
      scope: 'room',
    });
  });
});

describe("the bot's token", () => {
  test('is fetched once for many messages', async () => {
    await Promise.all([post(toHead()), post({ chat: 'teams', user: clerk().person.aad })]);
    expect(bench.fake.calls('token')).toHaveLength(1);
  });

  test.each([[{ status: 500 }], ['reset'], ['garbage']] as const)(
    'not to be had (%o): nothing was sent',
    async (fault) => {
      bench.fake.fail('token', fault);
      expect(await failure(post(toHead()))).toMatchObject({ outcome: 'later', scope: 'chat' });
      expect(bench.fake.calls('create')).toEqual([]);
      await post(toHead());
      expect(head().cards()).toHaveLength(1);
    },
  );

  test('from a login service that hangs: later', async () => {
    await bench.close();
    bench = await openBench({ door: { patience: { connector: 50 } } });
    bench.fake.fail('token', 'hang');
    expect(await failure(post(toHead()))).toMatchObject({ outcome: 'later', reason: 'token-unavailable' });
  });

  test('that the connector refuses is fetched anew', async () => {
    bench.fake.fail('create', { status: 401 });
    expect(await failure(post(toHead()))).toMatchObject({ outcome: 'later', reason: 'token-refused' });
    await post(toHead());
    expect(bench.fake.calls('token')).toHaveLength(2);
  });

  test('is renewed before it ends', async () => {
    await bench.close();
    let now = new Date('2026-11-23T08:00:00Z');
    bench = await openBench({ door: { now: () => now } });
    await post(toHead());
    now = new Date('2026-11-23T08:50:00Z');
    await post(toHead());
    expect(bench.fake.calls('token')).toHaveLength(1);
    now = new Date('2026-11-23T08:56:00Z');
    await post(toHead());
    expect(bench.fake.calls('token')).toHaveLength(2);
  });

  test('with a wrong secret: later, and loud', async () => {
    await bench.close();
    bench = await openBench({ door: { appPassword: 'wrong' } });
    expect(await failure(post(toHead()))).toMatchObject({ outcome: 'later', reason: 'token-http-401', scope: 'chat' });
  });
});

describe('files', () => {
  const fetchFile = (source: string) => bench.door.chat.fetchFile!(source);
  const sourceOf = (index = 0) => {
    const what = bench.heard[index]?.do;
    return what?.kind === 'say' ? (what.files?.[0]?.source ?? '') : '';
  };

  test('somebody shares are fetched from where Teams keeps them', async () => {
    await clerk().say('Konzept', { files: [{ name: 'Konzept.pdf', bytes: Buffer.from('%PDF-1.7') }] });
    expect(bench.heard[0]?.do).toMatchObject({ files: [{ name: 'Konzept.pdf', type: 'application/pdf' }] });
    expect(Buffer.from(await fetchFile(sourceOf())).toString()).toBe('%PDF-1.7');
  });

  test('pasted pictures are fetched with our token', async () => {
    expect(Buffer.from(await fetchFile(bench.fake.paste(Buffer.from('PNG')))).toString()).toBe('PNG');
  });

  test('too big: refused while reading', async () => {
    await clerk().say('Film', { files: [{ name: 'film.mp4', bytes: Buffer.alloc(5 * 1024 * 1024 + 1) }] });
    expect(await failure(fetchFile(sourceOf()))).toMatchObject({ outcome: 'refused', reason: 'file-too-big' });
  });

  test('gone: refused; unreachable: later', async () => {
    await clerk().say('Konzept', { files: [{ name: 'a.pdf', bytes: Buffer.from('x') }] });
    bench.fake.fail('file', { status: 404 });
    expect(await failure(fetchFile(sourceOf()))).toMatchObject({ outcome: 'refused', reason: 'file-http-404' });
    for (const fault of ['reset', { status: 503 }] as const) {
      bench.fake.fail('file', fault);
      expect(await failure(fetchFile(sourceOf())), String(fault)).toMatchObject({ outcome: 'later' });
    }
  });

  test.each(['hang', 'half'] as const)('from a store that answers with %s: later', async (fault) => {
    const source = bench.fake.paste(Buffer.from('PNG'));
    await openImpatientBench();
    const own = bench.fake.paste(Buffer.from('PNG'));
    bench.fake.fail('file', fault);
    expect(await failure(fetchFile(own))).toMatchObject({ outcome: 'later', reason: 'file-unreachable' });
    expect(await failure(fetchFile(source))).toMatchObject({ outcome: 'refused', reason: 'foreign-file-host' });
  });

  test.each([
    'http://city.sharepoint.com/x',
    'https://sharepoint.com.evil.example/x',
    'https://evil.example/x',
    'https://city.sharepoint.com:8443/x',
    'https://user:pw@city.sharepoint.com/x',
    'http://169.254.169.254/latest/meta-data',
    'https://smba.trafficmanager.net/de/v3/conversations/a:1/pagedmembers',
    'https://smba.trafficmanager.net/de/v3/attachments/x/views/original/../../../../v3/conversations',
    'not a url',
  ])('%s is nowhere we read from', async (source) => {
    expect(await failure(fetchFile(source))).toMatchObject({ outcome: 'refused', reason: 'foreign-file-host' });
  });
});
