import { describe, expect, it } from 'vitest';
import { type GateFacts, isUnsettled, missingToClose } from '../../../bot/incident/close-gate.ts';

const place: GateFacts['places'][number] = {
  name: 'Facebook',
  part: 'hit',
  stage: null,
  touched: false,
  restored: true,
  decided: false,
};
const settled: GateFacts = {
  places: [place],
  openTexts: 0,
  dataLoss: 'excluded',
  gdprDecided: true,
  tasks: [{ done: false, assigned: true }],
};

describe('the close gate', () => {
  it('opens when everything is settled', () => expect(missingToClose(settled)).toEqual([]));

  it.each([
    ['channels', { places: [place, { ...place, restored: false }, { ...place, stage: 'S1' }] }, 2],
    ['texts', { openTexts: 3 }, 3],
    ['data-loss', { dataLoss: 'open' as const }, 1],
    ['gdpr', { gdprDecided: false }, 1],
    ['tasks', { tasks: [{ done: false, assigned: false }] }, 1],
  ])('says that %s are missing, and nothing else', (gate, facts, count) => {
    expect(missingToClose({ ...settled, ...facts })).toEqual([{ gate, count }]);
  });

  it('names everything at once', () => {
    const facts = { places: [{ ...place, restored: false }], openTexts: 1, gdprDecided: false, tasks: [] };
    expect(missingToClose({ ...facts, dataLoss: 'open' }).map(({ gate }) => gate)).toEqual([
      'channels',
      'texts',
      'data-loss',
      'gdpr',
    ]);
  });
});

describe('a channel', () => {
  it.each([
    ['hit and restored', place, false],
    ['hit and never restored', { ...place, restored: false }, true],
    ['restored and frozen again', { ...place, stage: 'S1' }, true],
    ['frozen, and it was decided to leave it so', { ...place, stage: 'S1', decided: true }, false],
    ['related, its posting stop ended', { ...place, part: 'related' as const, restored: false }, false],
    ['related, its posting stop stands', { ...place, part: 'related' as const, stage: 'S0' }, true],
  ])('%s', (_, one, unsettled) => expect(isUnsettled(one)).toBe(unsettled));
});
