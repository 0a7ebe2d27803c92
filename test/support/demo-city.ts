/** The parsed demo organisation file. Parsed once per test file, because that takes longer than many tests. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Organisation, readOrganisation } from '../../bot/organisation/organisation.ts';

const FILE = new URL('../../demo/organisation.yaml', import.meta.url);
let read: Organisation | undefined;

/** Returns a separate copy to each caller. */
export function demoOrganisation(): Organisation {
  read ??= reading();
  return structuredClone(read);
}

function reading(): Organisation {
  const found = readOrganisation(parse(readFileSync(FILE, 'utf8')));
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found.organisation;
}
