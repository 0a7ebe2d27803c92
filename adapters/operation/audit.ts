/** `audit:verify`: checks the whole audit chain for changed, removed or inserted entries. */
import type { Lang } from '../../bot/chat.ts';
import { type Verdict, verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { EXIT } from './exit.ts';
import type { Tool } from './tool.ts';
import { fill } from './words/fill.ts';

type Fault = Extract<Verdict, { ok: false }>['fault'];

const WORDS = {
  de: {
    help: `npm run audit:verify

Rechnet die Prüfkette des Protokolls nach: jeder Eintrag enthält den Fingerabdruck des vorigen.
Die letzte Zeile nennt den Kopf der Kette; wer ihn sich notiert, erkennt später, ob am Ende etwas fehlt.

  --lang en   English
  --help      diese Hilfe

Ende: 0 vollständig, 1 die Kette ist gebrochen, 75 der Datenordner ist in Benutzung.`,
    whole: 'Vollständig: {rows} Einträge.\nKopf der Kette: {head}',
    gap: 'Eintrag {seq} fehlt.',
    link: 'Eintrag {seq} schließt nicht an seinen Vorgänger an.',
    hash: 'Eintrag {seq} wurde nach dem Schreiben geändert.',
    head: 'Am Ende fehlen Einträge, oder es sind mehr, als geschrieben wurden (nach Eintrag {seq}).',
    broken:
      'Die Kette ist gebrochen; die ersten {rows} Einträge sind unversehrt. Sichern Sie die Datenbank, bevor Sie etwas anderes tun.',
  },
  en: {
    help: `npm run audit:verify

Recalculates the audit's hash chain: every entry holds the fingerprint of the one before.
The last line names the head of the chain; whoever notes it down can tell later whether something is missing at the end.

  --lang en   English
  --help      this help

Exit: 0 whole, 1 the chain is broken, 75 the data directory is in use.`,
    whole: 'Whole: {rows} entries.\nHead of the chain: {head}',
    gap: 'Entry {seq} is missing.',
    link: 'Entry {seq} does not follow the one before it.',
    hash: 'Entry {seq} was changed after it had been written.',
    head: 'Entries are missing at the end, or there are more than were written (after entry {seq}).',
    broken: 'The chain is broken; the first {rows} entries are sound. Save the database before you do anything else.',
  },
} as const satisfies Record<Lang, Record<Fault | 'help' | 'whole' | 'broken', string>>;

export function auditTool({ openStore }: { openStore: (lang: Lang) => Promise<Store> }): Tool {
  return {
    help: { de: WORDS.de.help, en: WORDS.en.help },
    arguments: { least: 0, most: 0 },
    async run({ lang, say, complain }) {
      const words = WORDS[lang];
      const store = await openStore(lang);
      const verdict = await verifyAudit(store.db).finally(() => store.close());
      if (verdict.ok) {
        say(fill(words.whole, { rows: verdict.rows, head: verdict.head }));
        return EXIT.ok;
      }
      complain(fill(words[verdict.fault], { seq: verdict.seq }));
      complain(fill(words.broken, { rows: verdict.rows }));
      return EXIT.findings;
    },
  };
}
