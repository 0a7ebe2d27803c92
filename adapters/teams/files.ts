/** Files that people send in Teams: how they are announced, and how their bytes are fetched. */
import { z } from 'zod';
import { type IncomingFile, SendError } from '../../bot/chat.ts';

/** In bytes, the largest attachment the city's form accepts. */
const MAX_FILE = 5 * 1024 * 1024;
/** Teams stores files of personal chats in the sender's OneDrive. The signed address expires after minutes. */
const FILE_HOSTS = ['sharepoint.com', 'sharepoint.us', 'sharepoint-mil.us', 'sharepoint.cn'] as const;

const shared = z.object({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string().min(1),
  content: z.object({ downloadUrl: z.string(), fileType: z.string().nullish() }),
});
/** A picture pasted into the message. The connector stores it and requires the bot's token. */
const pasted = z.object({
  contentType: z.string().regex(/^image\//),
  contentUrl: z.string(),
  name: z.string().nullish(),
});

/** Media types of common attachments. Teams sends only the file extension; the form decides what it accepts. */
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  txt: 'text/plain',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

/** The files of a message. Teams sends no size: it is 0 here and known after the download. */
export function filesOf(attachments: readonly unknown[]): IncomingFile[] {
  const files: IncomingFile[] = [];
  for (const attachment of attachments) {
    const file = shared.safeParse(attachment);
    if (file.success) {
      const { name, content } = file.data;
      const ending = (content.fileType || name.split('.').at(-1) || '').toLowerCase();
      files.push({ name, type: TYPES[ending] ?? 'application/octet-stream', size: 0, source: content.downloadUrl });
      continue;
    }
    const picture = pasted.safeParse(attachment);
    if (!picture.success) continue;
    const type = picture.data.contentType === 'image/*' ? 'image/png' : picture.data.contentType;
    const name = picture.data.name || `bild.${type.split('/')[1]}`;
    files.push({ name, type, size: 0, source: picture.data.contentUrl });
  }
  return files;
}

type FileRules = {
  /** Whether an address is the connector's. Only the connector may see the bot's token. */
  isConnector: (url: string) => boolean;
  /** Empty if no tokens are used. */
  token: () => Promise<string>;
  /** `host:port` of a fake file store, for tests. */
  testHosts: readonly string[];
  /** Milliseconds. */
  deadline: number;
};

/** The bytes of an announced file. Throws SendError; `refused` means gone, too big or on an unknown host. */
export async function fetchFile(source: string, rules: FileRules): Promise<Uint8Array> {
  const connector = rules.isConnector(source);
  if (!connector && !isFileStore(source, rules.testHosts)) throw new SendError('refused', 'foreign-file-host');
  const token = connector ? await rules.token() : '';
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  let response: Response;
  try {
    response = await fetch(source, { headers, redirect: 'manual', signal: AbortSignal.timeout(rules.deadline) });
  } catch {
    // A download is safe to repeat, so a network failure is never `unknown`.
    throw new SendError('later', 'file-unreachable');
  }
  if (!response.ok) {
    await response.body?.cancel();
    const retry = response.status === 429 || response.status >= 500;
    throw new SendError(retry ? 'later' : 'refused', `file-http-${response.status}`);
  }
  return readAtMost(response, MAX_FILE);
}

/** Counts while reading: a server may send more than it announced. */
async function readAtMost(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      size += part.byteLength;
      if (size > most) throw new SendError('refused', 'file-too-big');
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof SendError ? error : new SendError('later', 'file-unreachable');
  }
  return Buffer.concat(parts);
}

function isFileStore(source: string, testHosts: readonly string[]): boolean {
  if (!URL.canParse(source)) return false;
  const { protocol, host, hostname, username, password } = new URL(source);
  if (username !== '' || password !== '') return false;
  if (testHosts.includes(host)) return true;
  return protocol === 'https:' && host === hostname && FILE_HOSTS.some((end) => hostname.endsWith(`.${end}`));
}
