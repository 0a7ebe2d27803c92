/** Checks a zip archive by its table of contents before unpacking, and unpacks no more than that declares. */
import { inflateRawSync } from 'node:zlib';

export class ZipRefused extends Error {
  readonly why: 'too-big' | 'unreadable';
  constructor(why: 'too-big' | 'unreadable') {
    super(`a zip archive that is ${why}`);
    this.name = 'ZipRefused';
    this.why = why;
  }
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** Length of the end record plus the longest possible comment. */
const END_MAX = 22 + 0xffff;
const STORED = 0;
const DEFLATED = 8;

type Limits = { entries: number; unpacked: number };

/**
 * Unpacks an archive if its contents stay within the limits.
 *
 * @returns the files by name
 * @throws ZipRefused if the table declares more, is wrong about a file, or cannot be read
 */
export function unzipWithin(bytes: Buffer, { entries: most, unpacked: limit }: Limits): Map<string, Buffer> {
  try {
    const table = contentsOf(bytes);
    const promised = table.reduce((sum, { size }) => sum + size, 0);
    if (table.length > most || promised > limit) throw new ZipRefused('too-big');
    return new Map(table.filter(({ name }) => !name.endsWith('/')).map((entry) => [entry.name, unpack(bytes, entry)]));
  } catch (error) {
    if (error instanceof ZipRefused) throw error;
    const isMore = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ZipRefused(isMore ? 'too-big' : 'unreadable');
  }
}

type Entry = { name: string; method: number; packed: number; size: number; at: number };

function contentsOf(bytes: Buffer): Entry[] {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) {
    if (bytes.length - end > END_MAX) throw new ZipRefused('unreadable');
    end -= 1;
  }
  if (end < 0) throw new ZipRefused('unreadable');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new ZipRefused('unreadable');
    const nameLength = bytes.readUInt16LE(at + 28);
    const entry = {
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return entry;
  });
}

function unpack(bytes: Buffer, { method, packed, size, at }: Entry): Buffer {
  if (bytes.readUInt32LE(at) !== LOCAL) throw new ZipRefused('unreadable');
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const data = bytes.subarray(start, start + packed);
  if (data.length < packed || (method !== STORED && method !== DEFLATED)) throw new ZipRefused('unreadable');
  // Stop as soon as the content exceeds its declared size.
  const content = method === STORED ? data : inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  if (content.length !== size) throw new ZipRefused('unreadable');
  return content;
}
