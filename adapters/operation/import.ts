/** `import FILE`: a foreign list of channels becomes channels with late applications, row by row. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Lang } from '../../bot/chat.ts';
import { type ImportError, readRows } from '../../bot/registry/import.ts';
import { sayIfKnown } from '../../cards/text.ts';
import { isPrivateAddress } from '../../commands/platform/private-address.ts';
import { type Imported, importEntries } from '../../commands/registry/import.ts';
import type { Store } from '../../db/connect.ts';
import { LIST_BYTES_MAX, readList, wholeFile } from '../registry/list-file.ts';
import { EXIT } from './exit.ts';
import { createProgress } from './progress.ts';
import type { Call, Tool } from './tool.ts';
import { fill } from './words/fill.ts';
import { type OwnReason, WORDS } from './words/import.ts';

type Deps = {
  openStore: (lang: Lang) => Promise<Store>;
  now: () => Date;
  /** Puts an organisation in force when there is none, and says which one: without it every office would be unknown. */
  organisation: (lang: Lang, store: Store) => Promise<string | null>;
  /** Milliseconds that pass, for the rate. */
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
      // Judged by its size before it is read.
      const isTooBig = statSync(file).size > LIST_BYTES_MAX;
      const list = isTooBig ? wholeFile('list-too-big') : await readList(readFileSync(file), basename(file));
      const { rows, errors, dropped } = list;
      const read = readRows(rows, { isPrivate: isPrivateAddress, ...(typeof office === 'string' ? { office } : {}) });
      const faults = [...errors, ...read.errors].sort((a, b) => a.line - b.line);
      const total = read.entries.length + faults.length;
      call.say(fill(words.heading, { file: basename(file), rows: total }));
      const unread = [...read.unread, ...dropped];
      if (unread.length > 0) call.say(fill(words.unread, { columns: unread.join(', ') }));
      for (const { note, ...told } of read.notes) call.say(fill(words[note], told));
      for (const fault of faults) call.complain(faultLine(call.lang, fault));
      const figures = { good: read.entries.length, rows: total, faults: faults.length };
      let refused = 0;
      if (total === 0) call.complain(words.empty);
      if (call.options['dry-run']) call.say(fill(words.dryTotal, figures));
      else if (read.entries.length > 0) {
        const store = await openStore(call.lang);
        try {
          const applied = await organisation(call.lang, store);
          if (applied !== null) call.say(applied);
          const progress = createProgress(call, total, elapsed);
          progress.add(0, faults.length);
          const tell = resultTeller(call, total);
          let [good, added] = [0, 0];
          for await (const batch of importEntries(store, read.entries, { now: now(), source: basename(file) })) {
            progress.clear();
            tell(batch);
            const taken = batch.filter(({ outcome }) => outcome !== 'failed');
            good += taken.length;
            added += taken.filter(({ outcome }) => outcome === 'added').length;
            refused += batch.length - taken.length;
            progress.add(batch.length, batch.length - taken.length);
          }
          progress.clear();
          call.say(
            fill(words.total, { ...figures, faults: faults.length + refused, good, added, known: good - added }),
          );
        } finally {
          await store.close();
        }
      }
      return faults.length + refused > 0 || total === 0 ? EXIT.findings : EXIT.ok;
    },
  };
}

/**
 * Tells batches as they come. What all rows of a batch lack is said once and not with each row, and again only when a later
 * batch has something else in common.
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

/** `persons.0.name` is a field of a repeated page: while nobody is named, the page as a whole is missing. */
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
