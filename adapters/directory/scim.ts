/**
 * SCIM 2.0 for the directory service that provisions this app (RFC 7643, 7644): users only, and of them no more than who
 * they are, who manages them and whether they are active. A deleted user stays as a row: the audit refers to it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Intake } from '../../commands/leavers/intake.ts';
import type { Account, AccountFilter } from '../../db/directory.ts';
import { applyPatch, readUser, type ScimChange, ScimFault } from './scim-body.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const TYPE = 'application/scim+json';
const USERS = '/Users';
const MOST = 200;

export type ScimOptions = {
  token: string;
  intake: Pick<Intake, 'see'>;
  accounts: (filter: AccountFilter) => Promise<Account[]>;
  /** Bugs and outages, once each. */
  onFault: (error: unknown) => void;
};

/** Mounted at `/scim/v2`. */
export function scimRouter({ token, intake, accounts, onFault }: ScimOptions): Router {
  const router = Router();
  const one = async (id: string): Promise<Account> => {
    const [found] = await accounts({ externalId: id });
    if (!found) throw new ScimFault(404, 'no such user');
    return found;
  };
  const write = (externalId: string, change: ScimChange) => intake.see({ source: 'scim', externalId, ...change });
  const id = (request: Request) => String(request.params.id);

  router.use(onlyWith(token));
  router.use(express.json({ type: [TYPE, 'application/json'], limit: '200kb' }));
  router.get('/ServiceProviderConfig', (_request, response) => send(response, 200, PROVIDER));
  router.get('/ResourceTypes', (_request, response) =>
    send(response, 200, listOf([{ id: 'User', name: 'User', endpoint: USERS, schema: CORE }], 1, 1)),
  );

  router.get(USERS, async (request, response) => {
    const found = await accounts(filterOf(request.query.filter));
    const start = Math.max(1, Number(request.query.startIndex) || 1);
    const asked = request.query.count === undefined ? MOST : Number(request.query.count) || 0;
    const count = Math.min(Math.max(0, asked), MOST);
    const page = found.slice(start - 1, start - 1 + count).map(toUser);
    send(response, 200, listOf(page, found.length, start));
  });
  router.post(USERS, async (request, response) => {
    const { externalId, ...change } = readUser(request.body);
    if (!externalId)
      throw new ScimFault(400, 'externalId is required: it has to carry the Entra object id', 'invalidValue');
    if ((await accounts({ externalId })).length > 0) throw new ScimFault(409, 'externalId is taken', 'uniqueness');
    await write(externalId, { ...change, active: change.active ?? true });
    send(response, 201, toUser(await one(externalId)));
  });
  router.get(`${USERS}/:id`, async (request, response) => send(response, 200, toUser(await one(id(request)))));
  router.put(`${USERS}/:id`, async (request, response) => {
    const { externalId } = await one(id(request));
    const { externalId: given, ...change } = readUser(request.body);
    if (given !== undefined && given !== externalId)
      throw new ScimFault(400, 'externalId can not change', 'mutability');
    await write(externalId, change);
    send(response, 200, toUser(await one(externalId)));
  });
  router.patch(`${USERS}/:id`, async (request, response) => {
    const { externalId } = await one(id(request));
    await write(externalId, applyPatch(request.body));
    send(response, 200, toUser(await one(externalId)));
  });
  router.delete(`${USERS}/:id`, async (request, response) => {
    const { externalId } = await one(id(request));
    await write(externalId, { active: false });
    response.status(204).end();
  });

  router.use((_request, _response, next) => next(new ScimFault(404, 'no such resource')));
  router.use(answerFault(onFault));
  return router;
}

const PROVIDER = {
  schemas: [CONFIG],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer token', description: 'SCIM_TOKEN' }],
};

/** What the directory told us comes back to it, inactive users too: a 404 would make it create them again. */
function toUser({ externalId, login, active, department, manager }: Account): Record<string, unknown> {
  return {
    schemas: [CORE, ENTERPRISE],
    id: externalId,
    externalId,
    ...(login ? { userName: login } : {}),
    active: active ?? true,
    ...(department || manager
      ? { [ENTERPRISE]: { ...(department ? { department } : {}), ...(manager ? { manager: { value: manager } } : {}) } }
      : {}),
    meta: { resourceType: 'User' },
  };
}

const listOf = (resources: readonly object[], total: number, start: number) => ({
  schemas: [LIST],
  totalResults: total,
  startIndex: start,
  itemsPerPage: resources.length,
  Resources: resources,
});

function send(response: Response, status: number, body: object): void {
  response.status(status).type(TYPE).send(JSON.stringify(body));
}

/** Entra asks for one user before it creates them; anything cleverer is said to be unknown rather than answered wrongly. */
function filterOf(said: unknown): AccountFilter {
  if (said === undefined) return {};
  const found = /^\s*(userName|externalId|id)\s+eq\s+"([^"]{1,500})"\s*$/i.exec(String(said));
  if (!found) throw new ScimFault(400, 'only userName, externalId or id with eq can be asked for', 'invalidFilter');
  return found[1]!.toLowerCase() === 'username' ? { login: found[2]! } : { externalId: found[2]! };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compared by digest, so that neither length nor first letters can be guessed. */
function onlyWith(token: string): RequestHandler {
  const expected = digest(token);
  return (request, response, next) => {
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(digest(given), expected)) return next();
    response.set('WWW-Authenticate', 'Bearer');
    fault(response, new ScimFault(401, 'a valid bearer token is required'));
  };
}

function fault(response: Response, { status, message, scimType }: ScimFault): void {
  send(response, status, {
    schemas: [ERROR],
    status: String(status),
    detail: message,
    ...(scimType ? { scimType } : {}),
  });
}

function answerFault(onFault: (error: unknown) => void): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof ScimFault) return fault(response, error);
    const status = Number(error?.status);
    if (status >= 400 && status < 500) return fault(response, new ScimFault(status, 'the body can not be read'));
    onFault(error);
    fault(response, new ScimFault(500, 'failed'));
  };
}
