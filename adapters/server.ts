/** The HTTP server: all endpoints share the same limits, headers and error responses. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import type { Log } from './operation/log.ts';
import type { Metrics } from './operation/metrics.ts';

/** The enabled endpoints. */
export type Doors = {
  /** Reads the raw body itself, because Slack's signature covers its bytes. */
  slack?: (request: IncomingMessage, response: ServerResponse) => void;
  teams?: RequestHandler;
  /** Microsoft Graph's change notifications. */
  graph?: RequestHandler;
  scim?: RequestHandler;
  /** The city's official channels, without a login. */
  public?: RequestHandler;
  local?: Router;
  /** Files created for a person, found by the secret in their link. */
  files?: RequestHandler;
};

type ServerDeps = {
  doors: Doors;
  /** What keeps the bot from working, by check. Empty if it is ready. */
  faults: () => Promise<Record<string, string>>;
  metrics: Metrics;
  log: Log;
};

const TEAMS_BODY = '1mb';
/** Milliseconds to send a request of at most a few megabytes. */
const REQUEST_MS = 30_000;
/**
 * Milliseconds. Longer than the idle time of common proxies, so that they close the connection first and never use a
 * closed one.
 */
const IDLE_MS = 65_000;

export function createApp({ doors, faults, metrics, log }: ServerDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(metrics.watch);
  app.use(guarded);

  const open = ['/healthz', '/readyz', '/metrics'];
  if (doors.slack) {
    const { slack } = doors;
    app.post('/slack/events', (request, response) => slack(request, response));
    app.all('/slack/events', onlyPost);
    open.push('/slack/events');
  }
  if (doors.teams) {
    app.post('/api/messages', express.json({ limit: TEAMS_BODY }), doors.teams);
    app.all('/api/messages', onlyPost);
    open.push('/api/messages');
  }
  if (doors.graph) {
    app.use('/directory/graph', doors.graph);
    open.push('/directory/graph');
  }
  if (doors.scim) {
    app.use('/scim/v2', doors.scim);
    open.push('/scim/v2');
  }
  if (doors.files) {
    app.use('/files', doors.files);
    open.push('/files');
  }
  if (doors.public) {
    app.use('/public', doors.public);
    open.push('/public/channels', '/public/channels.json');
  }
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'up' });
  });
  app.get('/readyz', async (_request, response) => {
    const found = await faults();
    const isReady = Object.keys(found).length === 0;
    response.status(isReady ? 200 : 503).json(isReady ? { status: 'ready' } : { status: 'not ready', faults: found });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  if (doors.local) {
    app.use(doors.local);
    open.push('/');
  }
  app.use((_request, response) => {
    response.status(404).json({ error: 'not found', doors: open.sort() });
  });
  app.use(answerFault(metrics, log));
  return app;
}

/** Headers for machine responses: never displayed, cached or framed. The local workspace's page sets its own. */
const guarded: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  next();
};

const onlyPost: RequestHandler = (_request, response) => {
  response.status(405).set('Allow', 'POST').json({ error: 'method not allowed' });
};

/** The caller gets the status; details go to the log. */
function answerFault(metrics: Metrics, log: Log): ErrorRequestHandler {
  return (error, _request, response, next) => {
    const status = Number(error?.status);
    // Errors of body-parser: too large, not JSON, unknown character set, aborted.
    const isTheirs = status >= 400 && status < 500;
    if (!isTheirs) {
      metrics.fault('door');
      log.error({ err: error }, 'a request failed');
    }
    if (response.headersSent) return next(error);
    response.status(isTheirs ? status : 500).json({ error: isTheirs ? 'bad request' : 'failed' });
  };
}

/** The server cannot listen on the configured address. */
export class ListenFault extends Error {
  readonly code: string;
  readonly host: string;
  readonly port: number;
  constructor(code: string, host: string, port: number, cause: unknown) {
    super(`can not listen on ${host} port ${port}: ${code}`, { cause });
    this.name = 'ListenFault';
    this.code = code;
    this.host = host;
    this.port = port;
  }
}

export type Listening = {
  /** With the actual port, if 0 was requested. */
  url: string;
  port: number;
  /**
   * Accepts no new connections and waits for running requests; event streams are closed at once.
   * @param patience milliseconds until remaining connections are cut
   */
  close(patience?: number): Promise<void>;
};

/** @throws ListenFault */
export async function listen(app: Express, host: string, port: number): Promise<Listening> {
  const open = new Set<Response>();
  const server: Server = createServer((request, response) => {
    open.add(response as Response);
    response.once('close', () => open.delete(response as Response));
    app(request, response);
  });
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  server.keepAliveTimeout = IDLE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenFault(error.code ?? error.name, host, port, error)),
    );
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${taken}`,
    port: taken,
    async close(patience = 10_000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const response of open) {
        // A page that listens for changes would keep the server open for ever.
        if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.end();
        else if (!response.headersSent) response.setHeader('Connection', 'close');
      }
      const cut = setTimeout(() => server.closeAllConnections(), patience);
      await closed;
      clearTimeout(cut);
    },
  };
}
