/** Plans of connectors: every api step has one, nothing is planned without what it needs, ids go where they belong. */
import { describe, expect, it } from 'vitest';
import { CHECKLISTS } from '../../../bot/incident/checklist.ts';
import {
  BLOCKERS,
  blockerOf,
  type Circumstances,
  CONNECTOR_NAMES,
  connectorFor,
  connectorRow,
  filled,
  operationOf,
  plan,
  scopesOf,
} from '../../../bot/platform/connector.ts';

const FACTS = {
  url: 'https://social.example/@stadt',
  handle: 'stadt@social.example',
  account: '4711',
  incident: 'V-2026-0001',
  notice: { text: 'Dieser Kanal ruht.', lang: 'de' as const },
  snapshot: { 'wordpress.posts': '12' },
};
const all = CONNECTOR_NAMES.flatMap((name) =>
  Object.keys(connectorRow(name).operations).map((operation) => [name, operation] as const),
);

describe('the table', () => {
  it.each(['mastodon', 'wordpress', 'facebook'] as const)('carries out every api step of %s', (platform) => {
    const steps = Object.values(CHECKLISTS[platform]).flat();
    for (const step of steps)
      if (step.how === 'api')
        expect(connectorFor(platform, 'operation' in step ? step.operation : ''), step.key).not.toBeNull();
  });

  it('has nothing for platforms without a connector, nor for words of the language', () => {
    expect(connectorFor('x', 'post-notice')).toBeNull();
    expect(connectorFor('mastodon', 'constructor')).toBeNull();
    expect(operationOf('mastodon', 'toString')).toBeUndefined();
  });

  it.each(all)(
    '%s %s names its scopes and plans at least one request over https, without a token',
    (name, operation) => {
      expect(operationOf(name, operation)?.scopes.length).toBeGreaterThan(0);
      const requests = plan(name, operation, FACTS);
      expect(Array.isArray(requests) && requests.length).toBeGreaterThan(0);
      if (typeof requests === 'string') return;
      for (const { url } of requests) expect(url).toMatch(/^https:\/\//);
      // Planned twice it is the same: what is shown is what is sent.
      expect(plan(name, operation, FACTS)).toEqual(requests);
    },
  );

  it('asks only for what it needs, each scope once', () => {
    expect(scopesOf('mastodon')).toEqual(['read:accounts', 'write:accounts', 'write:statuses']);
    expect(scopesOf('facebook')).not.toContain('business_management');
  });
});

describe('what is missing', () => {
  it('is said instead of half a plan', () => {
    const { notice: _, account: __, ...bare } = FACTS;
    expect(plan('mastodon', 'post-notice', bare)).toBe('notice');
    expect(plan('facebook', 'hide', bare)).toBe('account');
    expect(plan('mastodon', 'hide', { ...FACTS, url: '' })).toBe('address');
    expect(plan('wordpress', 'hide', { ...FACTS, snapshot: {} })).toBe('snapshot');
    const hundred = Array.from({ length: 100 }, (_one, index) => index).join(',');
    expect(plan('wordpress', 'hide', { ...FACTS, snapshot: { 'wordpress.posts': hundred } })).toBe('too-many');
  });

  it('cuts a notice to what a platform takes, at whole letters', () => {
    const long = { ...FACTS, notice: { text: '😀'.repeat(600), lang: 'de' as const } };
    const requests = plan('mastodon', 'mark-profile', long);
    const note = typeof requests === 'string' ? '' : String(requests[0]?.body?.note);
    expect([...note]).toHaveLength(500);
    expect(note.endsWith('😀…')).toBe(true);
  });
});

describe('ids of answers', () => {
  const request = {
    method: 'POST' as const,
    url: 'https://a.example/{answer.0.id}/pin',
    body: { page: '{answer.0.id}' },
  };

  it('go into address and body, as a number where it is one', () => {
    expect(filled(request, [{ id: '42' }])).toMatchObject({ url: 'https://a.example/42/pin', body: { page: 42 } });
  });

  it.each([[[]], [[{}]], [[{ id: '../x' }]], [[{ id: 'a b' }]], [[{ id: { x: 1 } }]]])(
    'are refused in %j',
    (answers) => {
      expect(filled(request, answers)).toBeNull();
    },
  );

  it('leave the words of a notice alone, whatever they look like', () => {
    const text = { method: 'POST' as const, url: 'https://a.example/', body: { message: 'Siehe {answer.0.id}!' } };
    expect(filled(text, [])).toEqual(text);
  });
});

describe('bars', () => {
  const fine: Circumstances = { drill: false, open: true, inside: true, killed: false, granted: true, reach: {} };
  const cases: [Partial<Circumstances>, string | null][] = [
    [{}, null],
    [{ drill: true, killed: true, granted: false, reach: 'off' }, 'drill'],
    [{ open: false }, 'closed'],
    [{ inside: false }, 'removed'],
    [{ awaited: false, killed: true }, 'overtaken'],
    [{ killed: true }, 'killed'],
    [{ granted: false }, 'not-granted'],
    [{ reach: 'off', granted: false }, 'off'],
    [{ reach: 'no-token' }, 'no-token'],
  ];
  it.each(cases)('%j leads to %s', (more, bar) => expect(blockerOf({ ...fine, ...more })).toBe(bar));
  it('are all reached', () => expect(new Set(cases.flatMap(([, bar]) => bar ?? []))).toEqual(new Set(BLOCKERS)));
});
