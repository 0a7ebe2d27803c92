/** The environment, read once: every variable checked, every fault found in one go. */
import { z } from 'zod';
import type { Lang } from '../chat.ts';
import type { ConnectorConfig } from '../platform/connector.ts';
import { CONNECTOR_SCHEMAS, connectorsOf } from './config-connectors.ts';
import { CONFIG_FAULTS, type ConfigFault } from './config-faults.ts';
import { isSecret, VARIABLE_NAMES, VARIABLES, type VariableName } from './config-variables.ts';
import { Secret } from './secret.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

type SlackConfig = { signingSecret: Secret; botToken: Secret; apiUrl?: string };
/** With `auth: 'off'` no request is authenticated; `readConfig` allows that on loopback only. */
type TeamsConfig =
  | { auth: 'on'; appId: string; appPassword: Secret; tenantId: string; allowedTenants: readonly string[] }
  | { auth: 'off'; allowedTenants: readonly string[] };

export type Config = {
  port: number;
  host: string;
  publicUrl?: string;
  /** A browser page without login, for newcomers; only ever on loopback. */
  localWorkspace: boolean;
  dataDir: string;
  database: { kind: 'pglite'; dir: string } | { kind: 'postgres'; url: Secret };
  organisationFile?: string;
  slack?: SlackConfig;
  teams?: TeamsConfig;
  graphApiUrl: string;
  scimToken?: Secret;
  /** Absent: no connector may do anything. */
  connectors?: ConnectorConfig;
  logLevel: (typeof LOG_LEVELS)[number];
};

/** One fault: which variable, what is wrong with it, where to find the right value. */
export type Problem = { name: VariableName; message: string; where: string };
type ConfigReading = { ok: true; config: Config } | { ok: false; problems: Problem[] };

/** True for this machine: `localhost`, 127.0.0.0/8 and ::1. */
export function isLoopbackHost(host: string): boolean {
  const plain = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return plain === 'localhost' || plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

/** Checks carry the code of their fault as message; the sentences are in config-faults.ts. */
const fault = (code: ConfigFault): ConfigFault => code;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const guid = z.string().regex(GUID, fault('guid'));
const secret = (check: z.ZodType<string, string>) => check.transform((value) => new Secret(value));
const onOff = z.enum(['on', 'off'], fault('switch'));

/** Tokens and people's data are sent there, so the connection must be encrypted unless it stays on this machine. */
const outsideUrl = z.string().refine((value) => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username } = new URL(value);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname)));
}, fault('url'));

const isDatabaseUrl = (value: string) =>
  /^postgres(ql)?:$/.test(URL.canParse(value) ? new URL(value).protocol : '') && new URL(value).hostname !== '';

const SCHEMAS = {
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, fault('port'))
    .transform(Number)
    .refine((port) => port <= 65_535, fault('port')),
  HOST: z.string().regex(/^(\[[0-9a-f:]+\]|[0-9a-f]*:[0-9a-f:]+|[a-z0-9.-]+)$/i, fault('host')),
  PUBLIC_URL: outsideUrl.transform((url) => url.replace(/\/+$/, '')).exactOptional(),
  LOCAL_WORKSPACE: onOff.exactOptional(),
  DATABASE_URL: secret(z.string().refine(isDatabaseUrl, fault('database-url'))).exactOptional(),
  DATA_DIR: z.string(),
  ORGANISATION_FILE: z.string().exactOptional(),
  SLACK_SIGNING_SECRET: secret(z.string().regex(/^[0-9a-f]{32}$/i, fault('signing-secret'))).exactOptional(),
  // With token rotation switched on, Slack puts `xoxe.` in front.
  SLACK_BOT_TOKEN: secret(z.string().regex(/^(xoxe\.)?xoxb-\S+$/, fault('bot-token'))).exactOptional(),
  SLACK_API_URL: outsideUrl.transform((url) => `${url.replace(/\/+$/, '')}/`).exactOptional(),
  TEAMS_APP_ID: guid.exactOptional(),
  TEAMS_APP_PASSWORD: secret(z.string().refine((value) => !GUID.test(value), fault('password-is-id'))).exactOptional(),
  TEAMS_TENANT_ID: guid.exactOptional(),
  TEAMS_ALLOWED_TENANTS: z
    .string()
    .transform((list) => list.split(/[\s,;]+/).filter((one) => one !== ''))
    .refine((list) => list.every((one) => GUID.test(one)), fault('guid'))
    .exactOptional(),
  TEAMS_AUTH: onOff,
  GRAPH_API_URL: outsideUrl,
  SCIM_TOKEN: secret(z.string().regex(/^\S{32,}$/, fault('scim-token'))).exactOptional(),
  ...CONNECTOR_SCHEMAS,
  LOG_LEVEL: z.enum(LOG_LEVELS, fault('log-level')),
} satisfies Record<VariableName, z.ZodType>;
const environment = z.object(SCHEMAS);

type Given = Partial<Record<VariableName, string>>;
type Found = { name: VariableName; code: ConfigFault };

/**
 * Reads the environment. An empty variable counts as absent, because container files often set it that way.
 * @param env usually `process.env`
 * @param lang language of the problems
 */
export function readConfig(env: Record<string, string | undefined>, lang: Lang = 'de'): ConfigReading {
  const given: Given = {};
  for (const name of VARIABLE_NAMES) {
    const value = env[name]?.trim() || fallbackOf(name);
    if (value !== undefined) given[name] = value;
  }
  const parsed = environment.safeParse(given);
  const shape: Found[] = (parsed.error?.issues ?? []).map((issue) => ({
    name: issue.path[0] as VariableName,
    code: issue.message as ConfigFault,
  }));
  // Both kinds at once: nobody should correct a typing error and learn about a missing token only in the next run.
  const found = [...shape, ...contradictions(given)];
  if (parsed.success && found.length === 0) return { ok: true, config: assemble(parsed.data, wantsWorkspace(given)) };
  return { ok: false, problems: found.map((one) => problem(one, given, lang)) };
}

const fallbackOf = (name: VariableName): string | undefined => {
  const variable = VARIABLES[name];
  return 'fallback' in variable ? variable.fallback : undefined;
};

function problem({ name, code }: Found, given: Given, lang: Lang): Problem {
  const value = isSecret(name) ? '' : (given[name] ?? '');
  const message = `${name} ${CONFIG_FAULTS[code][lang].replace('{value}', () => value)}`;
  return { name, message, where: VARIABLES[name].where[lang] };
}

const SLACK = ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'] as const;
const TEAMS = ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'] as const;

const wantsSlack = (given: Given) => [...SLACK, 'SLACK_API_URL' as const].some((name) => given[name] !== undefined);
const wantsTeams = (given: Given) =>
  [...TEAMS, 'TEAMS_ALLOWED_TENANTS' as const].some((name) => given[name] !== undefined);
/** Off beside a real chat: a proxy that adds no headers goes unnoticed and would let anybody in as anybody. */
const wantsWorkspace = (given: Given) =>
  given.LOCAL_WORKSPACE === undefined
    ? isLoopbackHost(given.HOST ?? '') && !wantsSlack(given) && (given.TEAMS_AUTH === 'off' || !wantsTeams(given))
    : given.LOCAL_WORKSPACE === 'on';

/** Faults that no single variable shows: incomplete groups, access without protection. */
function contradictions(given: Given): Found[] {
  const found: Found[] = [];
  const missing = (names: readonly VariableName[], code: ConfigFault) => {
    for (const name of names) if (given[name] === undefined) found.push({ name, code });
  };
  const loopback = isLoopbackHost(given.HOST ?? '');
  const authOff = given.TEAMS_AUTH === 'off';
  if (wantsSlack(given)) missing(SLACK, 'slack-incomplete');
  if (wantsTeams(given) && !authOff) missing(TEAMS, 'teams-incomplete');
  if (given.CONNECTORS !== undefined) missing(['CONNECTOR_TOKENS'], 'tokens-missing');
  if (authOff && !loopback) found.push({ name: 'TEAMS_AUTH', code: 'auth-off-open' });
  if (given.LOCAL_WORKSPACE === 'on' && !loopback) found.push({ name: 'LOCAL_WORKSPACE', code: 'workspace-open' });
  if (!wantsSlack(given) && !wantsTeams(given) && !authOff && !wantsWorkspace(given))
    found.push({ name: given.LOCAL_WORKSPACE === 'off' ? 'LOCAL_WORKSPACE' : 'HOST', code: 'no-chat' });
  return found;
}

function assemble(env: z.infer<typeof environment>, localWorkspace: boolean): Config {
  const slack = slackOf(env);
  const teams = teamsOf(env);
  const connectors = connectorsOf(env);
  return {
    port: env.PORT,
    host: env.HOST.replace(/^\[(.*)\]$/, '$1'),
    ...(env.PUBLIC_URL ? { publicUrl: env.PUBLIC_URL } : {}),
    localWorkspace,
    dataDir: env.DATA_DIR,
    database: env.DATABASE_URL ? { kind: 'postgres', url: env.DATABASE_URL } : { kind: 'pglite', dir: env.DATA_DIR },
    ...(env.ORGANISATION_FILE ? { organisationFile: env.ORGANISATION_FILE } : {}),
    ...(slack ? { slack } : {}),
    ...(teams ? { teams } : {}),
    graphApiUrl: env.GRAPH_API_URL,
    ...(env.SCIM_TOKEN ? { scimToken: env.SCIM_TOKEN } : {}),
    ...(connectors ? { connectors } : {}),
    logLevel: env.LOG_LEVEL,
  };
}

function slackOf(env: z.infer<typeof environment>): SlackConfig | undefined {
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken, SLACK_API_URL: apiUrl } = env;
  if (!signingSecret || !botToken) return undefined;
  return { signingSecret, botToken, ...(apiUrl ? { apiUrl } : {}) };
}

function teamsOf(env: z.infer<typeof environment>): TeamsConfig | undefined {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: appPassword, TEAMS_TENANT_ID: tenantId } = env;
  const allowed = env.TEAMS_ALLOWED_TENANTS;
  if (env.TEAMS_AUTH === 'off') return { auth: 'off', allowedTenants: allowed ?? [] };
  if (!appId || !appPassword || !tenantId) return undefined;
  return { auth: 'on', appId, appPassword, tenantId, allowedTenants: allowed ?? [tenantId] };
}
