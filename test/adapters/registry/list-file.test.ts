/** Channel lists in the files that cities keep them in, and files that are made to do harm. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LIST_BYTES_MAX } from '../../../adapters/registry/list-file.ts';
import { unzipWithin } from '../../../adapters/registry/zip-guard.ts';
import { listed as listedIn } from '../../support/listed.ts';
import { type SheetGiven, workbook } from '../../support/workbook.ts';

const HEADING = ['Fachbereich', 'Netzwerk', 'Kanal', 'Adresse', 'Ruhend seit'];
const channel = (office: string | null, name: string, since: Date | null = null) => [
  ...[office, 'Facebook', name, `https://www.facebook.com/${name}`],
  since,
];
const listed = (bytes: Uint8Array, name = 'liste.xlsx') => listedIn(name, bytes);
const sheets = (...given: SheetGiven[]) => listed(workbook(given));
const faults = async (bytes: Uint8Array, name: string) =>
  (await listed(bytes, name)).errors.map(({ reason, column }) => [reason, column]);

describe('an Excel workbook', () => {
  it('is read from the first sheet that has a heading, with the lines of the sheet', async () => {
    const { entries, errors } = await sheets(
      { rows: [['Stand 01.03.2026'], ['bitte nicht verteilen']] },
      { rows: [['Social-Media-Kanäle'], [null], HEADING, channel('FB 41', 'kultur'), channel('FB 37', 'feuerwehr')] },
    );
    expect(errors).toEqual([]);
    expect(entries.map(({ line, office, key }) => [line, office, key])).toEqual([
      [4, 'FB 41', 'facebook.com/kultur'],
      [5, 'FB 37', 'facebook.com/feuerwehr'],
    ]);
  });

  it('gives merged cells to each of their rows, and an empty one to none', async () => {
    const { entries, errors } = await sheets({
      rows: [
        HEADING,
        channel('FB 41', 'a1'),
        channel(null, 'a2'),
        channel('FB 37', 'b1'),
        channel('FB 37', 'b2'),
        channel(null, 'c1'),
      ],
      merged: ['A2:A3', 'B7:D7'],
    });
    expect(entries.map(({ office }) => office)).toEqual(['FB 41', 'FB 41', 'FB 37', 'FB 37']);
    expect(errors).toMatchObject([{ line: 6, column: 'Fachbereich', reason: 'missing' }]);
  });

  it('has dates as days and numbers as text', async () => {
    const { entries } = await sheets({
      rows: [
        [...HEADING, 'Administratoren'],
        [...channel('FB 41', 'a1', new Date('2024-03-01T00:00:00Z')), 3],
      ],
    });
    expect(entries[0]).toMatchObject({ state: 'dormant', dormantSince: '2024-03-01', administrators: 3 });
  });
});

describe('a file that would unpack to too much', () => {
  const heavy = new Uint8Array(70 * 1024 * 1024);

  it('is refused by its table of contents', async () => {
    const bomb = workbook([{ rows: [HEADING] }], { 'xl/media/a.bin': heavy });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await faults(bomb, 'a.xlsx')).toEqual([['list-too-big', '']]);
  });

  it('is refused when the table lies about its size', async () => {
    const bomb = Buffer.from(workbook([{ rows: [HEADING] }], { 'xl/media/a.bin': heavy }));
    const at = bomb.lastIndexOf('xl/media/a.bin') - 46;
    expect(bomb.readUInt32LE(at + 24)).toBe(heavy.length);
    bomb.writeUInt32LE(100, at + 24);
    expect(await faults(bomb, 'a.xlsx')).toEqual([['list-too-big', '']]);
  });

  it('is refused for a cell a million rows below', async () => {
    const wide = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>';
    const file = workbook([{ rows: [HEADING] }], { 'xl/worksheets/sheet1.xml': strToU8(wide) });
    expect(await faults(file, 'a.xlsx')).toEqual([['list-too-big', '']]);
  });

  it('is refused for its own size, whatever it is', async () => {
    expect(await faults(new Uint8Array(LIST_BYTES_MAX + 1), 'a.csv')).toEqual([['list-too-big', '']]);
  });

  it('is refused for too many files', () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}`, strToU8('x')])));
    expect(() => unzipWithin(Buffer.from(many), { entries: 10, unpacked: 1000 })).toThrow('too-big');
    expect(unzipWithin(Buffer.from(many), { entries: 20, unpacked: 20 }).get('7')?.toString()).toBe('x');
  });
});

describe('a list of entries', () => {
  const entries = [
    { Fachbereich: 'FB 41', Adresse: 'https://www.facebook.com/kultur', Administratoren: 2 },
    { Fachbereich: 'FB 37', Adresse: 'https://x.com/feuerwehr', Bemerkung: ['alt', 'klein'] },
  ];
  const yaml =
    '- Fachbereich: FB 41\n  Adresse: https://www.facebook.com/kultur\n  Administratoren: 2\n- Fachbereich: FB 37\n  Adresse: https://x.com/feuerwehr\n  Bemerkung: [alt, klein]\n';

  it.each([
    ['JSON', 'liste.json', JSON.stringify(entries)],
    ['JSON with its mark', 'liste.JSON', `\uFEFF${JSON.stringify(entries)}`],
    ['YAML', 'liste.yml', yaml],
  ])('is read from %s', async (_what, name, text) => {
    const read = await listed(strToU8(text), name);
    expect(read.entries).toMatchObject([
      { line: 1, office: 'FB 41', key: 'facebook.com/kultur', administrators: 2 },
      { line: 2, office: 'FB 37', key: 'x.com/feuerwehr', note: 'alt, klein' },
    ]);
    expect(read.errors).toEqual([]);
  });

  it.each([
    ['liste.json', '{"a": 1}'],
    ['liste.json', '[1, 2]'],
    ['liste.json', '[{'],
    ['liste.json', '[]'],
    ['liste.yaml', 'a: b'],
    [
      'liste.yaml',
      `a: &a [x, x, x]\n${Array.from({ length: 9 }, (_, at) => `k${at}: &k${at} [*a, *a, *a]`).join('\n')}`,
    ],
    ['liste.xls', '\u00d0\u00cf\u0011\u00e0alt'],
    ['liste.pdf', '%PDF-1.7'],
    ['liste.xlsx', 'PK\u0003\u0004kaputt'],
  ])('%s with %j is answered with how to save it as CSV', async (name, text) => {
    expect(await faults(Buffer.from(text, 'latin1'), name)).toEqual([['format', '']]);
  });

  it('says the same of an archive that is no workbook', async () => {
    expect(
      await faults(zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet') }), 'a.ods'),
    ).toEqual([['format', '']]);
  });
});
