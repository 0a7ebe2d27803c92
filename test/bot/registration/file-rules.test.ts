import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  checkFile,
  EVIDENCE_TYPES,
  FILE_HEAD,
  FILE_NAME_MAX,
  FILE_SIZE_MAX,
  FILE_TYPES,
  FILES_PER_APPLICATION,
  FILES_PER_INCIDENT,
  type FileReason,
  safeFileName,
} from '../../../bot/registration/file-rules.ts';

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const archive = (names: string[]) =>
  zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<x/>'.repeat(40))])));
const openDocument = (kind: string) =>
  zipSync({
    mimetype: [strToU8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
    'content.xml': strToU8('<x/>'),
  });

type FileExtension = keyof typeof EVIDENCE_TYPES;
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
  eml: bytes(
    'Received: from mail.example.org\r\n\tby mx.dortmund.example; Mon, 23 Nov 2026 08:12:00 +0100\r\nFrom: "Support" <a@example.org>\r\n\r\nGuten Tag\r\n',
  ),
  mp4: bytes('\0\0\0\x18ftypmp42\0\0\0\0isommp42'),
  mov: bytes('\0\0\0\x14ftypqt  \0\0\0\0qt  '),
  webm: bytes('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm\x42\x87\x81\x04'),
} as const satisfies Record<FileExtension, Uint8Array>;
const EXTENSIONS = Object.keys(HEADS) as FileExtension[];

const makeFile = (overrides: Partial<Parameters<typeof checkFile>[0]> = {}) => ({
  name: 'Konzept.pdf',
  type: 'application/pdf',
  size: 1000,
  head: HEADS.pdf as Uint8Array,
  ...overrides,
});

it('keeps to the limits that texts and databases were made for', () => {
  expect([FILE_SIZE_MAX, FILES_PER_APPLICATION, FILES_PER_INCIDENT, FILE_NAME_MAX, FILE_HEAD]).toEqual([
    5_242_880, 10, 200, 120, 4096,
  ]);
});

describe('checkFile', () => {
  it('asks the first bytes only: what stands behind them is not read', () => {
    const head = new Uint8Array(FILE_HEAD + 1).fill(0x41);
    head[FILE_HEAD] = 0;
    expect(checkFile(makeFile({ name: 'a.txt', head })).ok).toBe(true);
    head[FILE_HEAD - 1] = 0;
    expect(checkFile(makeFile({ name: 'a.txt', head }))).toEqual({ ok: false, reason: 'mismatch' });
  });

  it.each([
    ['\xff\xfea\0', true],
    ['\xfe\xff\0a', true],
    ['\xff\0a\0', false],
    ['\xfe\0a\0', false],
    ['a\xfe\0', false],
    ['a\xff\0', false],
  ])('takes control characters for text only behind the whole mark of UTF-16: %j', (text, ok) => {
    expect(checkFile(makeFile({ name: 'a.txt', head: bytes(text) })).ok).toBe(ok);
  });

  it.each(['[Content_Types].xml', '_rels/.rels', 'word/document.xml'])('knows a document by %s alone', (name) => {
    expect(checkFile(makeFile({ name: 'a.docx', head: archive([name]) })).ok).toBe(true);
  });
  it('takes an archive of something else for no document', () => {
    expect(checkFile(makeFile({ name: 'a.docx', head: archive(['a.txt']) })).ok).toBe(false);
  });

  it.each([
    [`a.${'b'.repeat(9)}`, `a.${'b'.repeat(9)}`],
    [`${'a'.repeat(200)}.${'b'.repeat(9)}`, `${'a'.repeat(110)}.${'b'.repeat(9)}`],
    [`${'a'.repeat(200)}.${'b'.repeat(10)}`, 'a'.repeat(120)],
  ])('keeps an extension of up to nine letters: %s', (name, safe) => expect(safeFileName(name)).toBe(safe));

  it.each(EXTENSIONS)('lets a real %s in, in capitals too, whatever type the sender claims', (extension) => {
    const name = `Konzept.${extension.toUpperCase()}`;
    const answer = checkFile(makeFile({ name, type: 'application/octet-stream', head: HEADS[extension] }), 'evidence');
    expect(answer).toEqual({ ok: true, name, type: EVIDENCE_TYPES[extension].type });
  });

  it('refuses each kind of content under the name of every other kind', () => {
    const same = (one: FileExtension, other: FileExtension) =>
      EVIDENCE_TYPES[one].type === EVIDENCE_TYPES[other].type ||
      // A mail is text; text is no mail.
      (['txt', 'csv', 'eml'].includes(one) && ['txt', 'csv'].includes(other));
    for (const content of EXTENSIONS) {
      for (const extension of EXTENSIONS.filter((other) => !same(content, other))) {
        const answer = checkFile(makeFile({ name: `a.${extension}`, head: HEADS[content] }), 'evidence');
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

  it.each(['eml', 'mp4', 'mov', 'webm'] as const)('takes %s as evidence, not with an application', (extension) => {
    const file = makeFile({ name: `a.${extension}`, head: HEADS[extension] });
    expect([checkFile(file), checkFile(file, 'evidence')]).toMatchObject([{ ok: false, reason: 'type' }, { ok: true }]);
    expect(Object.keys(FILE_TYPES)).not.toContain(extension);
  });

  it.each([
    ['with the line of a mailbox', 'From - Mon Nov 23 08:12:00 2026\nX-Mozilla-Status: 0001\nSubject: a\n\nb'],
    ['with a mark of UTF-8', '\xef\xbb\xbfMIME-Version: 1.0\r\nSubject: a\r\n\r\nb'],
    ['whose relays fill more than is looked at', `Received: a\r\n${'X-MS-Exchange: b\r\n c\r\n'.repeat(400)}From: d`],
    ['cut in the middle of a field', `Return-Path: <a@b>\r\n${'X'.repeat(5000)}`],
  ])('knows a mail %s', (_what, text) => {
    expect(checkFile(makeFile({ name: 'a.eml', head: bytes(text) }), 'evidence')).toMatchObject({ ok: true });
  });

  it.each([
    ['a page called eml', 'a.eml', '<!doctype html>\r\nFrom: a\r\n\r\n'],
    ['a page below a field called eml', 'a.eml', 'From: a\r\n<script>\r\n\r\n'],
    ['notes called eml', 'a.eml', 'Notiz: morgen\n\nFrom: a\n'],
    ['a program called eml', 'a.eml', 'MZ\x90\0From: a\r\n'],
    ['a picture built like a video', 'a.mp4', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['a Matroska file called webm', 'a.webm', '\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska'],
    ['a letter of Outlook’s own kind', 'a.msg', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ])('keeps %s out of the evidence', (_what, name, text) => {
    expect(checkFile(makeFile({ name, head: bytes(text) }), 'evidence').ok).toBe(false);
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
    ['Entwurf \u0000 zwei.pdf', 'Entwurf zwei.pdf'],
    ['Ma\u200Du\u200D\u0308.pdf', 'Maü.pdf'],
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
