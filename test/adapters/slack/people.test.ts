/** What Slack tells of a person, how long it may take, and whose e-mail counts. */
import { describe, expect, it } from 'vitest';
import { PATIENCE } from '../../../adapters/slack/patience.ts';
import { slackPeople, toProfile } from '../../../adapters/slack/people.ts';
import type { Call } from '../../../adapters/slack/web.ts';
import { gate, makeLog, NOW } from './harness.ts';

const TEAM = 'T1';
const makeUser = (overrides = {}) => ({
  team_id: TEAM,
  locale: 'de-DE',
  is_email_confirmed: true,
  profile: { email: 'Leitung@Stadt.example', real_name: 'Leitung Kulturbetriebe' },
  ...overrides,
});

function makePeople(answer: (method: string) => Promise<unknown>, patience = {}) {
  let now = NOW;
  const asked: string[] = [];
  const call: Call = async (method, _args, schema) => {
    asked.push(method);
    return schema.parse(await answer(method));
  };
  const people = slackPeople(call, () => now, { ...PATIENCE, ...patience }, makeLog([]));
  const pass = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  return { people, asked, pass };
}

describe('toProfile', () => {
  it('knows language, name and e-mail in small letters', () => {
    expect(toProfile(makeUser(), TEAM)).toEqual({
      lang: 'de',
      email: 'leitung@stadt.example',
      name: 'Leitung Kulturbetriebe',
    });
    expect(toProfile(makeUser({ locale: 'fr-FR' }), TEAM).lang).toBe('en');
    expect(toProfile(makeUser({ locale: undefined }), TEAM).lang).toBe('de');
  });

  it.each([
    ['another workspace', { team_id: 'T2' }],
    ['a stranger in a shared room', { is_stranger: true }],
    ['an unconfirmed address', { is_email_confirmed: false }],
    ['a closed account', { deleted: true }],
    ['a bot', { is_bot: true }],
  ])('does not believe the e-mail of %s', (_, overrides) => {
    expect(toProfile(makeUser(overrides), TEAM).email).toBeUndefined();
  });

  it('believes it in another workspace of the same organisation', () => {
    const user = makeUser({ team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } });
    expect(toProfile(user, 'E1').email).toBe('leitung@stadt.example');
  });
});

describe('profile', () => {
  it('asks once an hour, and goes on with the old answer while it asks again', async () => {
    const { people, asked, pass } = makePeople(async () => ({ user: makeUser() }));
    await Promise.all([people.profile('U1', TEAM), people.lang('U1', TEAM)]);
    await people.profile('U1', TEAM);
    expect(asked).toHaveLength(1);
    pass(3_600_000);
    expect(await people.profile('U1', TEAM)).toMatchObject({ email: 'leitung@stadt.example' });
    expect(asked).toHaveLength(2);
  });

  it('goes on without when Slack is slow, and knows more the next time', async () => {
    const slow = gate();
    const { people } = makePeople(
      async () => {
        await slow.opened;
        return { user: makeUser({ locale: 'en-GB' }) };
      },
      { lang: 5, profile: 5 },
    );
    expect(await people.lang('U1', TEAM)).toBe('de');
    expect(await people.profile('U1', TEAM)).toEqual({ lang: 'de' });
    slow.open();
    await slow.opened;
    expect(await people.profile('U1', TEAM)).toMatchObject({ lang: 'en', email: 'leitung@stadt.example' });
  });

  it('goes on without when Slack fails, and asks again', async () => {
    let works = false;
    const { people } = makePeople(async () => {
      if (!works) throw new Error('down');
      return { user: makeUser() };
    });
    expect(await people.profile('U1', TEAM)).toEqual({ lang: 'de' });
    works = true;
    expect(await people.profile('U1', TEAM)).toMatchObject({ name: 'Leitung Kulturbetriebe' });
  });
});

describe('isOwnDm', () => {
  it('asks Slack once which DM is the bot’s, and never for rooms', async () => {
    const { people, asked } = makePeople(async () => ({ channel: { id: 'D1' } }));
    expect(await people.isOwnDm('U1', 'C1')).toBe(false);
    expect(asked).toEqual([]);
    expect(await people.isOwnDm('U1', 'D1')).toBe(true);
    expect(await people.isOwnDm('U1', 'D2')).toBe(false);
    expect(asked).toEqual(['conversations.open']);
  });

  it('takes a DM for a foreign one when it can’t know', async () => {
    const { people } = makePeople(() => Promise.reject(new Error('missing_scope')));
    expect(await people.isOwnDm('U1', 'D1')).toBe(false);
  });
});
