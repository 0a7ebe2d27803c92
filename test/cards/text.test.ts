import { describe, expect, it } from 'vitest';
import { say } from '../../cards/text.ts';

describe('a text with a number in it', () => {
  it.each([
    [1, '1 Aufgabe wartet auf Sie.'],
    [2, '2 Aufgaben warten auf Sie.'],
    [0, '0 Aufgaben warten auf Sie.'],
  ])('is said as one says it: %i', (count, text) => {
    expect(say('de')('tasks.summary', { count })).toBe(text);
  });

  it('in English too', () => {
    expect([1, 3].map((count) => say('en')('form.problems', { count }).split('.')[0])).toEqual([
      'Please check 1 answer',
      'Please check 3 answers',
    ]);
  });
});
