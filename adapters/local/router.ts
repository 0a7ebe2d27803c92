/** The local workspace's endpoints: its page and the page's requests, for browsers on this machine only. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type ErrorRequestHandler, Router } from 'express';
import type { LocalDeps } from './deps.ts';
import { events } from './events.ts';
import { loopbackOnly, shielded } from './guard.ts';
import { errorBody, LocalFault, sayFault } from './local-words.ts';
import { clockRequest, goneRequest, placeRequest, pressRequest, read, sayRequest, stateRequest } from './requests.ts';
import { stateReader } from './state.ts';
import { talk } from './talk.ts';

export type { LocalDeps, LocalMessage, LocalPerson, LocalRoom } from './deps.ts';

const PAGE = join(dirname(fileURLToPath(import.meta.url)), 'page');
const RENDERER = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');

/** Mounted at `/`; handles only `/` and `/local`. `onFault` is called once for each bug or outage. */
export function localRouter(deps: LocalDeps, onFault: (error: unknown) => void = () => {}): Router {
  const router = Router();
  const { say, press } = talk(deps);
  const readState = stateReader(deps);

  // `root` instead of full paths: Express hides files below any folder whose name starts with a dot.
  router.get('/', loopbackOnly, shielded, (_request, response) => response.sendFile('index.html', { root: PAGE }));
  router.use('/local', loopbackOnly, shielded);
  router.use('/local/page', express.static(PAGE, { index: false, cacheControl: false }));
  router.get('/local/adaptivecards.js', (_request, response) =>
    response.sendFile('adaptivecards.min.js', { root: dirname(RENDERER) }),
  );
  router.get('/local/events', events(deps.changes));
  router.get('/local/state', async (request, response) => {
    response.json(await readState(read(stateRequest, request.query)));
  });

  router.use('/local', express.json({ limit: '10mb' }));
  router.post('/local/say', async (request, response) => {
    response.json({ reply: await say(read(sayRequest, request.body)) });
  });
  router.post('/local/press', async (request, response) => {
    response.json({ reply: await press(read(pressRequest, request.body)) });
  });
  router.post('/local/read', async (request, response) => {
    const { person, room } = read(placeRequest, request.body);
    await deps.markRead(person, room);
    response.json({});
  });
  router.post('/local/clock', async (request, response) => {
    const now = await deps.clock.forward(read(clockRequest, request.body).to);
    response.json({ now: now.toISOString() });
  });
  router.post('/local/gone', async (request, response) => {
    const { person, gone } = read(goneRequest, request.body);
    if (!(await deps.people()).some((one) => one.id === person)) throw new LocalFault(404, 'noPerson');
    await deps.setGone(person, gone);
    response.json({});
  });
  router.use('/local', (_request, response) => {
    response.status(404).json(errorBody('de', 'malformed', 'path'));
  });
  router.use('/local', answerFault(onFault));
  return router;
}

function answerFault(onFault: (error: unknown) => void): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const lang = request.body?.lang === 'en' || request.query.lang === 'en' ? 'en' : 'de';
    if (error instanceof LocalFault) return void response.status(error.status).json(sayFault(lang, error));
    // Errors of body-parser: too large, not JSON, unknown character set.
    const status = Number(error?.status);
    if (status === 413) return void response.status(413).json(errorBody(lang, 'tooBig'));
    if (status >= 400 && status < 500) return void response.status(status).json(errorBody(lang, 'malformed'));
    onFault(error);
    response.status(500).json(errorBody(lang, 'failed'));
  };
}
