import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlastFacts, blastRadius, phoneKey, toolsIn } from '../../../bot/incident/blast-radius.ts';

let made = 0;
const channel = (more: Partial<BlastFacts> = {}): BlastFacts => {
  made += 1;
  return {
    channel: `c_${String(made).padStart(3, '0')}`,
    platform: 'x',
    handle: `konto${made}`,
    office: `fb-${made}`,
    administrators: [`p_${made}`],
    portfolio: false,
    mailbox: '',
    phone: '',
    tools: '',
    ...more,
  };
};
const ties = (hit: Partial<BlastFacts>, other: Partial<BlastFacts>) =>
  blastRadius([channel(hit)], [channel(other)])[0]?.ties;

describe('what ties two channels', () => {
  it.each<[string, Partial<BlastFacts>, Partial<BlastFacts>, string[] | undefined]>([
    ['nothing', {}, {}, undefined],
    ['an administrator', { administrators: ['p_a', 'p_b'] }, { administrators: ['p_b'] }, ['administrator:p_b']],
    [
      'the mailbox, however it is typed',
      { mailbox: ' Kultur@Dortmund.de' },
      { mailbox: 'kultur@dortmund.de ' },
      ['mailbox'],
    ],
    ['no mailbox at both', { mailbox: '' }, { mailbox: '' }, undefined],
    ['"keine" at both', { mailbox: 'keine' }, { mailbox: 'Keine' }, undefined],
    ['the phone, however it is typed', { phone: '+49 (0) 231 50-0' }, { phone: '0231/500' }, ['phone']],
    ['a dash for a phone', { phone: '-' }, { phone: '-' }, undefined],
    ['a tool', { tools: 'Hootsuite, Canva' }, { tools: 'Buffer und hootsuite' }, ['tool:hootsuite']],
    [
      'the same name in the same family',
      { platform: 'instagram', handle: 'stadt.dortmund' },
      { platform: 'facebook', handle: 'StadtDortmund' },
      ['linked'],
    ],
    [
      'the same name elsewhere',
      { platform: 'x', handle: 'StadtDortmund' },
      { platform: 'youtube', handle: '@stadtdortmund' },
      ['handle'],
    ],
    [
      'the server of a Mastodon name aside',
      { platform: 'mastodon', handle: 'kultur@a.social' },
      { handle: 'kultur' },
      ['handle'],
    ],
    [
      'an office’s portfolio',
      { platform: 'instagram', portfolio: true, office: 'fb-a' },
      { platform: 'facebook', portfolio: true, office: 'fb-a' },
      ['linked', 'office'],
    ],
    [
      'portfolios of two offices',
      { platform: 'instagram', portfolio: true },
      { platform: 'facebook', portfolio: true },
      undefined,
    ],
    ['the office alone', { office: 'fb-a' }, { office: 'fb-a' }, undefined],
    [
      'the office besides',
      { office: 'fb-a', mailbox: 'a@b.de' },
      { office: 'fb-a', mailbox: 'a@b.de' },
      ['mailbox', 'office'],
    ],
  ])('%s', (_, hit, other, expected) => expect(ties(hit, other)).toEqual(expected));

  it('puts the strongest first, whatever the order of the registry', () => {
    const hit = channel({ mailbox: 'a@b.de', tools: 'Canva', administrators: ['p_a'] });
    const tool = channel({ tools: 'canva' });
    const person = channel({ administrators: ['p_a'] });
    const mailbox = channel({ mailbox: 'a@b.de' });
    const both = channel({ mailbox: 'a@b.de', administrators: ['p_a'] });
    const order = [both, mailbox, person, tool].map((one) => one.channel);
    expect(blastRadius([hit], [tool, mailbox, both, person, hit]).map((one) => one.channel)).toEqual(order);
    expect(blastRadius([hit], [person, both, mailbox, tool]).map((one) => one.channel)).toEqual(order);
  });

  it('finds the other 8 channels of one administrator among 200', () => {
    const nine = Array.from({ length: 9 }, () => channel({ administrators: ['p_nine'] }));
    const others = Array.from({ length: 191 }, () => channel());
    const found = blastRadius([nine[0]!], [...others, ...nine]);
    expect(found.map((one) => one.channel)).toEqual(nine.slice(1).map((one) => one.channel));
  });
});

const ground = fc.record({
  platform: fc.constantFrom('x', 'facebook', 'instagram', 'youtube') as fc.Arbitrary<BlastFacts['platform']>,
  handle: fc.constantFrom('a', 'b', 'c', ''),
  office: fc.constantFrom('fb-1', 'fb-2'),
  administrators: fc.subarray(['p_a', 'p_b', 'p_c']),
  portfolio: fc.boolean(),
  mailbox: fc.constantFrom('', 'a@b.de', 'c@d.de', '-'),
  phone: fc.constantFrom('', '0231 1', '0231 2'),
  tools: fc.constantFrom('', 'Canva', 'Canva, Buffer'),
});

it('is mutual: whoever reaches a channel from another reaches that one back', () => {
  fc.assert(
    fc.property(ground, ground, (a, b) => {
      const [one, two] = [
        { ...a, channel: 'c_1' },
        { ...b, channel: 'c_2' },
      ];
      expect([...(blastRadius([one], [two])[0]?.ties ?? [])].sort()).toEqual(
        [...(blastRadius([two], [one])[0]?.ties ?? [])].sort(),
      );
    }),
  );
});

it('reads phones and tools as they are typed', () => {
  expect(['+49 231 50-0', '0049231500', '0231/50 0', 'keine', ''].map(phoneKey)).toEqual([
    '0231500',
    '0231500',
    '0231500',
    '',
    '',
  ]);
  expect(toolsIn('Hootsuite; Canva & Buffer und Later\nCanva')).toEqual(['hootsuite', 'canva', 'buffer', 'later']);
  expect(toolsIn('keine')).toEqual([]);
});
