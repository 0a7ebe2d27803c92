/** What SCIM clients send, in all the spellings they have for it, as one change of an account. */
import { z } from 'zod';
import type { Sighting } from '../../commands/leavers/intake.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:user';

export type ScimChange = Pick<Sighting, 'active' | 'login' | 'email' | 'department' | 'manager'>;

/** A "no" in SCIM's own words. */
export class ScimFault extends Error {
  readonly status: number;
  readonly scimType: string | undefined;
  constructor(status: number, message: string, scimType?: string) {
    super(message);
    this.name = 'ScimFault';
    this.status = status;
    this.scimType = scimType;
  }
}

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
const READ: Record<string, (value: unknown) => ScimChange> = {
  active: (value) => ({ active: read(truth, value, 'active') }),
  username: (value) => ({ login: read(text, value, 'userName') }),
  emails: (value) => {
    const list = read(emails, value, 'emails');
    const main = list.find(({ primary }) => String(primary).toLowerCase() === 'true') ?? list[0];
    return main ? { email: main.value } : {};
  },
  [`${ENTERPRISE}:department`]: (value) => ({ department: read(text, value, 'department') }),
  [`${ENTERPRISE}:manager`]: (value) => ({ manager: read(managerOf, value, 'manager') }),
  [`${ENTERPRISE}:manager.value`]: (value) => ({ manager: read(managerOf, value, 'manager') }),
};

function read<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ScimFault(400, `${name} can not be understood`, 'invalidValue');
  return parsed.data;
}

/** A whole user, as it is created or replaced. */
export function readUser(body: unknown): ScimChange & { externalId?: string } {
  const given = read(fields, body, 'the user');
  const id = Object.entries(given).find(([name]) => name.toLowerCase() === 'externalid')?.[1];
  const externalId = id === undefined ? {} : { externalId: read(text, id, 'externalId') };
  return { ...changesIn(given), ...externalId };
}

const operation = z.object({
  op: z.string().transform((op) => op.toLowerCase()),
  path: z.string().optional(),
  value: z.unknown().optional(),
});
const patch = z.object({ Operations: z.array(operation).min(1).max(100) });

/**
 * RFC `{op: replace, path: active, value: false}`, Entra's `{op: Replace, path: active, value: "False"}` and Okta's
 * `{op: replace, value: {active: false}}` all say the same.
 */
export function applyPatch(body: unknown): ScimChange {
  const { Operations: operations } = read(patch, body, 'Operations');
  const change: ScimChange = {};
  for (const { op, path, value } of operations) {
    if (op !== 'add' && op !== 'replace' && op !== 'remove')
      throw new ScimFault(400, `unknown op ${op}`, 'invalidSyntax');
    // What was known last is kept: the link to a manager may be removed together with the person.
    if (op === 'remove') continue;
    const given = path === undefined ? read(fields, value, 'value') : { [withoutFilter(path)]: value };
    Object.assign(change, changesIn(given));
  }
  return change;
}

/** `emails[type eq "work"].value` names one address. */
const withoutFilter = (path: string): string => (/^emails\[.*\]\.value$/i.test(path) ? 'emails.value' : path);

function changesIn(given: Record<string, unknown>): ScimChange {
  const change: ScimChange = {};
  for (const [name, value] of Object.entries(given)) {
    const path = name.toLowerCase();
    // Whether somebody is active is never passed over: an answer without effect would keep the door open.
    if ((value === null || value === undefined) && path !== 'active') continue;
    if (path === ENTERPRISE) {
      const inner = Object.entries(read(fields, value, 'the enterprise extension'));
      Object.assign(change, changesIn(Object.fromEntries(inner.map(([key, one]) => [`${ENTERPRISE}:${key}`, one]))));
    } else if (path === 'emails.value') {
      change.email = read(text, value, 'emails');
    } else {
      Object.assign(change, READ[path]?.(value));
    }
  }
  return change;
}
