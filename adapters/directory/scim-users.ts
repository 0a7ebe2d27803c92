/** Users as served by the SCIM library, reduced to identity, manager and active status. */
import SCIMMY from 'scimmy';
import type { Intake, Sighting } from '../../commands/leavers/intake.ts';
import type { Account, AccountFilter } from '../../db/leavers/directory.ts';
import { ENTERPRISE, pathOf, readPatch, readUser, refusal } from './scim-body.ts';

const { Messages, Schemas, Types } = SCIMMY;

/** Most users per response; the library is slow for each one. */
export const MOST = 100;

/** What a request needs from the app. The library's classes exist once per process, so each request passes its own. */
export type ScimApp = {
  intake: Pick<Intake, 'see'>;
  accounts: (filter: AccountFilter) => Promise<Account[]>;
  /** Called once for each bug or outage. */
  onFault: (error: unknown) => void;
};

type Said = Pick<Sighting, 'active' | 'login' | 'email' | 'department' | 'manager'>;

const part = ({ definition: { name, id, description }, definition }: typeof Types.Schema, attributes: string[]) =>
  new Types.SchemaDefinition(
    name,
    id,
    description,
    attributes.map((attribute) => definition.attribute(attribute)),
  );

/** `/Schemas` shows exactly what is kept. Addresses are never returned; they only serve to find the person. */
const DEFINITION = part(Schemas.User, ['userName', 'active', 'emails']).extend(
  part(Schemas.EnterpriseUser, ['department', 'manager']),
);

class User extends Types.Schema {
  declare userName: string;
  declare active?: boolean;
  declare emails?: { value: string }[];
  declare [ENTERPRISE]?: { department?: string; manager?: { value: string } };

  static override readonly id = DEFINITION.id;
  static override readonly definition = DEFINITION;

  constructor(data: object, direction?: 'in' | 'out', location?: string, shown?: InstanceType<typeof Types.Filter>) {
    super(data, direction);
    Object.assign(this, DEFINITION.coerce(data, direction, location, shown));
  }
}

/** Handles one request about users. A deleted user's row stays, because the audit refers to it. */
export class Users extends Types.Resource<User> {
  static override readonly endpoint = '/Users';
  static override readonly schema = User;
  static #location = '';

  static override basepath = (path?: string) => {
    if (path === undefined) return Users.#location;
    Users.#location = `${path}${Users.endpoint}`;
    return Users;
  };

  /** @throws a refusal for an invalid query, even if the library fails on it with a TypeError */
  constructor(...query: ConstructorParameters<typeof Types.Resource>) {
    try {
      super(...query);
    } catch (error) {
      throw error instanceof TypeError ? refusal(400, 'the query can not be understood', 'invalidFilter') : error;
    }
  }

  override read(scim?: unknown) {
    return within(scim, async ({ accounts }) => {
      if (this.id !== undefined) return this.#shown(await this.#account(accounts));
      const found = await accounts(narrowed(this.filter));
      const { startIndex = 1, count = MOST } = this.constraints ?? {};
      const page = found.slice(startIndex - 1, startIndex - 1 + Math.min(count, MOST)).map((one) => this.#shown(one));
      // Paginate here: the library would slice the page again, and start over past the end.
      const list = new Messages.ListResponse(page, { itemsPerPage: page.length, totalResults: found.length });
      return Object.assign(list, { startIndex });
    });
  }

  override write(body: unknown, scim?: unknown) {
    return within(scim, async ({ intake, accounts }) => {
      const known = this.id === undefined ? undefined : await this.#account(accounts);
      const user = incoming(readUser(body));
      const externalId = known?.externalId ?? user.externalId;
      if (!externalId)
        throw refusal(400, 'externalId is required: it has to carry the Entra object id', 'invalidValue');
      if (known) keepsId(user, known);
      else await isFree(accounts, externalId, user.userName);
      const said = saidBy(user);
      // A user created without `active` is active.
      await intake.see({ source: 'scim', externalId, ...said, ...(known ? {} : { active: said.active ?? true }) });
      return this.#shown(await this.#account(accounts, externalId));
    });
  }

  override patch(body: unknown, scim?: unknown) {
    return within(scim, async ({ intake, accounts }) => {
      const known = await this.#account(accounts);
      const before = new User(dataOf(known));
      const after = (await new Messages.PatchOp(readPatch(body)).apply(before)) ?? before;
      keepsId(after, known);
      await intake.see({ source: 'scim', externalId: known.externalId, ...changes(saidBy(before), saidBy(after)) });
      return this.#shown(await this.#account(accounts));
    });
  }

  override dispose(scim?: unknown) {
    return within(scim, async ({ intake, accounts }) => {
      const { externalId } = await this.#account(accounts);
      await intake.see({ source: 'scim', externalId, active: false });
    });
  }

  async #account(accounts: ScimApp['accounts'], externalId = this.id!): Promise<Account> {
    const [found] = await accounts({ externalId });
    if (!found) throw refusal(404, 'no such user');
    return found;
  }

  #shown(account: Account): User {
    return new User(dataOf(account), 'out', Users.#location, this.attributes);
  }
}

/**
 * Runs the work and turns unexpected errors into a 500. A 404 would make the directory service create everybody again.
 */
async function within<T>(scim: unknown, work: (scim: ScimApp) => Promise<T>): Promise<T> {
  const at = scim as ScimApp;
  try {
    return await work(at);
  } catch (error) {
    if (error instanceof Types.Error) throw error;
    at.onFault(error);
    throw refusal(500, 'failed');
  }
}

/** Returns to the directory what it has told us, including inactive users. */
function dataOf({ externalId, login, active, department, manager }: Account): object {
  return {
    id: externalId,
    externalId,
    userName: login ?? externalId,
    active: active ?? true,
    ...(department ? { [`${ENTERPRISE}:department`]: department } : {}),
    ...(manager ? { [`${ENTERPRISE}:manager`]: { value: manager } } : {}),
  };
}

function incoming(data: object): User {
  try {
    return new User(data, 'in');
  } catch (error) {
    throw error instanceof TypeError ? refusal(400, error.message, 'invalidValue') : error;
  }
}

const saidBy = ({ active, userName, emails, [ENTERPRISE]: enterprise }: User): Said => ({
  active,
  login: userName,
  email: emails?.[0]?.value,
  department: enterprise?.department,
  manager: enterprise?.manager?.value,
});

/** Reports only what a patch changes: another request may be changing the rest at the same time. */
const changes = (before: Said, after: Said): Said =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== before[name as keyof Said]));

/** Rejects a changed externalId: a successor who inherits an address must not become the predecessor. */
function keepsId({ externalId }: User, known: Account): void {
  if (externalId !== undefined && externalId !== known.externalId)
    throw refusal(400, 'externalId can not change', 'mutability');
}

async function isFree(accounts: ScimApp['accounts'], externalId: string, login: string): Promise<void> {
  if ((await accounts({ externalId })).length > 0) throw refusal(409, 'externalId is taken', 'uniqueness');
  // A successor may reuse the name of somebody who left, because rows of leavers stay for ever.
  if ((await accounts({ login })).some(({ active }) => active !== false))
    throw refusal(409, 'userName is taken', 'uniqueness');
}

/**
 * Supports the one filter that Entra uses before it creates a user. Any other filter is refused rather than answered
 * wrongly.
 */
function narrowed(filter: InstanceType<typeof Types.Filter> | undefined): AccountFilter {
  if (!filter) return {};
  const [[name, said] = [], ...more] = filter.flatMap((one: Record<string, unknown>) => Object.entries(one));
  const by = ASKABLE[pathOf(name ?? '')];
  const [comparator, value] = Array.isArray(said) ? said : [];
  if (!by || more.length > 0 || comparator !== 'eq' || typeof value !== 'string')
    throw refusal(400, 'only userName, externalId or id with eq can be asked for', 'invalidFilter');
  return { [by]: value };
}

const ASKABLE: Partial<Record<string, keyof AccountFilter>> = {
  username: 'login',
  externalid: 'externalId',
  id: 'externalId',
};
