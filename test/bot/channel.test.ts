import { describe, expect, it } from 'vitest';
import {
  CHANNEL_EVENTS,
  CHANNEL_STATES,
  type ChannelEvent,
  type ChannelState,
  channelAfter,
} from '../../bot/channel.ts';

const _ = undefined;
// biome-ignore format: read by columns, one per event in the order of CHANNEL_EVENTS; a blank changes nothing
const EXPECTED: Record<ChannelState, (ChannelState | undefined)[]> = {
  //            submitted  found         approved     went-public  closed    dropped
  planned:     [_,         _,            'created',   _,           _,        'closed'],
  created:     [_,         _,            _,           'published', 'closed', _       ],
  published:   [_,         _,            _,           _,           'closed', _       ],
  unapproved:  [_,         _,            'published', _,           'closed', _       ],
  dormant:     [_,         _,            _,           _,           'closed', _       ],
  compromised: [_,         _,            _,           _,           'closed', _       ],
  closed:      ['planned', 'unapproved', _,           _,           _,        _       ],
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
    expect(channelAfter(state, event)).toBe(expected);
  });

  it('publishes nothing that was never approved', () => {
    const unapproved = new Set<ChannelState>(['planned', 'unapproved', 'closed']);
    let grown = true;
    while (grown) {
      const before = unapproved.size;
      for (const state of [...unapproved]) {
        for (const event of CHANNEL_EVENTS) if (event !== 'approved') unapproved.add(channelAfter(state, event));
      }
      grown = unapproved.size > before;
    }
    expect([...unapproved].sort()).toEqual(['closed', 'planned', 'unapproved']);
  });

  it('keeps a channel that was found listed when its late application is dropped', () => {
    expect(channelAfter('unapproved', 'dropped')).toBe('unapproved');
  });
});
