/** Golden files: a renderer's output that somebody has inspected, stored as JSON. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '../cards/__golden__');

/** Compares with `test/cards/__golden__/<name>.json`. With UPDATE_GOLDEN=1 it writes the file instead (never in CI). */
export function expectGolden(name: string, value: unknown): void {
  const file = join(FOLDER, `${name}.json`);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  expect(JSON.parse(text), `${name} changed. If it should: UPDATE_GOLDEN=1 npm test, and look at the diff`).toEqual(
    JSON.parse(read(file, name)),
  );
}

function read(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(
      `There is no golden file ${name}.json yet. Write it with UPDATE_GOLDEN=1 npx vitest run <this test>, ` +
        'look at test/cards/__golden__ and commit it.',
    );
  }
}
