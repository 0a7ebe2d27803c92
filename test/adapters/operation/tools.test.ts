import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditTool } from '../../../adapters/operation/audit.ts';
import { importTool } from '../../../adapters/operation/import.ts';
import { organisationTool } from '../../../adapters/operation/organisation.ts';
import { seeToFirstOrganisation } from '../../../adapters/organisation/in-force.ts';
import type { Lang } from '../../../bot/chat.ts';
import { auditOf } from '../../../db/audit.ts';
import { DirectoryInUse, type Store, type Tx } from '../../../db/connect.ts';
import { loadOrganisation } from '../../../db/organisation/organisation.ts';
import { listChannels } from '../../../db/registry/dossiers.ts';
import { freshStore, scratchDir, wipe } from '../../support/db.ts';
import { callTool } from '../../support/tools.ts';
import { workbook } from '../../support/workbook.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const path = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
const DEMO = path('demo/organisation.yaml');
const LIST = path('demo/saxony-2016.csv');

let store: Store;
let opened = 0;
const scratch = scratchDir();
const deps = {
  now: () => NOW,
  openStore: async () => {
    opened += 1;
    return { ...store, close: async () => {} };
  },
};
const inFile = (name: string, text: string): string => {
  writeFileSync(join(scratch.dir, name), text);
  return join(scratch.dir, name);
};
const organisation = (...argv: string[]) => callTool(organisationTool(deps), ...argv);
const importDeps = {
  ...deps,
  organisation: (lang: Lang, opened: Store) => seeToFirstOrganisation(lang, {}, opened, DEMO),
};
const importing = (...argv: string[]) => callTool(importTool(importDeps), ...argv);
const channels = async () =>
  (await store.db.transaction((tx) => listChannels(tx as Tx, {}, { size: 100, number: 1 }))).total;

beforeAll(async () => {
  store = await freshStore();
});
beforeEach(async () => {
  await wipe(store);
  opened = 0;
});
afterAll(async () => {
  await store.close();
  scratch.remove();
});

describe('organisation check', () => {
  it('finds the demo organisation in order, without a database', async () => {
    const { code, out, err } = await organisation('check', DEMO);
    expect([code, err, opened]).toEqual([0, '', 0]);
    expect(out).toMatch(/^ {2}! .*organisation\.yaml:\d+:\d+ offices\[fb-53\]/m);
    expect(out).toMatch(/In Ordnung: \d+ Fachbereiche, \d+ beteiligte Stellen, \d+ Personen\. Hinweise: 1\./);
  });

  it('names every fault with line and column', async () => {
    const text = readFileSync(DEMO, 'utf8').replace(
      'head: leitung-feuerwehr',
      'head: niemand\n    haed: leitung-feuerwehr',
    );
    const file = inFile('faulty.yaml', text);
    const line = text.split('\n').findIndex((row) => row.includes('head: niemand')) + 1;
    const { code, err } = await organisation('check', file);
    expect(code).toBe(1);
    expect(err).toContain(`${file}:${line}:5 offices[fb-37].head: `);
    expect(err).toContain(`${file}:${line + 1}:5 offices[fb-37].haed: `);
  });

  it('names the place where the YAML breaks', async () => {
    const file = inFile('broken.yaml', 'city:\n  name: "Stadt\n');
    const { code, err } = await organisation('check', file, '--lang', 'en');
    expect(code).toBe(1);
    expect(err).toMatch(/broken\.yaml:\d+:\d+ This is not valid YAML: /);
  });

  it('says that there is no such file', async () => {
    const { code, err } = await organisation('check', join(scratch.dir, 'nirgends.yaml'));
    expect([code, err]).toEqual([66, `${join(scratch.dir, 'nirgends.yaml')} gibt es nicht.`]);
  });
});

describe('organisation apply', () => {
  const withOtherHead = () =>
    inFile('other.yaml', readFileSync(DEMO, 'utf8').replace('head: leitung-feuerwehr', 'head: leitung-gesundheitsamt'));

  it('puts the file in force, with a trace of which file it was', async () => {
    const { code, out } = await organisation('apply', DEMO);
    expect(code).toBe(0);
    expect(out).toMatch(/\+ Fachbereich fb-37 \(Feuerwehr\)/);
    expect(out).toMatch(/In Kraft\. Änderungen: \d+\./);
    expect(await store.db.transaction((tx) => loadOrganisation(tx as Tx))).not.toBeNull();
    const [entry] = await auditOf(store.db, 'organisation:current');
    expect(entry).toMatchObject({
      actor: 'system',
      action: 'organisation-applied',
      data: { sha256: expect.any(String) },
    });
  });

  it('shows what changes, and changes nothing when it was only asked', async () => {
    await organisation('apply', DEMO);
    const dry = await organisation('apply', withOtherHead(), '--dry-run');
    expect(dry.out).toContain(
      '~ Fachbereich fb-37 (Feuerwehr)\n      Leitung: −leitung-feuerwehr, +leitung-gesundheitsamt',
    );
    expect(dry.out).toContain('Nichts geändert (--dry-run).');
    expect((await organisation('apply', DEMO)).out).toContain('Die Datei sagt, was schon gilt.');
    expect((await organisation('apply', withOtherHead())).out).toContain('In Kraft. Änderungen: 1.');
    expect(await auditOf(store.db, 'organisation:current')).toHaveLength(2);
  });

  it('does not put a faulty file in force', async () => {
    const { code } = await organisation('apply', inFile('empty.yaml', 'city: {}\n'));
    expect([code, opened]).toEqual([1, 0]);
  });
});

describe('import', () => {
  beforeEach(() => organisation('apply', DEMO));

  it('takes 51 of 51 rows of the Saxon list, says what each lacks, and changes nothing the second time', async () => {
    const first = await importing(LIST);
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toContain('saxony-2016.csv: 51 Zeilen');
    expect(first.out).toContain('51 von 51 Zeilen übernommen: 51 neu, 0 schon da. Zeilen mit Fehlern: 0.');
    expect(first.out).toMatch(/Allen fehlt noch:\n {2}.*Zweck und Inhalte/);
    expect(first.out).toMatch(/^ +2 {2}SN-2026-0001\S* {2}X.*: neu/m);
    expect(await channels()).toBe(51);
    const second = await importing(LIST);
    expect(second.out).toContain('51 von 51 Zeilen übernommen: 0 neu, 51 schon da.');
    expect(await channels()).toBe(51);
  });

  it('names rows with faults by line, column and reason, and takes the others', async () => {
    const list = [
      'Stelle;Medium;Kanal;Adresse;Administration',
      'FB 37;Facebook;Feuerwehr;https://www.facebook.com/feuerwehr;zwei oder drei',
      'FB 37;Facebook;Intern;https://10.0.0.1/seite;2',
      'FB 37;Instagram;Feuerwehr;https://www.instagram.com/feuerwehr;2',
      ';X;Ohne Stelle;https://x.com/ohne;2',
      'FB 37;Instagram;Noch einmal;instagram.com/Feuerwehr/;2',
      'FB 37;X;Zu viel;https://x.com/zuviel;2;noch eine Zelle',
    ];
    const { code, out, err } = await importing(inFile('liste.csv', list.join('\n')));
    expect(code).toBe(1);
    const lines = err.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('  ✗ Zeile 2, Spalte „Administration“: Das ist keine Zahl von Personen. („zwei oder drei“)');
    expect(lines[1]).toMatch(/Zeile 3, Spalte „Adresse“: .*10\.0\.0\.1/);
    expect(lines[2]).toContain('Zeile 5, Spalte „Stelle“: Die Angabe fehlt.');
    expect(lines[3]).toContain('Zeile 6, Spalte „Adresse“: Diesen Kanal nennt schon Zeile 4.');
    expect(lines[4]).toContain(
      'Zeile 7, Spalte „6“: Die Zeile hat mehr Zellen als die Überschrift. („noch eine Zelle“)',
    );
    expect(out).toContain('1 von 6 Zeilen übernommen: 1 neu, 0 schon da. Zeilen mit Fehlern: 5.');
    expect(await channels()).toBe(1);
  });

  it('says what it read otherwise than it stands there, and offers the account behind a link', async () => {
    const list = [
      'Kanäle der Stadt;;;;',
      'Stelle;Kennung;Adresse;Adresse;Umsatz',
      'FB 37;@oper;facebook.com/feuerwehr;x;1',
      ';;https://x.com/feuerwehr/neu;;',
    ];
    const { out, err } = await importing(inFile('gemischt.csv', list.join('\n')), '--dry-run');
    expect(out).toContain('Nicht gelesene Spalten: Umsatz, Adresse (#4)');
    expect(out).toContain('Zeile 3, Spalte „Kennung“: „@oper“ passt nicht zum Link. Übernommen wird der Link.');
    expect(out).toContain('Zeile 4, Spalte „Stelle“: leer, verstanden als „FB 37“ wie in der Zeile darüber.');
    expect(err).toContain('Meinten Sie https://x.com/feuerwehr?');
  });

  it('takes an Excel workbook, and says how to save what it cannot read', async () => {
    const book = join(scratch.dir, 'liste.xlsx');
    writeFileSync(
      book,
      workbook([
        {
          rows: [
            ['Amt', 'Adresse'],
            ['FB 37', 'https://x.com/feuerwehr'],
          ],
        },
      ]),
    );
    expect((await importing(book)).out).toContain('1 von 1 Zeilen übernommen: 1 neu');
    const { code, err } = await importing(inFile('liste.pdf', '%PDF-1.7'));
    expect(code).toBe(1);
    expect(err).toContain('✗ Zeile 1: Diese Datei kann ich nicht lesen. Bitte öffnen Sie sie in Excel');
  });

  it('only looks when it was only asked', async () => {
    opened = 0;
    const { code, out } = await importing(LIST, '--dry-run', '--lang', 'en');
    expect([code, opened]).toEqual([0, 0]);
    expect(out).toContain('51 of 51 rows can be read. Rows with faults: 0. Nothing was made (--dry-run).');
  });

  it('takes the office from the call when the list has none', async () => {
    const file = inFile('ohne.csv', 'Adresse\nhttps://www.facebook.com/feuerwehr\n');
    expect((await importing(file)).err).toContain('Zeile 1, Spalte „office“: Diese Spalte fehlt.');
    expect((await importing(file, '--office', 'FB 37')).out).toContain('1 von 1 Zeilen übernommen');
  });

  it('says that a file is empty', async () => {
    const { code, err } = await importing(inFile('leer.csv', 'Stelle;Adresse\n'));
    expect([code, err]).toEqual([1, 'In der Datei steht keine Zeile unter der Überschrift.']);
  });

  it('puts the organisation in force itself when there is none', async () => {
    await wipe(store);
    const { code, out } = await importing(LIST);
    expect(code).toBe(0);
    expect(out).toContain('51 von 51 Zeilen übernommen');
    expect(await store.db.transaction((tx) => loadOrganisation(tx as Tx))).not.toBeNull();
  });
});

describe('audit:verify', () => {
  const verify = (...argv: string[]) => callTool(auditTool(deps), ...argv);

  it('finds a whole chain and names its head', async () => {
    await organisation('apply', DEMO);
    const { code, out } = await verify();
    expect(code).toBe(0);
    expect(out).toMatch(/^Vollständig: 1 Einträge\.\nKopf der Kette: [0-9a-f]{64}$/);
  });

  it('says where it was changed', async () => {
    await organisation('apply', DEMO);
    await store.db.execute(sql`alter table audit disable trigger all`);
    await store.db.execute(sql`update audit set actor = 'p_other' where seq = 1`);
    await store.db.execute(sql`alter table audit enable trigger all`);
    const { code, err } = await verify('--lang', 'en');
    expect(code).toBe(1);
    expect(err).toContain('Entry 1 was changed after it had been written.');
  });
});

describe('every tool', () => {
  it.each([
    ['organisation', organisationTool(deps), ['check']],
    ['organisation', organisationTool(deps), ['prove', DEMO]],
    ['import', importTool(importDeps), []],
    ['import', importTool(importDeps), [LIST, '--force']],
    ['import', importTool(importDeps), [LIST, '--office']],
    ['audit:verify', auditTool(deps), ['--lang', 'fr']],
  ])('%s answers a wrong call with its help', async (name, tool, argv) => {
    const { code, err } = await callTool(tool, ...argv);
    expect(code).toBe(64);
    expect(err).toContain(`npm run ${name}`);
    expect(opened).toBe(0);
  });

  it.each([
    ['organisation', organisationTool(deps)],
    ['import', importTool(importDeps)],
    ['audit:verify', auditTool(deps)],
  ])('%s has a help in both languages', async (_name, tool) => {
    const german = await callTool(tool, '--help');
    const english = await callTool(tool, '-h', '--lang=en');
    expect([german.code, english.code]).toEqual([0, 0]);
    expect(german.out).toContain('diese Hilfe');
    expect(english.out).toContain('this help');
  });

  it('says who holds the data directory', async () => {
    const openStore = () => Promise.reject(new DirectoryInUse('data', 4711));
    const { code, err } = await callTool(auditTool({ openStore }));
    expect([code, err.split('.')[0]]).toEqual([
      75,
      'Der Datenordner wird gerade vom Prozess 4711 benutzt, vermutlich vom laufenden Bot',
    ]);
  });

  it('tells a bug without hiding it, and without the parameters of a query', async () => {
    const openStore = () => Promise.reject(new Error('Failed query: select 1\nparams: Leitung'));
    const { code, err } = await callTool(auditTool({ openStore }));
    expect(code).toBe(70);
    expect(err).toContain('Failed query: select 1');
    expect(err).not.toContain('Leitung');
  });
});
