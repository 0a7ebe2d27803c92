/** Translates the different spellings of SCIM clients to the RFC's form, which the library understands. */
import SCIMMY from 'scimmy';
import { z } from 'zod';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:user:';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const EXTENSION = ENTERPRISE.toLowerCase();

type Attributes = Record<string, unknown>;

/** A SCIM error to throw. */
export const refusal = (status: number, message: string, scimType = ''): Error =>
  new SCIMMY.Types.Error(status, scimType, message);

/**
 * Entra's older behaviour sends the strings "True" and "False". Other values are rejected: ignoring one silently would
 * keep a leaver's access open.
 */
const truth = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(true|false)$/i)
    .transform((word) => word.toLowerCase() === 'true'),
]);
const text = z.string().trim().min(1).max(500);
/** `{ value }`, the bare id, or (Entra) a list with one of these. */
const managerOf = z.union([
  text,
  z.object({ value: text }).transform(({ value }) => value),
  z
    .array(z.object({ value: text }))
    .length(1)
    .transform(([only]) => only!.value),
]);
const emails = z.array(z.object({ value: text, primary: z.union([z.boolean(), z.string()]).optional() }));
const fields = z.record(z.string(), z.unknown());

/** A reader for each attribute, by lower-case path. Unlisted attributes say nothing about leaving and are ignored. */
const READ: Record<string, (value: unknown) => Attributes> = {
  externalid: (value) => ({ externalId: read(text, value, 'externalId') }),
  active: (value) => ({ active: read(truth, value, 'active') }),
  username: (value) => ({ userName: read(text, value, 'userName') }),
  emails: (value) => {
    const list = read(emails, value, 'emails');
    const main = list.find(({ primary }) => String(primary).toLowerCase() === 'true') ?? list[0];
    return main ? { emails: [{ value: main.value }] } : {};
  },
  'emails.value': (value) => ({ emails: [{ value: read(text, value, 'emails') }] }),
  [`${EXTENSION}:department`]: (value) => ({ [`${ENTERPRISE}:department`]: read(text, value, 'department') }),
  [`${EXTENSION}:manager`]: managed,
  [`${EXTENSION}:manager.value`]: managed,
};

function managed(value: unknown): Attributes {
  return { [`${ENTERPRISE}:manager`]: { value: read(managerOf, value, 'manager') } };
}

function read<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refusal(400, `${name} can not be understood`, 'invalidValue');
  return parsed.data;
}

/** Reads a complete user, as created or replaced. */
export const readUser = (body: unknown): Attributes => known(read(fields, body, 'the user'));

const operation = z.object({ op: z.string(), path: z.string().optional(), value: z.unknown().optional() });
const patch = z.object({ Operations: z.array(operation).min(1).max(100) });

/**
 * RFC `{op: replace, path: active, value: false}`, Entra's `{op: Replace, path: active, value: "False"}` and Okta's
 * `{op: replace, value: {active: false}}` mean the same. The library gets all of them in Okta's form. With a path, it
 * would reject the whole message because of one missing attribute, such as an unsaved address, and drop the `active`
 * next to it.
 */
export function readPatch(body: unknown) {
  const { Operations: operations } = read(patch, body, 'Operations');
  return {
    schemas: [SCIMMY.Messages.PatchOp.id] as [typeof SCIMMY.Messages.PatchOp.id],
    Operations: operations.map(({ op, path, value }) => {
      const isRemoval = op.toLowerCase() === 'remove';
      // Ignore removals and keep the last known value: a manager link may be removed together with the person.
      if (isRemoval && path !== undefined) return { op: 'replace' as const, value: {} };
      const given = path === undefined ? read(fields, value, 'value') : { [withoutFilter(path)]: value };
      // The library rejects an unknown op.
      return { op: op as 'replace', value: known(given) };
    }),
  };
}

/** `emails[type eq "work"].value` selects one address; the filter is dropped. */
const withoutFilter = (path: string): string => (/^emails\[.*\]\.value$/i.test(path) ? 'emails.value' : path);

/** The attribute of a path, with or without the schema prefix. */
export const pathOf = (name: string): string => {
  const path = name.toLowerCase();
  return path.startsWith(CORE) ? path.slice(CORE.length) : path;
};

function known(given: Attributes): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(given)) {
    const path = pathOf(name);
    // `active` is never skipped: ignoring an empty value would keep a leaver's access open.
    if ((value === null || value === undefined) && path !== 'active') continue;
    if (path === EXTENSION) {
      const inner = Object.entries(read(fields, value, 'the enterprise extension'));
      Object.assign(attributes, known(Object.fromEntries(inner.map(([key, one]) => [`${EXTENSION}:${key}`, one]))));
    } else {
      Object.assign(attributes, READ[path]?.(value));
    }
  }
  return attributes;
}
