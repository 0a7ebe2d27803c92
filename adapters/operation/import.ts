/** `import FILE.csv`: a foreign list of channels becomes channels with late applications, row by row. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Lang } from '../../bot/chat.ts';
import { type ImportError, readRows } from '../../bot/registry/import.ts';
import { sayIfKnown } from '../../cards/text.ts';
import { isPrivateAddress } from '../../commands/platform/private-address.ts';
import { type Imported, importEntries } from '../../commands/registry/import.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { loadOrganisation } from '../../db/organisation/organisation.ts';
import { parseCsv } from '../registry/csv.ts';
import { EXIT } from './exit.ts';
import { ToolFault } from './fault.ts';
import type { Call, Tool } from './tool.ts';
import { fill } from './words/fill.ts';
import { type OwnReason, WORDS } from './words/import.ts';

type Deps = { openStore: (lang: Lang) => Promise<Store>; now: () => Date };

export function importTool({ openStore, now }: Deps): Tool {
  return {
    help: { de: WORDS.de.help, en: WORDS.en.help },
    options: { office: { type: 'string' }, 'dry-run': { type: 'boolean' } },
    arguments: { least: 1, most: 1 },
    async run(call) {
      const [file] = call.files as [string];
      const { office } = call.options;
      const words = WORDS[call.lang];
      const { rows, errors, dropped } = parseCsv(readFileSync(file));
      const read = readRows(rows, { isPrivate: isPrivateAddress, ...(typeof office === 'string' ? { office } : {}) });
      const faults = [...errors, ...read.errors].sort((a, b) => a.line - b.line);
      const total = read.entries.length + faults.length;
      call.say(fill(words.heading, { file: basename(file), rows: total }));
      const unread = [...read.unread, ...dropped];
      if (unread.length > 0) call.say(fill(words.unread, { columns: unread.join(', ') }));
      for (const { note, ...told } of read.notes) call.say(fill(words[note], told));
      for (const fault of faults) call.complain(faultLine(call.lang, fault));
      const figures = { good: read.entries.length, rows: total, faults: faults.length };
      if (total === 0) call.complain(words.empty);
      if (call.options['dry-run']) call.say(fill(words.dryTotal, figures));
      else if (read.entries.length > 0) {
        const store = await openStore(call.lang);
        try {
          await mustHaveOrganisation(store, words.noOrganisation);
          const results = await importEntries(store, read.entries, { now: now(), source: basename(file) });
          tellResults(call, results);
          const added = results.filter(({ outcome }) => outcome === 'added').length;
          call.say(fill(words.total, { ...figures, good: results.length, added, known: results.length - added }));
        } finally {
          await store.close();
        }
      }
      return faults.length > 0 || total === 0 ? EXIT.findings : EXIT.ok;
    },
  };
}

/** Without one every office would be unknown, and all rows would land on the registrars' desk for good. */
async function mustHaveOrganisation(store: Store, message: string): Promise<void> {
  const org = await store.db.transaction((tx) => loadOrganisation(tx as Tx));
  if (!org) throw new ToolFault([message], EXIT.config);
}

/** What every row lacks is said once: a list of 51 rows would otherwise say it 51 times. */
function tellResults(call: Call, results: readonly Imported[]): void {
  const words = WORDS[call.lang];
  const lacking = results.map((result) => [...new Set(result.missing.map(({ path }) => fieldOf(path)))]);
  const common = (lacking[0] ?? []).filter((path) => lacking.every((paths) => paths.includes(path)));
  const names = (paths: readonly string[]) => [...new Set(paths.map((path) => fieldName(call.lang, path)))].join(', ');
  if (common.length > 0) call.say(`${words.allMissing}\n  ${names(common)}`);
  results.forEach(({ line, outcome, number, title }, index) => {
    const own = (lacking[index] ?? []).filter((path) => !common.includes(path));
    const more = own.length > 0 ? `; ${common.length > 0 ? words.besides : words.missing}: ${names(own)}` : '';
    const whole = lacking[index]?.length === 0 ? `; ${words.nothingMissing}` : '';
    call.say(`  ${String(line).padStart(4)}  ${number}  ${title}: ${words[outcome]}${more}${whole}`);
  });
}

/** `persons.0.name` is a field of a repeated page: while nobody is named, the page as a whole is missing. */
const fieldOf = (path: string): string => path.split('.')[0] ?? path;

const fieldName = (lang: Lang, field: string): string =>
  sayIfKnown(lang, `field.${field}`) ?? sayIfKnown(lang, `page.${field}`) ?? field;

function faultLine(lang: Lang, { line, column, reason, value, earlier, profile }: ImportError): string {
  const words = WORDS[lang];
  const sentence = words.reason[reason as OwnReason] ?? sayIfKnown(lang, `link.${reason}`) ?? reason;
  const shown = value === '' ? '' : ` („${value.replaceAll(/\s+/g, ' ').slice(0, 80)}“)`;
  const offer = profile ? ` ${sayIfKnown(lang, 'link.did-you-mean', { profile }) ?? profile}` : '';
  return fill(words.fault, { line, column, reason: fill(sentence, { earlier: earlier ?? '' }), value: shown + offer });
}
