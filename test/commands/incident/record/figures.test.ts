/** What the report measures is what the timeline writes: a figure whose line never comes would always read "did not happen". */
import { expect, it } from 'vitest';
import { FIGURES, figuresOf } from '../../../../bot/incident/figures.ts';
import { sayIfKnown } from '../../../../cards/text.ts';

it.each(Object.entries(FIGURES))('%s ends with a line that the timeline knows', (_figure, kinds) => {
  for (const kind of kinds) expect(sayIfKnown('de', `timeline.${kind}`), kind).toBeDefined();
});

it('the posting stop counts from the moment it holds, also where it came with dormancy', () => {
  const declared = new Date('2026-11-23T09:00:00Z');
  const at = (minutes: number, kind: string) => ({ at: new Date(declared.getTime() + minutes * 60_000), kind });
  expect(figuresOf(declared, [at(3, 'decided-stop'), at(6, 'reached-S0'), at(9, 'reached-S1')])['posting-stop']).toBe(
    6,
  );
  expect(figuresOf(declared, [at(9, 'reached-S1')])['posting-stop']).toBe(9);
  expect(figuresOf(declared, [at(3, 'decided-stop')])['posting-stop']).toBeNull();
});
