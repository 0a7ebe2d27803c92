/** The organisation file: who works where, who leads, who takes part, who has which role. */
import { z } from 'zod';
import type { Lang } from '../chat.ts';
import { bodyKey, STANDING_BODIES } from '../participation/body.ts';
import { crossCheck } from './check.ts';
import { type At, FAULTS, type FaultCode, type Found, faultMessage, found } from './fault.ts';

/** Roles across the city. All but the reviewer's are held until the file changes. */
export const ROLES = ['registrar', 'security', 'press', 'auditor', 'reviewer', 'fulfilment', 'operator'] as const;
export type Role = (typeof ROLES)[number];

const id = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,59}$/, 'bad-id');
const label = z.string().trim().min(1, 'bad-text').max(200, 'bad-text');
const ids = z.array(id).default([]);

const isTimezone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('de', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

// People paste "#kanalname" or the whole link. Without the check they would notice only when the first card fails.
const SLACK_ROOM = /^[CG][A-Z0-9]{7,}$/;
const TEAMS_ROOM = /^19:[^@\s]+@thread\.(tacv2|v2|skype)$/;
const tenant = label.exactOptional();
const roomName = label.exactOptional();

/** A room listed in the file. `tenant`: Slack's team id or Teams' tenant id, needed if there is more than one. */
const listedRoom = z.discriminatedUnion('chat', [
  z.strictObject({
    chat: z.literal('slack'),
    tenant,
    id: z.string().regex(SLACK_ROOM, 'bad-slack-room'),
    name: roomName,
  }),
  z.strictObject({
    chat: z.literal('teams'),
    tenant,
    id: z.string().regex(TEAMS_ROOM, 'bad-teams-room'),
    name: roomName,
  }),
  z.strictObject({ chat: z.literal('local'), tenant, id, name: roomName }),
]);
export type ListedRoom = z.infer<typeof listedRoom>;
const rooms = z.array(listedRoom).default([]);

/** A number of days. `custom`, so that a word in its place gets the same message as a wrong number. */
const days = z
  .custom<number>((value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 3650, 'bad-days')
  .exactOptional();

const domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'bad-domain');

const office = z.strictObject({
  id,
  name: label,
  short: label,
  legalBody: id,
  parent: id.exactOptional(),
  /** Absent while the post is vacant. */
  head: id.exactOptional(),
  deputies: ids,
  /** Datenschutzfachkräfte of this office. */
  privacy: ids,
  staff: ids,
  rooms,
});

const body = z.strictObject({
  body: z.enum(STANDING_BODIES),
  /** Absent: the set of the city, which also acts for each legal body without a set of its own. */
  legalBody: id.exactOptional(),
  name: label,
  lead: id.exactOptional(),
  members: ids,
  deputies: ids,
  rooms,
});

const roles = z.strictObject({
  registrar: ids,
  security: ids,
  press: ids,
  auditor: ids,
  /** `until` is the last day, in the city's time zone. */
  reviewer: z.array(z.strictObject({ person: id, until: z.iso.date('bad-date') })).default([]),
  fulfilment: ids,
  operator: ids,
});

/** Whom the first notice of an incident must reach, by function. */
export const RECIPIENT_KINDS = [
  'head',
  'deputies',
  'administrators',
  'fb3',
  'press',
  'privacy',
  'security',
  'fb11',
  'council',
  'top',
  'registrar',
  'operator',
  'legal',
  'approver',
] as const;
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];
const told = z.array(z.enum(RECIPIENT_KINDS)).exactOptional();

const incident = z.strictObject({
  /** Absent: `REQUIRED` (bot/incident/recipients.ts). */
  required: z.strictObject({ severity1: told, severity2: told, severity3: told }).exactOptional(),
  /** Who approves texts for the outside, in the order in which they are asked; the next one after `approvalMinutes`. */
  approvers: ids,
  approvalMinutes: days,
  legal: ids,
  /** For chats in which the bot opens no rooms for incidents (Teams): one standing room, with a thread per incident. */
  rooms,
  /** The list of phone numbers to print, for when the chat can't be used. */
  phones: z.array(z.strictObject({ person: id, phone: label })).default([]),
  /** Police, prosecutor, supervisory authority, platforms. */
  contacts: z
    .array(
      z.strictObject({
        name: label,
        phone: label.exactOptional(),
        url: z.url().exactOptional(),
        note: label.exactOptional(),
      }),
    )
    .default([]),
});

/** The whole file. Unknown keys are faults: a misspelt `deputys` must not silently mean "no deputy". */
export const organisation = z.strictObject({
  city: z.strictObject({
    name: label,
    /** What staff call the registry; the old database had two names. */
    registry: label,
    timezone: z.string().refine(isTimezone, 'bad-timezone'),
    emailDomains: z.array(domain).default([]),
    /** People whose accounts are guests in the city's tenant. No other guest account is taken for a person. */
    guests: z.array(id).exactOptional(),
    /** Which Microsoft tenant vouches for which mail domains; all other domains belong to the bot's own tenant. */
    tenants: z.array(z.strictObject({ id: label, emailDomains: z.array(domain).min(1) })).exactOptional(),
    /** How long a name is kept after its last task; absent: `RETENTION_DAYS` (bot/time/due.ts). */
    retentionDays: days,
    /** How long a body has for its vote; absent: `DEADLINE_DAYS` (bot/participation/vote-clock.ts). */
    voteDays: days,
  }),
  people: z.array(
    z.strictObject({ id, name: label, email: z.email('bad-email'), lang: z.enum(['de', 'en']).default('de') }),
  ),
  legalBodies: z.array(z.strictObject({ id, name: label, kind: z.enum(['stadtamt', 'eigenbetrieb']) })),
  offices: z.array(office),
  bodies: z.array(body),
  rooms: z.strictObject({ announcements: rooms, auditors: rooms, operators: rooms }),
  roles,
  incident: incident.exactOptional(),
});
export type Organisation = z.infer<typeof organisation>;

/**
 * Something wrong with the file. `path` is for people (`offices[fb-10].head`), `at` lets a YAML library find the line,
 * `message` says what to do.
 */
export type Fault = { code: FaultCode; path: string; at: At; message: string };

type OrganisationReading =
  | { ok: true; organisation: Organisation; warnings: Fault[] }
  | { ok: false; faults: Fault[]; warnings: Fault[] };

/**
 * Checks the shape and the sense of a parsed organisation file together, so that one run names everything to correct.
 *
 * @param raw what the YAML parser returned
 * @param lang language of the messages
 */
export function readOrganisation(raw: unknown, lang: Lang = 'de'): OrganisationReading {
  const file = withoutNulls(raw);
  const parsed = organisation.safeParse(file);
  const misfits = parsed.success ? [] : parsed.error.issues.flatMap((issue) => misfit(issue, file));
  const all = [...misfits, ...crossCheck(file)].map(
    (f): Fault => ({ code: f.code, path: pathOf(f.at, file), at: f.at, message: faultMessage(f, lang) }),
  );
  const warnings = all.filter(({ code }) => FAULTS[code].level === 'warning');
  const faults = all.filter(({ code }) => FAULTS[code].level === 'fault');
  if (parsed.success && faults.length === 0) return { ok: true, organisation: parsed.data, warnings };
  return { ok: false, faults, warnings };
}

/** `deputies:` without a value is null in YAML; people mean "none". Positions in lists stay as they are. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}

/** Puts zod's issue into our words; zod's own German sounds like a machine. */
function misfit(issue: z.core.$ZodIssue, file: unknown): Found[] {
  const at = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const value = valueAt(file, at);
  if (at.length === 0 && issue.code === 'invalid_type') return [found('bad-file', at, {})];
  if (value === undefined) return [found('missing', at, { key: String(at.at(-1)) })];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => found('unknown-key', [...at, key], { key }));
  if (issue.code === 'invalid_value') return [notOneOf(at, value, issue.values.map(String))];
  if (issue.code === 'invalid_union') return [notOneOf(at, value, ['slack', 'teams', 'local'])];
  if (issue.code === 'invalid_type' && issue.expected === 'array') return [found('expected-list', at, {})];
  if (issue.code === 'invalid_type' && issue.expected === 'object') return [found('expected-block', at, {})];
  if (issue.code === 'invalid_type') return [found('expected-text', at, {})];
  if (Object.hasOwn(FAULTS, issue.message)) return [{ code: issue.message as FaultCode, at, values: {} }];
  throw new Error(`the organisation schema has a check without a sentence: ${issue.code} ${issue.message}`);
}

const notOneOf = (at: At, value: unknown, options: string[]): Found =>
  found('not-one-of', at, {
    value: typeof value === 'string' ? value : JSON.stringify(value),
    options: options.join(', '),
  });

const valueAt = (value: unknown, at: At): unknown =>
  at.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);

/** The path as people read it: a list entry is named by its own id or body, else numbered from 1. */
function pathOf(at: At, file: unknown): string {
  return at.reduce<string>((path, step, depth) => {
    if (typeof step === 'string') return path === '' ? step : `${path}.${step}`;
    const entry = valueAt(file, at.slice(0, depth + 1));
    const named = entry as { id?: unknown; body?: unknown; legalBody?: unknown } | undefined;
    if (typeof named?.id === 'string') return `${path}[${named.id}]`;
    if (typeof named?.body !== 'string') return `${path}[#${step + 1}]`;
    return `${path}[${bodyKey(named.body, typeof named.legalBody === 'string' ? named.legalBody : undefined)}]`;
  }, '');
}
