import { expect, it } from 'vitest';
import { createProgress } from '../../../adapters/operation/progress.ts';

function watched(isTerminal: boolean) {
  let [time, written, said]: [number, string[], string[]] = [0, [], []];
  const output = {
    lang: 'de' as const,
    say: (line: string) => void said.push(line),
    ...(isTerminal ? { rewrite: (text: string) => void written.push(text) } : {}),
  };
  const progress = createProgress(output, 1000, () => time);
  return { progress, written, said, pass: (ms: number) => (time += ms) };
}

it('writes one line over on a terminal: rows, rate, faults so far', () => {
  const { progress, written, said, pass } = watched(true);
  progress.add(0, 2);
  pass(2000);
  progress.add(500, 1);
  progress.clear();
  expect(written).toEqual([
    '0 von 1000 Zeilen, 0 je Sekunde, Fehler bisher: 2',
    '500 von 1000 Zeilen, 250 je Sekunde, Fehler bisher: 3',
    '',
  ]);
  expect(said).toEqual([]);
});

it('says a line every ten seconds where there is no terminal', () => {
  const { progress, said, pass } = watched(false);
  for (let batch = 0; batch < 6; batch++) {
    pass(4000);
    progress.add(100, 0);
  }
  progress.clear();
  expect(said).toEqual([
    '300 von 1000 Zeilen, 25 je Sekunde, Fehler bisher: 0',
    '600 von 1000 Zeilen, 25 je Sekunde, Fehler bisher: 0',
  ]);
});
