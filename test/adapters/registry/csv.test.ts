import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../support/listed.ts';

const cellsOf = async (file: Uint8Array | string) => (await parseCsv(file)).rows.map((row) => row.cells);
const linesOf = async (file: string) => (await parseCsv(file)).rows.map((row) => row.line);

describe('parseCsv', () => {
  it.each([';', ',', '\t', '|'])('finds out that the delimiter is "%s"', async (delimiter) => {
    const file = [`Stelle${delimiter}Kanal${delimiter}"Ort; Straße, Nr."`, `A${delimiter}B${delimiter}C`].join('\n');
    expect(await cellsOf(file)).toEqual([{ Stelle: 'A', Kanal: 'B', 'Ort; Straße, Nr.': 'C' }]);
  });

  it("obeys Excel's own hint and keeps the line numbers", async () => {
    const { rows } = await parseCsv('sep=,\r\na;b,c\r\n1,2\r\n');
    expect(rows).toEqual([{ line: 3, cells: { 'a;b': '1', c: '2' } }]);
  });

  it.each<[string, Uint8Array]>([
    ['UTF-8', new TextEncoder().encode('Behörde;Maß\nÖPNV;3')],
    ['UTF-8 with its mark', new TextEncoder().encode('\uFEFFBehörde;Maß\nÖPNV;3')],
    ['Windows-1252', Buffer.from('Behörde;Maß\nÖPNV;3', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFBehörde;Maß\nÖPNV;3', 'utf16le')],
  ])('reads umlauts from %s', async (_what, bytes) => {
    expect(await cellsOf(bytes)).toEqual([{ Behörde: 'ÖPNV', Maß: '3' }]);
  });

  it('reads German quotes and the euro sign from Windows-1252', async () => {
    expect(await cellsOf(Uint8Array.from([0x61, 0x3b, 0x62, 0x0a, 0x84, 0x78, 0x93, 0x3b, 0x80]))).toEqual([
      { a: '„x“', b: '€' },
    ]);
  });

  it.each(['\n', '\r\n', '\r'])(
    'numbers the lines with %j, across line breaks in quotes and empty lines',
    async (end) => {
      const file = ['a;b', '1;"x', 'y', 'z"', '', '2;w', '3;v', ''].join(end);
      expect(await linesOf(file)).toEqual([2, 6, 7]);
      expect((await cellsOf(file))[0]).toEqual({ a: '1', b: 'x\ny\nz' });
    },
  );

  it('keeps doubled quotes, and a stray quote inside a cell', async () => {
    expect(await cellsOf('a;b\n"sagt ""ja""";Kanal "Oper" neu')).toEqual([{ a: 'sagt "ja"', b: 'Kanal "Oper" neu' }]);
  });

  it('fills up a short row and reports one with cells beyond the headings', async () => {
    const { rows, errors } = await parseCsv('a;b\n1\n2;3;;\n4;5;6;7\n8;9');
    expect(rows).toEqual([
      { line: 2, cells: { a: '1', b: '' } },
      { line: 3, cells: { a: '2', b: '3' } },
      { line: 5, cells: { a: '8', b: '9' } },
    ]);
    expect(errors).toEqual([{ line: 4, column: '3', reason: 'columns', value: '6;7' }]);
  });

  it('reports a quote that never closes', async () => {
    expect(await parseCsv('a;b\n1;"x\n2;y')).toMatchObject({ rows: [], errors: [{ reason: 'quote' }] });
  });

  it('takes the first of two equal headings, and names what it leaves out', async () => {
    expect(await parseCsv('a;a;;b;\n1;2;3;4;')).toMatchObject({
      rows: [{ cells: { a: '1', b: '4' } }],
      dropped: ['a (#2)', '#3'],
    });
  });

  it.each(['', '\n\n', '\uFEFF', 'a;b\n'])('gives no rows for %j', async (file) => {
    expect(await parseCsv(file)).toEqual({ rows: [], errors: [], dropped: [] });
  });
});
