import { expect, it } from 'vitest';
import { storable } from '../../commands/storable.ts';

it('takes out what no database stores, and nothing else', () => {
  const bytes = new Uint8Array([0, 1]);
  const family = '👨‍👩‍👧 ä שלום';
  expect(storable({ 'a\u0000': ['x\u0000y', `half \ud83d end`, family], n: 1, none: null, bytes })).toEqual({
    a: ['xy', 'half  end', family],
    n: 1,
    none: null,
    bytes,
  });
});
