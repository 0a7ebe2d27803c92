/** Tells open pages that something changed (server-sent events). The pages then fetch the state themselves. */
import type { RequestHandler } from 'express';
import type { LocalDeps } from './deps.ts';

/** Milliseconds within which changes are reported once: a decision redraws many cards. */
const GATHER = 40;
/** Milliseconds. Keeps the connection open, so that the page notices when the server is gone. */
const HEARTBEAT = 20_000;

export function events(changes: LocalDeps['changes']): RequestHandler {
  return (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('retry: 1500\n\nevent: hello\ndata: {}\n\n');
    let waiting: NodeJS.Timeout | undefined;
    const tell = () => {
      waiting = undefined;
      response.write('event: change\ndata: {}\n\n');
    };
    const stop = changes.subscribe(() => {
      waiting ??= setTimeout(tell, GATHER);
    });
    const beat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT);
    beat.unref();
    request.on('close', () => {
      stop();
      clearInterval(beat);
      clearTimeout(waiting);
    });
  };
}
