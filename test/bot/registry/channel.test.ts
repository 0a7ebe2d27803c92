import { describe, expect, it } from 'vitest';
import type { ApplicationState } from '../../../bot/registration/application.ts';
import type { ApplicationKind } from '../../../bot/registration/application-kind.ts';
import {
  CHANNEL_EVENTS,
  CHANNEL_STATES,
  type ChannelEvent,
  type ChannelState,
  channelAfter,
  stateBack,
} from '../../../bot/registry/channel.ts';

const _ = undefined;
const BEFORE = 'created';
// biome-ignore format: read by columns, one per event in the order of CHANNEL_EVENTS; a blank changes nothing
const EXPECTED: Record<ChannelState, (ChannelState | undefined)[]> = {
  //            submitted  found         approved     went-public  closed    dropped   compromised    made-dormant restored
  planned:     [_,         _,            'created',   _,           _,        'closed', 'compromised', _,           _          ],
  created:     [_,         _,            _,           'published', 'closed', _,        'compromised', 'dormant',   _          ],
  published:   [_,         _,            _,           _,           'closed', _,        'compromised', 'dormant',   _          ],
  unapproved:  [_,         _,            'published', _,           'closed', _,        'compromised', 'dormant',   _          ],
  dormant:     [_,         _,            _,           _,           'closed', _,        'compromised', _,           BEFORE     ],
  compromised: [_,         _,            _,           _,           'closed', _,        _,             'dormant',   BEFORE     ],
  closed:      ['planned', 'unapproved', _,           _,           _,        _,        'compromised', _,           _          ],
};

const pairs = CHANNEL_STATES.flatMap((state) =>
  CHANNEL_EVENTS.map((event, column): [ChannelState, ChannelEvent, ChannelState] => [
    state,
    event,
    EXPECTED[state][column] ?? state,
  ]),
);

describe('channelAfter', () => {
  it.each(pairs)('%s × %s gives %s', (state, event, expected) => {
    expect(channelAfter(state, event, BEFORE)).toBe(expected);
  });

  it('publishes nothing that was never approved', () => {
    const unapproved = new Set<ChannelState>(['planned', 'unapproved', 'closed']);
    let grown = true;
    while (grown) {
      const before = unapproved.size;
      for (const state of [...unapproved]) {
        // An incident gives back a state that the channel had: one of those.
        for (const before of [...unapproved]) {
          for (const event of CHANNEL_EVENTS)
            if (event !== 'approved') unapproved.add(channelAfter(state, event, before));
        }
      }
      grown = unapproved.size > before;
    }
    expect([...unapproved].sort()).toEqual(['closed', 'compromised', 'dormant', 'planned', 'unapproved']);
  });

  it('keeps a channel that was found listed when its late application is dropped', () => {
    expect(channelAfter('unapproved', 'dropped')).toBe('unapproved');
  });
});

describe('stateBack', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  it.each<[ChannelState, ApplicationKind, ApplicationState, ChannelState]>([
    ['unapproved', 'late', 'participation', 'unapproved'],
    ['unapproved', 'late', 'approved', 'published'],
    ['unapproved', 'late', 'archived', 'published'],
    ['unapproved', 'late', 'rejected', 'unapproved'],
    ['planned', 'new', 'approved', 'created'],
    ['planned', 'new', 'published', 'published'],
    ['planned', 'new', 'rejected', 'closed'],
    ['created', 'new', 'approved', 'created'],
    ['created', 'new', 'published', 'published'],
    ['published', 'renewal', 'query', 'published'],
    ['dormant', 'late', 'approved', 'dormant'],
    // Its closing down is approved, not done: it was unapproved and is.
    ['unapproved', 'closure', 'approved', 'unapproved'],
  ])('%s, on a %s that is %s, comes back as %s', (before, kind, state, expected) => {
    expect(stateBack(before, { kind, state, decidedAt: now })).toBe(expected);
  });

  it('takes no decision from a version that was never decided, or from none', () => {
    expect(stateBack('unapproved', { kind: 'late', state: 'archived', decidedAt: null })).toBe('unapproved');
    expect(stateBack('planned', null)).toBe('planned');
  });
});
