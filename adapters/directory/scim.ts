/**
 * SCIM 2.0 for the directory service that provisions this app (RFC 7643, 7644), served by the library's own routes: what
 * stands here is the door before them, and what they lack.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import SCIMMY from 'scimmy';
import { SCIMMYRouters } from 'scimmy-routers';
import { MOST, type ScimApp, Users } from './scim-users.ts';

const TYPE = 'application/scim+json';
const BODY = '200kb';

type ScimOptions = ScimApp & { token: string };

/** The library keeps its state per process, so these routes are there once, and each request carries its house. */
const houses = new WeakMap<Request, ScimApp>();
SCIMMY.Resources.declare(Users, 'User');
const routes = new SCIMMYRouters({
  type: 'bearer',
  // Nobody gets this far without the token.
  handler: () => 'directory',
  context: (request) => houses.get(request),
});
// Set after the routes, which claim more than there is.
SCIMMY.Config.set({ sort: false, bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 }, filter: MOST });

/** Mounted at `/scim/v2`. */
export function scimRouter({ token, ...scim }: ScimOptions): Router {
  const router = Router();
  router.use(onlyWith(token));
  router.use(express.json({ type: [TYPE, 'application/json'], limit: BODY }));
  router.use((request, _response, next) => {
    houses.set(request, scim);
    // The routes make numbers of the page asked for, in a query that Express 5 reads anew at every look.
    Object.defineProperty(request, 'query', { value: request.query });
    next();
  });
  router.use(routes);
  router.use(answerFault(scim.onFault));
  return router;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compared by digest, so that neither length nor first letters can be guessed. */
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

/** What the routes have refused they have answered too; here come unreadable bodies, and bugs. */
function answerFault(onFault: (error: unknown) => void): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    const status = Number(error?.status);
    if (!response.headersSent && status >= 400 && status < 500)
      return refuse(response, status === 413 ? 413 : 400, 'the body can not be read');
    // Its own errors have been told already, where they arose.
    if (!(error instanceof SCIMMY.Types.Error)) onFault(error);
    if (!response.headersSent) refuse(response, 500, 'failed');
  };
}
