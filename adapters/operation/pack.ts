/** `pack FILE.html`: writes the emergency pack from the database, for an outage of all chats or a nightly print job. */
import { writeFileSync } from 'node:fs';
import type { Lang } from '../../bot/chat.ts';
import { packFile } from '../../commands/incident/record/pack.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { loadOrganisation } from '../../db/organisation/organisation.ts';
import { EXIT } from './exit.ts';
import { ToolFault } from './fault.ts';
import type { Tool } from './tool.ts';
import { fill } from './words/fill.ts';

const WORDS = {
  de: {
    help: `npm run pack -- DATEI.html

Schreibt die Notfallmappe: Telefonnummern, Kanäle mit Administrator*innen, Meldewege, Checklisten. Zum Ausdrucken.
Eine vorhandene Datei wird ersetzt; nur dieser Benutzer darf sie lesen.

  --lang en   English, auch in der Mappe
  --help      diese Hilfe

Ende: 0 geschrieben, 75 der Datenordner ist in Benutzung, 78 keine Organisation in Kraft.`,
    written: '{file} ist geschrieben ({size} Byte, SHA-256 {sha256}). Vertraulich: bitte unter Verschluss halten.',
    none: 'Es ist noch keine Organisation in Kraft. Starten Sie den Bot einmal, oder: npm run organisation -- apply DATEI',
  },
  en: {
    help: `npm run pack -- FILE.html

Writes the emergency pack: phone numbers, channels with administrators, where to report, checklists. To be printed.
A file that exists is replaced; only this user may read it.

  --lang en   English, in the pack as well
  --help      this help

Exit: 0 written, 75 the data directory is in use, 78 no organisation in force.`,
    written: '{file} is written ({size} bytes, SHA-256 {sha256}). Confidential: please keep it locked away.',
    none: 'No organisation is in force yet. Start the bot once, or: npm run organisation -- apply FILE',
  },
} as const satisfies Record<Lang, Record<'help' | 'written' | 'none', string>>;

type Deps = { openStore: (lang: Lang) => Promise<Store>; now: () => Date };

export function packTool({ openStore, now }: Deps): Tool {
  return {
    help: { de: WORDS.de.help, en: WORDS.en.help },
    arguments: { least: 1, most: 1 },
    async run({ lang, files, say }) {
      const [file] = files as [string];
      const words = WORDS[lang];
      const store = await openStore(lang);
      const made = await store.db
        .transaction(async (tx) => {
          const org = await loadOrganisation(tx as Tx);
          return org && packFile(tx as Tx, org, lang, now());
        })
        .finally(() => store.close());
      if (!made) throw new ToolFault([words.none], EXIT.config);
      writeFileSync(file, made.content, { mode: 0o600 });
      say(fill(words.written, { file, size: made.content.length, sha256: made.sha256 }));
      return EXIT.ok;
    },
  };
}
