/** `import FILE`: turns a foreign channel list into channels with late applications, row by row. */
import { basename } from 'node:path';
import type { Lang } from '../../bot/chat.ts';
import type { ImportEntry, ImportError } from '../../bot/registry/import-entry.ts';
import { sayIfKnown } from '../../cards/text.ts';
import { type Imported, importEntries } from '../../commands/registry/import.ts';
import type { Store } from '../../db/connect.ts';
import { fileAt, type List, openList } from '../registry/list-file.ts';
import { EXIT } from './exit.ts';
import { createProgress } from './progress.ts';
import type { Call, Tool } from './tool.ts';
import { fill } from './words/fill.ts';
import { type OwnReason, WORDS } from './words/import.ts';

type Deps = {
  openStore: (lang: Lang) => Promise<Store>;
  now: () => Date;
  /**
   * Puts an organisation in force if there is none, and returns a line about it. Without one every office would be
   * unknown.
   */
  organisation: (lang: Lang, store: Store) => Promise<string | null>;
  /** A monotonic clock in milliseconds, for the rate. */
  elapsed?: () => number;
};

export function importTool({ openStore, now, organisation, elapsed = () => performance.now() }: Deps): Tool {
  return {
    help: { de: WORDS.de.help, en: WORDS.en.help },
    options: { office: { type: 'string' }, 'dry-run': { type: 'boolean' } },
    arguments: { least: 1, most: 1 },
    async run(call) {
      const [file] = call.files as [string];
      const { office } = call.options;
      const words = WORDS[call.lang];
      const list = await openList(fileAt(file), typeof office === 'string' ? { office } : {});
      call.say(fill(words.heading, { file: basename(file), rows: list.rows }));
      if (list.unread.length > 0) call.say(fill(words.unread, { columns: list.unread.join(', ') }));
      if (list.rows === 0) call.complain(words.empty);
      const told = { good: 0, faults: 0 };
      if (call.options['dry-run']) {
        for await (const _entry of tellingRest(call, list, told)) told.good += 1;
        call.say(fill(words.dryTotal, { ...told, rows: list.rows }));
      } else if (list.rows > 0) {
        const store = await openStore(call.lang);
        try {
          const applied = await organisation(call.lang, store);
          if (applied !== null) call.say(applied);
          const progress = createProgress(call, list.rows, elapsed);
          const tell = resultTeller(call, list.rows);
          let [added, before] = [0, 0];
          const entries = tellingRest(call, list, told, progress.clear);
          for await (const batch of importEntries(store, entries, { now: now(), source: basename(file) })) {
            progress.clear();
            tell(batch);
            const taken = batch.filter(({ outcome }) => outcome !== 'failed');
            told.good += taken.length;
            told.faults += batch.length - taken.length;
            added += taken.filter(({ outcome }) => outcome === 'added').length;
            progress.add(batch.length, told.faults - before);
            before = told.faults;
          }
          progress.clear();
          call.say(fill(words.total, { ...told, rows: list.rows, added, known: told.good - added }));
        } finally {
          await store.close();
        }
      }
      return told.faults > 0 || list.rows === 0 ? EXIT.findings : EXIT.ok;
    },
  };
}

/**
 * Yields the entries of a list. Errors and notes about other rows are reported along the way, and errors are counted.
 */
async function* tellingRest(
  call: Call,
  list: List,
  told: { faults: number },
  clear = () => {},
): AsyncGenerator<ImportEntry> {
  for await (const { entries, errors, notes } of list.readings()) {
    if (errors.length + notes.length > 0) clear();
    for (const { note, ...more } of notes) call.say(fill(WORDS[call.lang][note], more));
    for (const fault of errors) call.complain(faultLine(call.lang, fault));
    told.faults += errors.length;
    yield* entries;
  }
}

/**
 * Reports batches as they come. Fields missing in all rows of a batch are reported once, and again only if a later
 * batch has other fields in common.
 */
function resultTeller(call: Call, total: number): (results: readonly Imported[]) => void {
  const words = WORDS[call.lang];
  const names = (paths: readonly string[]) => [...new Set(paths.map((path) => fieldName(call.lang, path)))].join(', ');
  let said = '';
  return (results) => {
    const lacking = results.map(({ missing }) => [...new Set(missing.map(({ path }) => fieldOf(path)))]);
    const judged = lacking.filter((_paths, index) => results[index]!.outcome !== 'failed');
    const common = (judged[0] ?? []).filter((path) => judged.every((paths) => paths.includes(path)));
    if (common.length > 0 && names(common) !== said) {
      const heading =
        results.length === total ? words.allMissing : fill(words.batchMissing, { line: results[0]!.line });
      call.say(`${heading}\n  ${names(common)}`);
    }
    said = names(common);
    results.forEach(({ line, outcome, number, title }, index) => {
      const place = `  ${String(line).padStart(4)}  ${number}  ${title}: ${words[outcome]}`;
      if (outcome === 'failed') {
        call.complain(place);
        return;
      }
      const own = (lacking[index] ?? []).filter((path) => !common.includes(path));
      const more = own.length > 0 ? `; ${common.length > 0 ? words.besides : words.missing}: ${names(own)}` : '';
      const whole = lacking[index]?.length === 0 ? `; ${words.nothingMissing}` : '';
      call.say(`${place}${more}${whole}`);
    });
  };
}

/** `persons.0.name` is a field of a repeated page. The page as a whole is missing while nobody is named. */
const fieldOf = (path: string): string => path.split('.')[0] ?? path;

const fieldName = (lang: Lang, field: string): string =>
  sayIfKnown(lang, `field.${field}`) ?? sayIfKnown(lang, `page.${field}`) ?? field;

function faultLine(lang: Lang, { line, column, reason, value, earlier, profile }: ImportError): string {
  const words = WORDS[lang];
  const sentence = words.reason[reason as OwnReason] ?? sayIfKnown(lang, `link.${reason}`) ?? reason;
  const shown = value === '' ? '' : ` („${value.replaceAll(/\s+/g, ' ').slice(0, 80)}“)`;
  const offer = profile ? ` ${sayIfKnown(lang, 'link.did-you-mean', { profile }) ?? profile}` : '';
  const reasonText = fill(sentence, { earlier: earlier ?? '' });
  if (column === '') return fill(words.fileFault, { line, reason: reasonText });
  return fill(words.fault, { line, column, reason: reasonText, value: shown + offer });
}
