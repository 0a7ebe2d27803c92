/** What SCIM clients send, in all the spellings they have for it, in the RFC's own words: those the library understands. */
import SCIMMY from 'scimmy';
import { z } from 'zod';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:user:';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const EXTENSION = ENTERPRISE.toLowerCase();

type Attributes = Record<string, unknown>;

/** A "no" in SCIM's own words: an error to throw. */
export const refusal = (status: number, message: string, scimType = ''): Error =>
  new SCIMMY.Types.Error(status, scimType, message);

/** Entra's older behaviour sends the words "True" and "False". Anything else is refused: a silent no-op keeps doors open. */
const truth = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(true|false)$/i)
    .transform((word) => word.toLowerCase() === 'true'),
]);
const text = z.string().trim().min(1).max(500);
/** `{ value }`, the bare id, or (Entra) a list with one of them. */
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

/** Each attribute by its path in small letters; what is not here says nothing about leaving and is let go. */
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

/** A whole user, as it is created or replaced. */
export const readUser = (body: unknown): Attributes => known(read(fields, body, 'the user'));

const operation = z.object({ op: z.string(), path: z.string().optional(), value: z.unknown().optional() });
const patch = z.object({ Operations: z.array(operation).min(1).max(100) });

/**
 * RFC `{op: replace, path: active, value: false}`, Entra's `{op: Replace, path: active, value: "False"}` and Okta's
 * `{op: replace, value: {active: false}}` all say the same, and are said in Okta's way to the library: it refuses a whole
 * message for one path that is not there to replace, such as an address that is not kept, and with it the `active` beside.
 */
export function readPatch(body: unknown) {
  const { Operations: operations } = read(patch, body, 'Operations');
  return {
    schemas: [SCIMMY.Messages.PatchOp.id] as [typeof SCIMMY.Messages.PatchOp.id],
    Operations: operations.map(({ op, path, value }) => {
      const isRemoval = op.toLowerCase() === 'remove';
      // What was known last is kept: the link to a manager may be removed together with the person.
      if (isRemoval && path !== undefined) return { op: 'replace' as const, value: {} };
      const given = path === undefined ? read(fields, value, 'value') : { [withoutFilter(path)]: value };
      // The library is the one to refuse an op that there is not.
      return { op: op as 'replace', value: known(given) };
    }),
  };
}

/** `emails[type eq "work"].value` names one address. */
const withoutFilter = (path: string): string => (/^emails\[.*\]\.value$/i.test(path) ? 'emails.value' : path);

/** The attribute of a path, whether or not the path says its schema too. */
export const pathOf = (name: string): string => {
  const path = name.toLowerCase();
  return path.startsWith(CORE) ? path.slice(CORE.length) : path;
};

function known(given: Attributes): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(given)) {
    const path = pathOf(name);
    // Whether somebody is active is never passed over: an answer without effect would keep the door open.
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
