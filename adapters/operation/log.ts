/** The log: one JSON object per line, without secrets and without what people typed. */
import { pino } from 'pino';
import type { Config } from '../../bot/operation/config.ts';

/** What the rest of the app needs of the log; pino fits. */
type Line = (data: object, message: string) => void;
export type Log = { debug: Line; info: Line; warn: Line; error: Line; fatal: Line };

/** Shorter secrets would mask ordinary words. */
const SHORTEST = 6;

/**
 * @param secrets values that are masked everywhere, whatever an SDK puts into its errors
 * @param write receives one line at a time, including its line break
 */
export function createLog(level: Config['logLevel'], secrets: readonly string[], write: (line: string) => void): Log {
  const hidden = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  const mask = (line: string) => hidden.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line);
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: serializeError } },
    { write: (line: string) => write(mask(line)) },
  );
}

/**
 * Allow-lists the error fields that may be logged: HTTP clients attach whole requests, with tokens and texts, to
 * errors.
 */
export function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const told = error as Error & { code?: unknown; reason?: unknown; outcome?: unknown };
  const extra = Object.fromEntries(
    (['code', 'reason', 'outcome'] as const).flatMap((key) =>
      typeof told[key] === 'string' || typeof told[key] === 'number' ? [[key, told[key]]] : [],
    ),
  );
  return {
    type: error.name,
    message: withoutParameters(error.message),
    ...extra,
    stack: withoutParameters(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

/** drizzle appends a query's parameters to its messages: names, addresses, what people typed. */
const withoutParameters = (text: string): string => text.replaceAll(/\nparams: [\s\S]*?(?=\n\s+at |$)/g, '');

/** All secrets of a configuration in clear text, including the database password on its own. */
export function secretsOf(config: Config): string[] {
  const url = config.database.kind === 'postgres' ? config.database.url.reveal() : undefined;
  return [
    config.slack?.signingSecret.reveal(),
    config.slack?.botToken.reveal(),
    config.teams?.auth === 'on' ? config.teams.appPassword.reveal() : undefined,
    config.scimToken?.reveal(),
    url,
    url === undefined ? undefined : decodeURIComponent(new URL(url).password),
  ].filter((secret) => secret !== undefined);
}
