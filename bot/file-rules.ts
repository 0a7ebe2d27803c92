/** Which files may be attached to an application: few types, judged by their bytes and not only by their name. */

export const FILE_SIZE_MAX = 5 * 1024 * 1024;
export const FILES_PER_APPLICATION = 10;
export const FILE_NAME_MAX = 120;
/** How many first bytes a check wants to see; of a shorter file all of them. */
export const FILE_HEAD = 4096;

type Looks = (head: Uint8Array) => boolean;

const latin1 = (head: Uint8Array) => Array.from(head, (byte) => String.fromCharCode(byte)).join('');
const startsWith =
  (start: string): Looks =>
  (head) =>
    latin1(head.subarray(0, start.length)) === start;
const ZIP = 'PK\x03\x04';

/** Office files are zip archives whose file names stand uncompressed near the start. A macro is never let in. */
const office =
  (folder: string, others: RegExp): Looks =>
  (head) => {
    const text = latin1(head);
    const isPackage = text.includes('[Content_Types].xml') || text.includes('_rels/') || text.includes(folder);
    return text.startsWith(ZIP) && isPackage && !others.test(text) && !text.includes('vbaProject');
  };
/** OpenDocument says what it is in its first, uncompressed entry. */
const openDocument =
  (kind: string): Looks =>
  (head) => {
    const text = latin1(head);
    return text.startsWith(ZIP) && text.slice(30).startsWith(`mimetypeapplication/vnd.oasis.opendocument.${kind}PK`);
  };
/** Text has no magic number; what has control characters is none. UTF-16 is known by its mark. */
const plainText: Looks = (head) => {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return (
    isUtf16 ||
    (!head.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)) && !startsWith('%PDF-')(head))
  );
};

export const FILE_TYPES = {
  pdf: { type: 'application/pdf', looks: startsWith('%PDF-') },
  png: { type: 'image/png', looks: startsWith('\x89PNG\r\n\x1a\n') },
  jpg: { type: 'image/jpeg', looks: startsWith('\xff\xd8\xff') },
  jpeg: { type: 'image/jpeg', looks: startsWith('\xff\xd8\xff') },
  docx: {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    looks: office('word/', /\b(?:xl|ppt)\//),
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    looks: office('xl/', /\b(?:word|ppt)\//),
  },
  odt: { type: 'application/vnd.oasis.opendocument.text', looks: openDocument('text') },
  ods: { type: 'application/vnd.oasis.opendocument.spreadsheet', looks: openDocument('spreadsheet') },
  txt: { type: 'text/plain', looks: plainText },
  csv: { type: 'text/csv', looks: plainText },
} as const satisfies Record<string, { type: string; looks: Looks }>;
export type FileExtension = keyof typeof FILE_TYPES;

export const FILE_REASONS = ['empty', 'too-big', 'type', 'mismatch'] as const;
export type FileReason = (typeof FILE_REASONS)[number];
export type FileAnswer = { ok: true; name: string; type: string } | { ok: false; reason: FileReason };

/** Device names that Windows opens instead of the file. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name that is safe to show, to store and to download: no folder, no control or bidi character (they make
 * "…fdp.exe" look like "…exe.pdf"), nothing Windows forbids, at most `FILE_NAME_MAX` characters with the extension kept.
 */
export function safeFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[ .]+|[ .]+$/g, '');
  const dot = plain.lastIndexOf('.');
  const extension = dot > 0 && plain.length - dot <= 10 ? plain.slice(dot) : '';
  const stem = plain.slice(0, plain.length - extension.length) || 'datei';
  const prefix = DEVICE.test(stem) ? '_' : '';
  let short = '';
  for (const sign of stem) {
    if (prefix.length + short.length + sign.length + extension.length > FILE_NAME_MAX) break;
    short += sign;
  }
  return `${prefix}${short.trimEnd()}${extension}`;
}

/**
 * In: the name, the size in bytes and the first `FILE_HEAD` bytes. What the sender says about the type (`type`) is no
 * evidence and is not asked. Out: the safe name and the type to store it with, or why it stays out.
 */
export function checkFile(file: { name: string; type: string; size: number; head: Uint8Array }): FileAnswer {
  if (!(file.size > 0) || file.head.length === 0) return { ok: false, reason: 'empty' };
  if (file.size > FILE_SIZE_MAX) return { ok: false, reason: 'too-big' };
  const name = safeFileName(file.name);
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (!Object.hasOwn(FILE_TYPES, extension)) return { ok: false, reason: 'type' };
  const { type, looks } = FILE_TYPES[extension as FileExtension];
  return looks(file.head.subarray(0, FILE_HEAD)) ? { ok: true, name, type } : { ok: false, reason: 'mismatch' };
}
