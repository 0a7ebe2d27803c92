/** The connectors' part of the environment: which are allowed at all, and with which tokens. */
import { z } from 'zod';
import { type ConnectorConfig, type ConnectorName, isConnector } from '../platform/connector.ts';
import type { ConfigFault } from './config-faults.ts';
import { Secret } from './secret.ts';

const fault = (code: ConfigFault): ConfigFault => code;

const read = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** No blanks at the ends, no line breaks: a pasted one would break the header in which the token is sent. */
const TOKENS = z.record(z.string().min(1), z.string().regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/));

export const CONNECTOR_SCHEMAS = {
  CONNECTORS: z
    .string()
    .transform((list) => list.split(/[\s,;]+/).filter((one) => one !== ''))
    .refine((list) => list.every(isConnector), fault('connectors'))
    .transform((list) => list as ConnectorName[])
    .exactOptional(),
  CONNECTOR_TOKENS: z
    .string()
    .transform(read)
    // A fault is reported without showing any token.
    .refine((value): value is Record<string, string> => TOKENS.safeParse(value).success, fault('connector-tokens'))
    .transform((tokens) => new Map(Object.entries(tokens).map(([name, value]) => [name, new Secret(value)])))
    .exactOptional(),
} satisfies Record<string, z.ZodType>;

type Given = { CONNECTORS?: ConnectorName[] | undefined; CONNECTOR_TOKENS?: Map<string, Secret> | undefined };

/** Absent while no connector is allowed. */
export function connectorsOf({
  CONNECTORS: allowed = [],
  CONNECTOR_TOKENS: tokens,
}: Given): ConnectorConfig | undefined {
  return allowed.length === 0 ? undefined : { allowed, tokens: tokens ?? new Map() };
}
