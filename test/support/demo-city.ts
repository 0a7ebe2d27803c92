/** The demo city's file as it is read; once per test file, for reading it takes longer than what many tests do with it. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Organisation, readOrganisation } from '../../bot/organisation/organisation.ts';

const FILE = new URL('../../demo/organisation.yaml', import.meta.url);
let read: Organisation | undefined;

/** A copy of its own for whoever asks. */
export function demoOrganisation(): Organisation {
  read ??= reading();
  return structuredClone(read);
}

function reading(): Organisation {
  const found = readOrganisation(parse(readFileSync(FILE, 'utf8')));
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found.organisation;
}
