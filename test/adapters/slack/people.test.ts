/** What Slack tells of a person, how long it may take, and whose e-mail counts. */
import { describe, expect, it } from 'vitest';
import type { Claim, Home } from '../../../adapters/slack/home.ts';
import { PATIENCE } from '../../../adapters/slack/patience.ts';
import { slackPeople, toProfile } from '../../../adapters/slack/people.ts';
import type { Call } from '../../../adapters/slack/web.ts';
import { gate, makeLog, NOW } from './harness.ts';

const TEAM = 'T1';
const HOME: Home = { team: TEAM, orgWide: false };
const OWN: Claim = { team: TEAM };
const VOUCHED = { from: 'home', tenant: TEAM } as const;
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
  const people = slackPeople(
    call,
    async () => HOME,
    () => now,
    { ...PATIENCE, ...patience },
    makeLog([]),
  );
  const pass = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  return { people, asked, pass };
}

describe('toProfile', () => {
  it('knows language, name and e-mail in small letters', () => {
    expect(toProfile(OWN, HOME, makeUser())).toEqual({
      ...VOUCHED,
      lang: 'de',
      email: 'leitung@stadt.example',
      name: 'Leitung Kulturbetriebe',
    });
    expect(toProfile(OWN, HOME, makeUser({ locale: 'fr-FR' })).lang).toBe('en');
    expect(toProfile(OWN, HOME, makeUser({ locale: undefined })).lang).toBe('de');
  });

  it.each([
    ['another workspace', { team_id: 'T2' }],
    ['a stranger in a shared room', { is_stranger: true }],
    ['an unconfirmed address', { is_email_confirmed: false }],
    ['a closed account', { deleted: true }],
    ['a bot', { is_bot: true }],
  ])('does not believe the e-mail of %s', (_, overrides) => {
    expect(toProfile(OWN, HOME, makeUser(overrides)).email).toBeUndefined();
  });

  it('believes it in another workspace of the same organisation, and not of another one', () => {
    const grid: Home = { team: TEAM, enterprise: 'E1', orgWide: false };
    const from = (enterprise: string) => makeUser({ team_id: 'T2', enterprise_user: { enterprise_id: enterprise } });
    expect(toProfile({ team: 'T2' }, grid, from('E1'))).toMatchObject({ ...VOUCHED, email: 'leitung@stadt.example' });
    expect(toProfile({ team: 'E1' }, grid, from('E1'))).toMatchObject({ from: 'home' });
    expect(toProfile({ team: 'T2' }, grid, from('E2'))).toMatchObject({ from: 'foreign', tenant: 'T2' });
    expect(toProfile({ team: 'T2' }, grid, from('E2'))).not.toHaveProperty('email');
    // An app for the whole organisation knows its people by the organisation.
    expect(toProfile({ team: 'T2' }, { ...grid, orgWide: true }, from('E1'))).toMatchObject({ tenant: 'E1' });
  });

  it('does not take an id of another workspace for ours, though Slack tells of ours', () => {
    expect(toProfile({ team: 'T9' }, HOME, makeUser())).toMatchObject({ from: 'foreign', tenant: 'T9' });
    expect(toProfile({}, HOME, makeUser({ team_id: 'T9' }))).toMatchObject({ from: 'foreign', tenant: 'T9' });
    // Never filed under our own name.
    expect(toProfile(OWN, HOME, makeUser({ is_stranger: true }))).toMatchObject({ from: 'foreign', tenant: 'foreign' });
  });

  it.each<[string, Claim, Home | undefined, object]>([
    ['the request says ours', OWN, HOME, VOUCHED],
    ['the request says another', { team: 'T9' }, HOME, { from: 'foreign', tenant: 'T9' }],
    ['the request does not say', {}, HOME, { from: 'unclear', tenant: TEAM }],
    ['another, maybe a sister', { team: 'T2' }, { ...HOME, enterprise: 'E1' }, { from: 'unclear', tenant: TEAM }],
    ['nor where the app is', OWN, undefined, { from: 'unclear', tenant: '' }],
    ['the request says where the app is', { ...OWN, installed: TEAM }, undefined, VOUCHED],
  ])('while Slack is silent: %s', (_, claim, home, expected) => {
    expect(toProfile(claim, home, undefined)).toEqual({ ...expected, lang: 'de', untold: true });
  });
});

describe('profile', () => {
  it('asks once an hour, and goes on with the old answer while it asks again', async () => {
    const { people, asked, pass } = makePeople(async () => ({ user: makeUser() }));
    await Promise.all([people.profile('U1', OWN), people.lang('U1', OWN)]);
    await people.profile('U1', OWN);
    expect(asked).toHaveLength(1);
    pass(3_600_000);
    expect(await people.profile('U1', OWN)).toMatchObject({ email: 'leitung@stadt.example' });
    expect(asked).toHaveLength(2);
  });

  it('keeps what it knows by workspace and id', async () => {
    const { people, asked } = makePeople(async () => ({ user: makeUser() }));
    expect(await people.profile('U1', OWN)).toMatchObject({ from: 'home' });
    expect(await people.profile('U1', { team: 'T9' })).toMatchObject({ from: 'foreign' });
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
    expect(await people.lang('U1', OWN)).toBe('de');
    expect(await people.profile('U1', OWN)).toEqual({ ...VOUCHED, lang: 'de', untold: true });
    slow.open();
    await slow.opened;
    expect(await people.profile('U1', OWN)).toMatchObject({ lang: 'en', email: 'leitung@stadt.example' });
  });

  it('goes on without when Slack fails, and asks again', async () => {
    let works = false;
    const { people } = makePeople(async () => {
      if (!works) throw new Error('down');
      return { user: makeUser() };
    });
    expect(await people.profile('U1', OWN)).toEqual({ ...VOUCHED, lang: 'de', untold: true });
    works = true;
    expect(await people.profile('U1', OWN)).toMatchObject({ name: 'Leitung Kulturbetriebe' });
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
