/**
 * SCIM 2.0 for the directory service that provisions this app (RFC 7643, 7644). The library provides the routes; this
 * file adds authentication and what the routes lack.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import SCIMMY from 'scimmy';
import { SCIMMYRouters } from 'scimmy-routers';
import { MOST, type ScimApp, Users } from './scim-users.ts';

const TYPE = 'application/scim+json';
const BODY = '200kb';

type ScimOptions = ScimApp & { token: string };

/** The library keeps its state per process, so the routes exist once and each request carries its app. */
const houses = new WeakMap<Request, ScimApp>();
SCIMMY.Resources.declare(Users, 'User');
const routes = new SCIMMYRouters({
  type: 'bearer',
  // Requests without the token never get here.
  handler: () => 'directory',
  context: (request) => houses.get(request),
});
// Set after the routes are created, because they claim features that do not exist.
SCIMMY.Config.set({ sort: false, bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 }, filter: MOST });

/** Mounted at `/scim/v2`. */
export function scimRouter({ token, ...scim }: ScimOptions): Router {
  const router = Router();
  router.use(onlyWith(token));
  router.use(express.json({ type: [TYPE, 'application/json'], limit: BODY }));
  router.use((request, _response, next) => {
    houses.set(request, scim);
    // The routes convert paging parameters in place, but Express 5 parses the query again on every read.
    Object.defineProperty(request, 'query', { value: request.query });
    next();
  });
  router.use(routes);
  router.use(answerFault(scim.onFault));
  return router;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares digests, so that neither length nor first letters can be guessed. */
function onlyWith(token: string): RequestHandler {
  const expected = digest(token);
  return (request, response, next) => {
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(digest(given), expected)) return next();
    response.set('WWW-Authenticate', 'Bearer');
    refuse(response, 401, 'a valid bearer token is required');
  };
}

function refuse(response: Response, status: 400 | 401 | 413 | 500, detail: string): void {
  response
    .status(status)
    .type(TYPE)
    .send(JSON.stringify(new SCIMMY.Messages.Error({ status, detail })));
}

/** The routes respond to their own refusals. Unreadable bodies and bugs arrive here. */
function answerFault(onFault: (error: unknown) => void): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    const status = Number(error?.status);
    if (!response.headersSent && status >= 400 && status < 500)
      return refuse(response, status === 413 ? 413 : 400, 'the body can not be read');
    // Errors of the library's type were already reported where they arose.
    if (!(error instanceof SCIMMY.Types.Error)) onFault(error);
    if (!response.headersSent) refuse(response, 500, 'failed');
  };
}
