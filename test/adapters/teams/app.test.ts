import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../../cards/reply.ts';
import { readCard, TENANT } from '../../support/teams-fake.ts';
import { type Bench, CLERK, HEAD, makeButton, makeCard, makeStep, openBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const clerk = () => bench.fake.user(CLERK);
const reply = (card: ReturnType<typeof makeCard>, replace = false): Reply => ({ kind: 'card', card, replace });
const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

/** Resolves when the test says so. */
function promised<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('in the personal chat', () => {
  test('a word is heard with name and e-mail and answered with a card', async () => {
    bench.answer(() => reply(makeStep('Schritt 1', 'platform')));
    expect((await clerk().say('/channel  register https://example.org')).status).toBe(200);
    expect(bench.heard).toMatchObject([
      {
        who: { chat: 'teams', email: CLERK, name: 'Sachbearbeitung Kulturbetriebe', id: clerk().person.aad },
        where: { id: clerk().person.chat, dm: true },
        do: { kind: 'say', text: 'channel register https://example.org' },
      },
    ]);
    expect(readCard(clerk().card())).toContain('Schritt 1');
    expect(clerk().messages()[0]?.summary).toBe('Schritt 1 (Kurzfassung)');
  });

  test('a word that takes its time is answered, and nobody is told that somebody types', async () => {
    // The SDK's timer would go off after a second.
    bench.answer(() => new Promise((resolve) => setTimeout(resolve, 1200, reply(makeStep('Schritt 1', 'platform')))));
    await clerk().say('/channel register');
    expect(bench.fake.calls('post').map(({ body }) => body.type)).toEqual(['message']);
    expect(readCard(clerk().card())).toContain('Schritt 1');
  });

  test('a form steps in place, for this client and for all others', async () => {
    bench.answer(({ do: what }) => {
      if (what.kind === 'say') return reply(makeStep('Schritt 1', 'platform'));
      return reply(makeStep('Schritt 2', 'handle'), true);
    });
    await clerk().say('channel register');
    const answer = await clerk().fill({ 'Feld platform': 'facebook' }).press('Weiter');
    expect(answer.body).toMatchObject({ statusCode: 200, type: CARD, value: { type: 'AdaptiveCard' } });
    expect(bench.heard[1]).toMatchObject({
      message: clerk().messages()[0]?.id,
      do: { kind: 'press', name: 'draft.next', args: { step: 'Schritt 1' }, inputs: { platform: 'facebook' } },
    });
    expect(clerk().cards()).toHaveLength(1);
    expect(readCard(clerk().card())).toContain('Schritt 2');
    expect(readCard(clerk().messages()[0]?.card ?? {})).toContain('Schritt 2');
  });

  test('a step that cannot be stored is shown all the same', async () => {
    bench.answer(({ do: what }) => reply(makeStep(what.kind === 'say' ? 'Eins' : 'Zwei', 'a'), what.kind === 'press'));
    await clerk().say('channel register');
    bench.fake.fail('update', { status: 404, code: 'ActivityNotFoundInConversation' });
    expect((await clerk().press('Weiter')).body).toMatchObject({ type: CARD });
    expect(readCard(clerk().card())).toContain('Zwei');
    expect(bench.logged).toMatchObject([{ level: 'warn', message: 'The stored card was not changed' }]);
  });

  test('a notice is one sentence under the card, with sign and word', async () => {
    bench.answer(({ do: what }) =>
      what.kind === 'say' ? reply(makeStep('Eins', 'a')) : { kind: 'notice', text: 'Gespeichert', tone: 'good' },
    );
    await clerk().say('channel register');
    expect((await clerk().press('Weiter')).body).toEqual({
      statusCode: 200,
      type: MESSAGE,
      value: '✅ Gespeichert',
    });
    expect(readCard(clerk().card())).toContain('Eins');
    expect(clerk().inbox()).toMatchObject([{ kind: 'card' }, { kind: 'toast', text: '✅ Gespeichert' }]);
  });

  test('a new card comes below, and the click is answered', async () => {
    bench.answer(({ do: what }) => reply(what.kind === 'say' ? makeStep('Eins', 'a') : makeCard('Übersicht')));
    await clerk().say('channel register');
    expect((await clerk().press('Weiter')).body).toMatchObject({
      type: MESSAGE,
      value: expect.stringMatching(/als neue Nachricht/),
    });
    expect(clerk().cards().map(readCard)).toEqual([
      expect.stringContaining('Eins'),
      expect.stringContaining('Übersicht'),
    ]);
  });

  test('nothing to say is said as "done" to a click and not at all to a word', async () => {
    bench.answer(({ do: what }) => (what.kind === 'press' ? { kind: 'none' } : reply(makeStep('Eins', 'a'))));
    await clerk().say('x');
    expect((await clerk().press('Weiter')).body).toMatchObject({ type: MESSAGE, value: 'Erledigt.' });
    bench.answer(() => ({ kind: 'none' }));
    await clerk().say('y');
    expect(
      clerk()
        .inbox()
        .map(({ kind }) => kind),
    ).toEqual(['card', 'toast']);
  });

  test('a notice to a word is a plain message', async () => {
    bench.answer(() => ({ kind: 'notice', text: '[Link](javascript:x) <at>alle</at>', tone: 'warning' }));
    await clerk().say('x');
    expect(clerk().inbox()).toMatchObject([{ kind: 'text', text: expect.stringContaining('[Link]') }]);
    expect(bench.fake.calls('post')[0]?.body).toMatchObject({ textFormat: 'plain' });
  });

  test('an English client is answered in English', async () => {
    bench.answer(() => {
      throw new Error('a bug');
    });
    await clerk().say('x', { locale: 'en-GB' });
    expect(clerk().inbox()).toEqual([{ kind: 'text', text: expect.stringMatching(/^That did not work/) }]);
  });

  test('an old client gets its next step into the same message', async () => {
    bench.answer(({ do: what }) => reply(makeStep(what.kind === 'say' ? 'Eins' : 'Zwei', 'a'), what.kind === 'press'));
    await clerk().say('channel register');
    const submit = {
      ...clerk().envelope('17950000'),
      type: 'message',
      replyToId: clerk().messages()[0]?.id,
      value: { do: 'draft.next', args: {}, a: 'x' },
    };
    expect((await bench.fake.deliver(submit)).status).toBe(200);
    expect(clerk().cards().map(readCard)).toEqual([expect.stringContaining('Zwei')]);

    bench.fake.fail('update', { status: 404, code: 'ActivityNotFoundInConversation' });
    await bench.fake.deliver({ ...submit, id: '17950001' });
    expect(clerk().cards()).toHaveLength(2);
  });

  test('who adds the bot is greeted once, though Teams tells it twice', async () => {
    bench.answer(() => reply(makeCard('Hilfe')));
    await clerk().install();
    expect(bench.heard).toMatchObject([{ do: { kind: 'say', text: 'help' } }]);
    expect(clerk().cards()).toHaveLength(1);
  });

  test('a message that Teams delivers twice is answered once', async () => {
    bench.answer(() => reply(makeCard('Hilfe')));
    const sent = { ...clerk().envelope('1795'), type: 'message', text: 'help' };
    await bench.fake.deliver(sent);
    expect((await bench.fake.deliver(sent)).status).toBe(200);
    expect(bench.heard).toHaveLength(1);
    expect(clerk().cards()).toHaveLength(1);
  });

  test('a message that could not be stored may be delivered again', async () => {
    bench.answer(() => ({ kind: 'notice', text: 'Störung', tone: 'danger', again: true }));
    const sent = { ...clerk().envelope('1795'), type: 'message', text: 'help' };
    await bench.fake.deliver(sent);
    bench.answer(() => reply(makeCard('Hilfe')));
    await bench.fake.deliver(sent);
    expect(readCard(clerk().card())).toContain('Hilfe');
  });

  test('a click that comes twice is asked twice: the shell knows its key', async () => {
    bench.answer(() => ({ kind: 'notice', text: 'Ja', tone: 'good' }));
    const value = { action: { type: 'Action.Execute', data: { do: 'vote.yes', args: {} } }, trigger: 'manual' };
    const click = { ...clerk().envelope('f:1'), type: 'invoke', name: 'adaptiveCard/action', replyToId: '1', value };
    const first = await bench.fake.deliver(click);
    expect((await bench.fake.deliver(click)).body).toEqual(first.body);
    expect(new Set(bench.heard.map(({ key }) => key)).size).toBe(1);
  });
});

describe('clicks that ask for nothing, or for nothing known', () => {
  const invoke = (value: object) => ({
    ...clerk().envelope('f:1'),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '1',
    value,
  });

  test('a redrawing client changes nothing', async () => {
    const action = { type: 'Action.Execute', data: { do: 'vote.yes', args: {} } };
    const answer = await bench.fake.deliver(invoke({ action, trigger: 'automatic' }));
    expect(answer.body).toEqual({ statusCode: 200, type: MESSAGE, value: '' });
    expect(bench.heard).toEqual([]);
  });

  test.each([[{}], [{ action: { type: 'Action.Execute', data: { verb: 'old' } } }], [{ action: 'none' }]])(
    'the unknown button %j is answered',
    async (value) => {
      const answer = await bench.fake.deliver(invoke(value));
      expect(answer.body).toMatchObject({
        statusCode: 200,
        type: MESSAGE,
        value: expect.stringMatching(/kenne ich nicht/),
      });
      expect(bench.heard).toEqual([]);
    },
  );

  test('the unknown button of an old client too', async () => {
    await bench.fake.deliver({ ...clerk().envelope('1'), type: 'message', value: { verb: 'old' } });
    expect(clerk().inbox()).toMatchObject([{ kind: 'text', text: expect.stringMatching(/kenne ich nicht/) }]);
  });
});

describe('in a team', () => {
  test('a card is for the person who asked: it goes to the personal chat', async () => {
    bench.answer(() => reply(makeCard('Meine Kanäle')));
    await clerk().sayInTeam('Datenschutz', 'channel list');
    expect(bench.heard).toMatchObject([{ where: { dm: false }, do: { text: 'channel list' }, who: { email: CLERK } }]);
    expect(readCard(clerk().card())).toContain('Meine Kanäle');
    const [said, hint] = bench.fake.room('Datenschutz');
    expect(hint).toMatchObject({ from: 'bot', text: 'Ich habe Ihnen im persönlichen Chat geantwortet.' });
    expect(hint?.thread).toBe(said?.id);
    expect(bench.fake.user(HEAD).cards()).toEqual([]);
  });

  test('who cannot be written to reads in the thread what to do', async () => {
    clerk().person.installed = false;
    bench.answer(() => reply(makeCard('Meine Kanäle')));
    await clerk().sayInTeam('Datenschutz', 'channel list');
    expect(bench.fake.room('Datenschutz').at(-1)?.text).toMatch(/öffnen Sie einmal einen Chat mit mir/);
    expect(JSON.stringify(bench.fake.room('Datenschutz'))).not.toContain('Meine Kanäle');
  });

  async function postVote() {
    const room = bench.fake.addRoom('Personalrat');
    const buttons = [makeButton('Ja', 'vote.yes'), makeButton('Nein', 'vote.no')];
    const card = makeCard('Antrag A-1', [{ kind: 'actions', buttons }]);
    return bench.door.chat.post({ chat: 'teams', room }, card, 'e1');
  }

  test('a form in place is seen by the clicking person only', async () => {
    await postVote();
    bench.answer(() => reply(makeStep('Begründung', 'reason'), true));
    expect((await clerk().click('Nein', { in: 'Personalrat' })).body).toMatchObject({ type: CARD });
    expect(readCard(clerk().card(undefined, 'Personalrat'))).toContain('Begründung');
    expect(readCard(bench.fake.user(HEAD).card(undefined, 'Personalrat'))).toContain('Antrag A-1');
    expect(bench.fake.calls('update')).toEqual([]);
  });

  test('a new card after a click goes to the personal chat, and the click says so', async () => {
    await postVote();
    bench.answer(() => reply(makeCard('Einzelheiten')));
    const answer = await clerk().click('Ja', { in: 'Personalrat' });
    expect(answer.body).toMatchObject({ value: 'Ich habe Ihnen im persönlichen Chat geantwortet.' });
    expect(readCard(clerk().card())).toContain('Einzelheiten');
    expect(bench.fake.room('Personalrat')).toHaveLength(1);
  });

  test('an update reaches everybody, also who had a form of their own in its place', async () => {
    const ref = await postVote();
    bench.answer(() => reply(makeStep('Begründung', 'reason'), true));
    await clerk().click('Nein', { in: 'Personalrat' });
    await bench.door.chat.update(ref, makeCard('Antrag A-1: abgelehnt'));
    for (const email of [CLERK, HEAD]) {
      expect(readCard(bench.fake.user(email).card(undefined, 'Personalrat'))).toContain('abgelehnt');
    }
  });
});

describe('when it takes long', () => {
  const slowBench = async () => {
    await bench.close();
    bench = await openBench({ door: { patience: { invoke: 20, message: 20, roster: 20 } } });
    bench.answer(() => reply(makeStep('Eins', 'a')));
    await clerk().say('channel register');
    await bench.fake.until(() => clerk().cards().length === 1, 'the first card');
  };

  test.each<[string, Reply, (fake: Bench) => boolean]>([
    [
      'a step',
      { kind: 'card', card: makeStep('Zwei', 'b'), replace: true },
      () => /Zwei/.test(readCard(clerk().card())),
    ],
    ['a card', { kind: 'card', card: makeCard('Neu'), replace: false }, () => clerk().cards().length === 2],
    [
      'a notice',
      { kind: 'notice', text: 'Fertig', tone: 'good' },
      () => /Fertig/.test(clerk().inbox().at(-1)?.text ?? ''),
    ],
  ])('the click is answered at once, and %s follows', async (_, late, done) => {
    await slowBench();
    const work = promised<Reply>();
    bench.answer(() => work.promise);
    expect((await clerk().press('Weiter')).body).toMatchObject({
      type: MESSAGE,
      value: expect.stringMatching(/^Wird bearbeitet/),
    });
    expect(readCard(clerk().card())).toContain('Eins');
    work.resolve(late);
    await bench.fake.until(() => done(bench), 'the late answer');
  });

  test('a message is taken before Teams would send it again', async () => {
    await slowBench();
    const work = promised<Reply>();
    bench.answer(() => work.promise);
    expect((await clerk().say('channel list')).status).toBe(200);
    work.resolve(reply(makeCard('Liste')));
    await bench.fake.until(() => clerk().cards().length === 2, 'the late list');
  });

  test('closing the door waits for what is on its way', async () => {
    await slowBench();
    const work = promised<Reply>();
    bench.answer(() => work.promise);
    await clerk().say('channel list');
    const closed = bench.door.close();
    work.resolve(reply(makeCard('Liste')));
    await closed;
    expect(clerk().cards()).toHaveLength(2);
  });

  test('a roster that does not answer costs the e-mail, not the request, and the shell hears of it', async () => {
    await bench.close();
    bench = await openBench({ door: { patience: { roster: 20 } } });
    bench.fake.fail('member', 'hang');
    await clerk().say('help');
    expect(bench.heard[0]?.who).toEqual({
      chat: 'teams',
      tenant: TENANT,
      id: clerk().person.aad,
      name: 'Sachbearbeitung Kulturbetriebe',
      from: 'home',
      untold: true,
    });
  });

  test('a roster that fails is asked again the next time', async () => {
    bench.fake.fail('member', { status: 500 });
    await clerk().say('one');
    await clerk().say('two');
    expect(bench.heard.map(({ who }) => who.email)).toEqual([undefined, CLERK]);
  });
});

describe('who somebody is', () => {
  test('is asked once', async () => {
    await clerk().say('one');
    await clerk().say('two');
    expect(bench.heard.map(({ who }) => who.email)).toEqual([CLERK, CLERK]);
    expect(bench.fake.calls('member')).toHaveLength(1);
  });

  test("another city's address proves nothing here", async () => {
    const guest = bench.fake.addPerson(HEAD.replace('head', 'guest'), 'Gast', 'other-tenant');
    await guest.sayInTeam('Datenschutz', 'help');
    expect(bench.heard[0]?.who).not.toHaveProperty('email');
  });
});

describe('when the shell breaks', () => {
  test('the click is answered, the fault is logged once', async () => {
    bench.answer(() => reply(makeStep('Eins', 'a')));
    await clerk().say('x');
    bench.answer(() => {
      throw new Error('a bug with secrets');
    });
    const answer = await clerk().press('Weiter');
    expect(answer.body).toMatchObject({ type: MESSAGE, value: expect.stringMatching(/^Das hat nicht geklappt/) });
    expect(answer.text).not.toContain('secrets');
    expect(bench.logged).toMatchObject([{ level: 'error', message: 'A request from Teams failed' }]);
  });

  test('an answer that Teams does not take is logged, and the click says so', async () => {
    bench.answer(() => reply(makeStep('Eins', 'a')));
    await clerk().say('x');
    bench.fake.fail('post', { status: 500 });
    expect((await clerk().press('Weiter')).body).toMatchObject({
      value: expect.stringMatching(/^Das hat nicht geklappt/),
    });
    expect(bench.logged).toMatchObject([{ level: 'warn', message: 'An answer was not delivered' }]);
  });
});
