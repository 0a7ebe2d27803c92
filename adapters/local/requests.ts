/** The page's requests and their validation. */
import { z } from 'zod';
import type { IncomingFile } from '../../bot/chat.ts';
import { LIMITS } from '../../cards/render/limits.ts';
import { LocalFault } from './local-words.ts';

const lang = z.enum(['de', 'en']).default('de');
const id = z.string().min(1).max(200);
/** Created by the page once per click. A repeated key means the same click. */
const key = z.string().regex(/^[\w-]{8,64}$/);

const MAX_FILES = 10;
const MAX_FILE_BYTES = 7_000_000;

const file = z.object({
  name: z.string().trim().min(1).max(200),
  type: z.string().max(200).default(''),
  data: z.base64(),
});

export const stateRequest = z.object({ person: id.optional(), room: id.optional(), lang });
export const placeRequest = z.object({ person: id, room: id, lang });
export const sayRequest = placeRequest.extend({
  key,
  text: z.string(),
  files: z.array(file).max(MAX_FILES).default([]),
});
export const pressRequest = placeRequest.extend({
  key,
  message: id,
  do: z.string().min(1).max(200),
  args: z.record(z.string(), z.unknown()).default({}),
  inputs: z.record(z.string(), z.unknown()).default({}),
});
export const clockRequest = z.object({ to: z.enum(['day', 'month', 'january']), lang });
export const goneRequest = z.object({ person: id, gone: z.boolean(), lang });

export type SayRequest = z.infer<typeof sayRequest>;
export type Pressed = z.infer<typeof pressRequest>;

/** The parsed request. Throws LocalFault. */
export function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new LocalFault(400, 'malformed');
  return parsed.data;
}

/** The typed text, trimmed. Throws LocalFault if it is too long, or if there is neither text nor file. */
export function textOf(said: SayRequest): string {
  const text = said.text.trim();
  if (text.length > LIMITS.local.message) throw new LocalFault(400, 'tooLong', { max: LIMITS.local.message });
  if (text === '' && said.files.length === 0) throw new LocalFault(400, 'nothing');
  return text;
}

/** The files with their bytes. Throws LocalFault if they are too big. */
export function filesOf(said: SayRequest): IncomingFile[] {
  const files = said.files.map(({ name, type, data }) => {
    const bytes = new Uint8Array(Buffer.from(data, 'base64'));
    return { name, type, size: bytes.length, bytes };
  });
  if (files.reduce((sum, one) => sum + one.size, 0) > MAX_FILE_BYTES) throw new LocalFault(413, 'tooBig');
  return files;
}

/** Tells whether a text in a shared room is addressed to Kanalwacht: a command, or a text that starts with its name. */
export const CALL = /^\/|^@?kanalwacht\b[\s,:]*/i;
