/** Checks size, age and signature of a request, and only then passes it to Bolt. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export const BODY_LIMIT = 1024 * 1024;
/** In seconds, into the past and the future. Bolt itself checks only the past. */
const MAX_SKEW = 300;

/** A request whose body has been read and checked; Bolt takes the bytes from `rawBody` instead of the socket. */
export type CheckedRequest = IncomingMessage & { rawBody: Buffer };

type Refusal = { status: 400 | 401 | 405 | 413; why: string };
type Verdict =
  | { ok: true; request: CheckedRequest }
  | ({ ok: false } & Refusal)
  | { ok: false; status: 200; why: 'ssl' };

/**
 * Checks one request against the time `now`. A refusal carries the HTTP status and a word for the log. Nothing in the
 * request may be trusted or logged before the verdict is ok.
 */
export async function checkRequest(request: IncomingMessage, signingSecret: string, now: Date): Promise<Verdict> {
  if (request.method !== 'POST') return refuse(405, 'method');
  // Cheap checks first: a stale or unsigned request is not worth a megabyte of memory.
  const signature = header(request, 'x-slack-signature');
  const timestamp = header(request, 'x-slack-request-timestamp');
  if (Number(header(request, 'content-length') ?? 0) > BODY_LIMIT) return refuse(413, 'too-large');
  if (timestamp !== undefined && !isFresh(timestamp, now)) return refuse(401, 'timestamp');
  const body = await readBody(request);
  if (body === undefined) return refuse(413, 'too-large');
  // Slack tests the certificate with an unsigned `ssl_check=1`; it gets a bare 200 and reaches nothing.
  if (signature === undefined && /(^|&)ssl_check=1(&|$)/.test(body.toString('utf8'))) {
    return { ok: false, status: 200, why: 'ssl' };
  }
  if (signature === undefined || timestamp === undefined) return refuse(401, 'unsigned');
  if (!isSigned(signingSecret, timestamp, body, signature)) return refuse(401, 'signature');
  // Bolt compares the content type literally, but proxies may append a charset.
  request.headers['content-type'] = (header(request, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return { ok: true, request: Object.assign(request, { rawBody: body }) };
}

/** Answers a refused request with its bare status: a forger learns nothing from the body. */
export function turnAway(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.writeHead(status, {
    'content-length': 0,
    ...(status === 405 ? { allow: 'POST' } : {}),
    connection: 'close',
  });
  response.end();
  request.resume();
}

/** Slack's signature: `v0=` and the HMAC-SHA256 of `v0:timestamp:body` in hex. It covers bytes, not decoded text. */
export function sign(signingSecret: string, timestamp: string, body: Buffer | string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

function isSigned(secret: string, timestamp: string, body: Buffer, signature: string): boolean {
  const expected = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function isFresh(timestamp: string, now: Date): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - Number(timestamp)) <= MAX_SKEW;
}

function refuse(status: Refusal['status'], why: string): Verdict {
  return { ok: false, status, why };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The body, or undefined as soon as it exceeds the limit. Rejects if the connection closes early. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the sender went away before the body was complete')));
  });
}
