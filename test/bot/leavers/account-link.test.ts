/** What a link comes to, for each shape of accounts; and whether anybody would learn of a leaving. */
import { describe, expect, it } from 'vitest';
import { type Found, type LinkFacts, planLink } from '../../../bot/leavers/account-link.ts';
import { SOURCES, type Source } from '../../../bot/leavers/case.ts';
import { type NoticeFacts, noticedBy } from '../../../bot/leavers/noticed.ts';

const account = (externalId: string, more: Partial<Found> = {}): Found => ({
  source: 'graph',
  externalId,
  active: true,
  person: null,
  ...more,
});
const facts = (more: Partial<LinkFacts>): LinkFacts => ({ person: 'p_1', at: [], own: [], other: null, ...more });
const OTHER = { person: 'p_2', gone: false, keeps: false };
const closed = { active: false };
const theirs = { person: 'p_2' };
const mine = account('mine', { person: 'p_1' });

describe('planLink', () => {
  const link = (accounts: string[], asks: string[] = [], instead: string[] = []) => ({
    kind: 'link',
    accounts,
    instead,
    asks,
  });
  it.each<[string, Partial<LinkFacts>, unknown]>([
    ['nobody has the address', {}, 'no-account'],
    ['an open account', { at: [account('a')] }, link(['a'])],
    ['an account that may be open', { at: [account('a', { active: null })] }, link(['a'])],
    ['a closed one', { at: [account('a', closed)] }, link(['a'], ['closed'])],
    ['a predecessor’s closed one and an open one', { at: [account('a', closed), account('b')] }, link(['b'])],
    [
      'one in each directory',
      { at: [account('a'), account('b', { source: 'slack', ...closed })] },
      link(['a', 'b'], ['closed']),
    ],
    ['the same again', { at: [mine], own: [mine] }, 'linked'],
    ['another open account', { at: [account('a')], own: [mine] }, link(['a'], ['instead'], ['mine'])],
    [
      'whose account there is closed',
      { at: [account('a')], own: [{ ...mine, ...closed }] },
      link(['a'], ['instead'], ['mine']),
    ],
    ['a new one beside the same', { at: [mine, account('s', { source: 'slack' })], own: [mine] }, link(['s'])],
    ['a colleague of the organisation', { at: [account('a')], other: { ...OTHER, keeps: true } }, 'theirs'],
    ['a colleague typed in, by mistake', { at: [account('a', theirs)], other: OTHER }, link(['a'], ['moved'])],
    [
      'a colleague typed in, whose account is closed',
      { at: [account('a', { ...theirs, ...closed })], other: OTHER },
      'theirs',
    ],
    [
      'two colleagues, of whom one is not asked about',
      { at: [account('a', theirs), account('s', { source: 'slack', person: 'p_3' })], other: OTHER },
      link(['a'], ['moved']),
    ],
    [
      'a leaver’s own account',
      { at: [account('a', { ...theirs, ...closed })], other: { ...OTHER, gone: true } },
      'theirs',
    ],
    [
      'a successor of somebody the organisation still names',
      {
        at: [account('a', { ...theirs, ...closed }), account('b')],
        other: { person: 'p_2', gone: true, keeps: true },
      },
      link(['b'], ['reused']),
    ],
  ])('%s', (_, given, expected) => {
    const plan = planLink(facts(given));
    const ids = (found: Found[]) => found.map(({ externalId }) => externalId);
    const seen =
      plan.kind === 'link' ? { ...plan, accounts: ids(plan.accounts), instead: ids(plan.instead) } : plan.kind;
    expect(seen).toEqual(expected);
  });
});

describe('noticedBy', () => {
  const NOBODY: NoticeFacts = { accounts: [], sources: ['slack', 'graph'], contractEnd: null, reported: false };
  const has = (source: Source, active: boolean | null) => ({ ...NOBODY, accounts: [{ source, active }] });
  it.each<[string, NoticeFacts, string | null]>([
    ['nobody speaks of them', NOBODY, null],
    ['a hinting directory', has('slack', true), 'account'],
    ['the authority', has('graph', true), 'account'],
    ['not said to be closed', has('graph', null), 'account'],
    ['closed already', has('graph', false), null],
    ['a directory that is no longer asked', has('scim', true), null],
    ['an agency’s contract', { ...NOBODY, contractEnd: '2027-01-31' }, 'contract'],
    ['somebody has said so', { ...NOBODY, reported: true }, 'report'],
  ])('%s', (_, given, expected) => expect(noticedBy(given)).toBe(expected));

  it('trusts no source but directories', () => {
    const sources = Object.keys(SOURCES) as Source[];
    const telling = sources.filter((source) => noticedBy({ ...has(source, true), sources }) !== null);
    expect(telling).toEqual(['graph', 'slack', 'scim', 'local']);
  });
});
