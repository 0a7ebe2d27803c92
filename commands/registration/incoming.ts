/** A file from a chat: either with its bytes, which are checked at once, or only announced, for an effect to fetch. */
import { createHash } from 'node:crypto';
import type { IncomingFile } from '../../bot/chat.ts';
import {
  checkFile,
  FILE_HEAD,
  FILE_NAME_MAX,
  FILE_SIZE_MAX,
  type FileReason,
  type FileUse,
} from '../../bot/registration/file-rules.ts';

type Stored = { state: 'stored'; name: string; type: string; size: number; sha256: string; content: Uint8Array };
type Waiting = { state: 'waiting'; name: string; type: string; size: number; source: string | null };
/** What is stored of a sent file, or why it is refused. */
export type Incoming = Stored | Waiting | { state: 'refused'; name: string; problem: FileReason };

export function received({ name, type, size, source, bytes }: IncomingFile, use: FileUse): Incoming {
  if (bytes) {
    const checked = checkFile({ name, type, size: bytes.length, head: bytes.subarray(0, FILE_HEAD) }, use);
    if (!checked.ok) return { state: 'refused', name, problem: checked.reason };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { state: 'stored', name: checked.name, type: checked.type, size: bytes.length, sha256, content: bytes };
  }
  // Only announced: an effect fetches the bytes. The size is checked now and again after the fetch.
  if (size > FILE_SIZE_MAX) return { state: 'refused', name, problem: 'too-big' };
  return { state: 'waiting', name: name.slice(0, FILE_NAME_MAX), type, size, source: source ?? null };
}
