/**
 * `organisation check|apply FILE`: reports every error in the organisation file and what it would change, and applies
 * it.
 */
import { readFileSync } from 'node:fs';
import type { Lang } from '../../bot/chat.ts';
import { diffOrganisation, type FieldChange, type OrganisationChange } from '../../bot/organisation/diff.ts';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { organisationInForce } from '../../db/organisation/organisation.ts';
import { type FileFault, type FileReading, putInForce, readOrganisationFile } from '../organisation/file.ts';
import { EXIT } from './exit.ts';
import { type Call, misused, type Tool } from './tool.ts';
import { fill } from './words/fill.ts';
import { WORDS, type Words } from './words/organisation.ts';

type Deps = { openStore: (lang: Lang) => Promise<Store>; now: () => Date };

export function organisationTool({ openStore, now }: Deps): Tool {
  const tool: Tool = {
    help: { de: WORDS.de.help, en: WORDS.en.help },
    options: { 'dry-run': { type: 'boolean' } },
    arguments: { least: 2, most: 2 },
    async run(call) {
      const [verb, file] = call.files as [string, string];
      if (verb !== 'check' && verb !== 'apply') return misused(tool, call.lang, call);
      const text = readFileSync(file, 'utf8');
      const reading = readOrganisationFile(text, call.lang);
      tellReading(call, file, reading);
      if (!reading.ok) return EXIT.findings;
      if (verb === 'check') return EXIT.ok;
      const store = await openStore(call.lang);
      try {
        await store.db.transaction((tx) => apply(call, tx as Tx, reading.organisation, text, now()));
      } finally {
        await store.close();
      }
      return EXIT.ok;
    },
  };
  return tool;
}

async function apply(call: Call, tx: Tx, organisation: Organisation, text: string, now: Date) {
  const words = WORDS[call.lang];
  const changes = diffOrganisation(await organisationInForce(tx), organisation);
  for (const line of changes.flatMap((change) => changeLines(words, change))) call.say(line);
  if (changes.length === 0) return call.say(words.unchanged);
  if (call.options['dry-run']) return call.say(fill(words.wouldChange, { count: changes.length }));
  await putInForce(tx, organisation, text, now);
  return call.say(fill(words.applied, { count: changes.length }));
}

function tellReading(call: Call, file: string, reading: FileReading): void {
  const words = WORDS[call.lang];
  const at = ({ line, column, path, message }: FileFault) =>
    `${file}:${line}:${column} ${path ? `${path}: ` : ''}${message}`;
  for (const warning of reading.warnings) call.say(`  ! ${at(warning)}`);
  const warnings = reading.warnings.length;
  if (reading.ok) {
    const { offices, bodies, people } = reading.organisation;
    call.say(fill(words.sound, { offices: offices.length, bodies: bodies.length, people: people.length, warnings }));
    return;
  }
  for (const found of reading.faults) call.complain(`  ✗ ${at(found)}`);
  call.complain(fill(words.faulty, { faults: reading.faults.length, warnings }));
}

const SIGN = { added: '+', removed: '−', changed: '~' } as const satisfies Record<OrganisationChange['what'], string>;

function changeLines(words: Words, { what, of, id, name, fields }: OrganisationChange): string[] {
  const head = `  ${SIGN[what]} ${words.of[of]} ${name === id ? id : `${id} (${name})`}`;
  return what === 'changed' ? [head, ...fields.map((field) => fieldLine(words, field))] : [head];
}

function fieldLine(words: Words, { field, removed, added }: FieldChange): string {
  const name = words.field[field as keyof Words['field']] ?? field;
  const values = [...removed.map((value) => `−${value}`), ...added.map((value) => `+${value}`)];
  return `      ${name}: ${values.join(', ')}`;
}
