/**
 * Which files may be attached to an application or handed in as evidence: few types, judged by content as well as name.
 */

/** `waiting` until its bytes are fetched. */
export type FileState = 'waiting' | 'stored' | 'refused';

export const FILE_SIZE_MAX = 5 * 1024 * 1024;
export const FILES_PER_APPLICATION = 10;
/** Per incident. Further files are kept elsewhere, and a link to them is the evidence. */
export const FILES_PER_INCIDENT = 200;
export const FILE_NAME_MAX = 120;
/** How many leading bytes a check needs; a shorter file is passed whole. */
export const FILE_HEAD = 4096;

type Looks = (head: Uint8Array) => boolean;

const latin1 = (head: Uint8Array) => Array.from(head, (byte) => String.fromCharCode(byte)).join('');
const startsWith =
  (start: string): Looks =>
  (head) =>
    latin1(head.subarray(0, start.length)) === start;
const ZIP = 'PK\x03\x04';

/** Office files are zip archives with readable file names near the start. Files with macros are refused. */
const office =
  (folder: string, others: RegExp): Looks =>
  (head) => {
    const text = latin1(head);
    const isPackage = text.includes('[Content_Types].xml') || text.includes('_rels/') || text.includes(folder);
    return text.startsWith(ZIP) && isPackage && !others.test(text) && !text.includes('vbaProject');
  };
/** An OpenDocument file names its type in its first, uncompressed entry. */
const openDocument =
  (kind: string): Looks =>
  (head) => {
    const text = latin1(head);
    return text.startsWith(ZIP) && text.slice(30).startsWith(`mimetypeapplication/vnd.oasis.opendocument.${kind}PK`);
  };
/** Text has no magic number, but must not contain control characters. UTF-16 is recognised by its byte order mark. */
const plainText: Looks = (head) => {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return (
    isUtf16 ||
    (!head.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)) && !startsWith('%PDF-')(head))
  );
};

/** Every saved mail has at least one of these fields near its top; those of relays come before the sender's. */
const MAIL = /^(?:received|return-path|delivered-to|from|date|message-id|mime-version|subject)[ \t]*:/im;
const MAIL_LINE = /^(?:[!-9;-~]+[ \t]*:|[ \t])/;
/**
 * A saved mail starts with its header fields (RFC 5322, section 2.2), after the mailbox's own `From ` line if there is
 * one.
 */
const mail: Looks = (head) => {
  const text = latin1(head).replace(/^\xef\xbb\xbf/, '');
  const [header = '', ...rest] = text.replace(/^From [^\n]*\n/, '').split(/\r?\n\r?\n/);
  const lines = header.split(/\r?\n/);
  // The last line may be cut off within a field name.
  const whole = rest.length > 0 ? lines : lines.slice(0, -1);
  return plainText(head) && MAIL.test(header) && !/^[ \t]/.test(header) && whole.every((line) => MAIL_LINE.test(line));
};

/** ISO base media files name their brand after `ftyp`; pictures (HEIC, AVIF) share the format but have other brands. */
const media =
  (brand: RegExp): Looks =>
  (head) =>
    brand.test(latin1(head.subarray(4, 12)));
/** WebM is Matroska whose header names the document type `webm`. */
const webm: Looks = (head) =>
  startsWith('\x1a\x45\xdf\xa3')(head) && latin1(head.subarray(0, 64)).includes('\x42\x82\x84webm');

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

/** Incidents also take the best proof of a takeover: the mail that began it, and recordings of the screen. */
export const EVIDENCE_TYPES = {
  ...FILE_TYPES,
  eml: { type: 'message/rfc822', looks: mail },
  mp4: { type: 'video/mp4', looks: media(/^ftyp(?:iso[m2-9]|mp4[12]|avc1|3gp[4-9]|M4V[ HP]|MSNV|dash)/) },
  mov: { type: 'video/quicktime', looks: media(/^ftypqt {2}/) },
  webm: { type: 'video/webm', looks: webm },
} as const satisfies Record<string, { type: string; looks: Looks }>;
/** What a file is for. */
export type FileUse = 'application' | 'evidence';
const TYPES: Record<FileUse, Record<string, { type: string; looks: Looks }>> = {
  application: FILE_TYPES,
  evidence: EVIDENCE_TYPES,
};

const FILE_REASONS = ['empty', 'too-big', 'type', 'mismatch'] as const;
export type FileReason = (typeof FILE_REASONS)[number];
export type FileAnswer = { ok: true; name: string; type: string } | { ok: false; reason: FileReason };

/** Device names that Windows opens instead of the file. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name that is safe to show, to store and to download: no folder, no control or bidi character (they make
 * "…fdp.exe" look like "…exe.pdf"), nothing Windows forbids, at most `FILE_NAME_MAX` characters with the extension kept.
 */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/\s/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
    // The removal may have brought spaces together.
    .replace(/ +/g, ' ')
    .normalize('NFC')
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

type FileSeen = { name: string; type: string; size: number; head: Uint8Array };

/**
 * In: the name, the size in bytes and the first `FILE_HEAD` bytes. The type the sender claims (`type`) is ignored.
 * Out: the safe name and the type to store the file with, or the reason for refusing it.
 */
export function checkFile(file: FileSeen, use: FileUse = 'application'): FileAnswer {
  if (!(file.size > 0) || file.head.length === 0) return { ok: false, reason: 'empty' };
  if (file.size > FILE_SIZE_MAX) return { ok: false, reason: 'too-big' };
  const name = safeFileName(file.name);
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(TYPES[use], extension) ? TYPES[use][extension] : undefined;
  if (!known) return { ok: false, reason: 'type' };
  const { type, looks } = known;
  return looks(file.head.subarray(0, FILE_HEAD)) ? { ok: true, name, type } : { ok: false, reason: 'mismatch' };
}
