import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  checkFile,
  FILE_NAME_MAX,
  FILE_SIZE_MAX,
  FILE_TYPES,
  type FileExtension,
  type FileReason,
  safeFileName,
} from '../../bot/file-rules.ts';

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const archive = (names: string[]) =>
  zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<x/>'.repeat(40))])));
const openDocument = (kind: string) =>
  zipSync({
    mimetype: [strToU8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
    'content.xml': strToU8('<x/>'),
  });

const HEADS = {
  pdf: bytes('%PDF-1.7\n'),
  png: bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
  jpg: bytes('\xff\xd8\xff\xe0\0\x10JFIF'),
  jpeg: bytes('\xff\xd8\xff\xe1\0\x10Exif'),
  docx: archive(['[Content_Types].xml', '_rels/.rels', 'word/document.xml']),
  xlsx: archive(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml']),
  odt: openDocument('text'),
  ods: openDocument('spreadsheet'),
  txt: new TextEncoder().encode('Grüße aus Dortmund\n'),
  csv: new TextEncoder().encode('a;b\r\n1;2\r\n'),
} as const satisfies Record<FileExtension, Uint8Array>;
const EXTENSIONS = Object.keys(HEADS) as FileExtension[];

const makeFile = (overrides: Partial<Parameters<typeof checkFile>[0]> = {}) => ({
  name: 'Konzept.pdf',
  type: 'application/pdf',
  size: 1000,
  head: HEADS.pdf as Uint8Array,
  ...overrides,
});

describe('checkFile', () => {
  it.each(EXTENSIONS)('lets a real %s in, in capitals too, whatever type the sender claims', (extension) => {
    const name = `Konzept.${extension.toUpperCase()}`;
    const answer = checkFile(makeFile({ name, type: 'application/octet-stream', head: HEADS[extension] }));
    expect(answer).toEqual({ ok: true, name, type: FILE_TYPES[extension].type });
  });

  it('refuses each kind of content under the name of every other kind', () => {
    const same = (one: FileExtension, other: FileExtension) =>
      FILE_TYPES[one].type === FILE_TYPES[other].type ||
      (FILE_TYPES[one].type.startsWith('text/') && FILE_TYPES[other].type.startsWith('text/'));
    for (const content of EXTENSIONS) {
      for (const extension of EXTENSIONS.filter((other) => !same(content, other))) {
        const answer = checkFile(makeFile({ name: `a.${extension}`, head: HEADS[content] }));
        expect(answer, `${content} as ${extension}`).toEqual({ ok: false, reason: 'mismatch' });
      }
    }
  });

  it.each<[string, Partial<Parameters<typeof checkFile>[0]>, FileReason]>([
    ['nothing in it', { size: 0, head: new Uint8Array() }, 'empty'],
    ['an unknown size', { size: Number.NaN }, 'empty'],
    ['a byte too many', { size: FILE_SIZE_MAX + 1 }, 'too-big'],
    ['a program', { name: 'a.exe', head: bytes('MZ\x90\0') }, 'type'],
    ['a program called pdf', { name: 'a.pdf', head: bytes('MZ\x90\0') }, 'mismatch'],
    ['a program called txt', { name: 'a.txt', head: bytes('MZ\x90\0\x03') }, 'mismatch'],
    ['a drawing with script', { name: 'a.svg', head: bytes('<svg onload="x">') }, 'type'],
    ['a page', { name: 'a.html', head: bytes('<html>') }, 'type'],
    ['a plain archive called docx', { name: 'a.docx', head: archive(['viren.exe']) }, 'mismatch'],
    [
      'a document with macros called docx',
      { name: 'a.docx', head: archive(['[Content_Types].xml', 'word/vbaProject.bin']) },
      'mismatch',
    ],
    ['a document with macros', { name: 'a.docm', head: HEADS.docx }, 'type'],
    ['no extension', { name: 'Konzept' }, 'type'],
    ['only an extension', { name: '.pdf' }, 'type'],
    ['an extension turned around by a bidi sign', { name: 'Konzept\u202Efdp.exe' }, 'type'],
    ['a name that is a property of every object', { name: 'a.constructor' }, 'type'],
  ])('keeps out %s', (_what, overrides, reason) => {
    expect(checkFile(makeFile(overrides))).toEqual({ ok: false, reason });
  });

  it('takes the largest allowed file and text in UTF-16', () => {
    expect(checkFile(makeFile({ size: FILE_SIZE_MAX }))).toMatchObject({ ok: true });
    expect(checkFile(makeFile({ name: 'a.csv', head: bytes('\xff\xfea\0;\0') }))).toMatchObject({ ok: true });
  });
});

describe('safeFileName', () => {
  it.each([
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\Ablage\\Konzept.pdf', 'Konzept.pdf'],
    ['Konzept\u202E\u0000\n.pdf', 'Konzept.pdf'],
    ['Ma\u0308rz <Entwurf>: "1".pdf', 'März _Entwurf__ _1_.pdf'],
    ['...versteckt.pdf', 'versteckt.pdf'],
    ['CON.pdf', '_CON.pdf'],
    ['', 'datei'],
    ['/', 'datei'],
  ])('makes %j into "%s"', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('shortens the stem and keeps the extension', () => {
    const safe = safeFileName(`${'ä'.repeat(300)}.docx`);
    expect(safe).toHaveLength(FILE_NAME_MAX);
    expect(safe.endsWith('ä.docx')).toBe(true);
  });

  it('always gives a short, well-formed name without folders, and leaves a safe name alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name);
        expect(safe.length).toBeGreaterThan(0);
        expect(safe.length).toBeLessThanOrEqual(FILE_NAME_MAX);
        expect(safe).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}]/u);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });
});
