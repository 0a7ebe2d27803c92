/** Slack's door: Bolt behind our guard, every kind of request led to the shell, and the port for what is sent. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, HTTPReceiver, type ViewResponseAction } from '@slack/bolt';
import type { Shell } from '../chat.ts';
import { slackAnswers } from './answer.ts';
import { BODY_LIMIT, type CheckedRequest, checkRequest, turnAway } from './guard.ts';
import { type KeptHome, type SlackBot, slackBot } from './home.ts';
import { fromClick, fromCommand, fromEvent, fromSubmission, type ParsedRequest } from './inbound.ts';
import { type Log, quiet } from './log.ts';
import { slackModals } from './modal.ts';
import { findMessage, type Outbound, slackChat } from './outbound.ts';
import { PATIENCE, type Patience, within } from './patience.ts';
import { slackPeople } from './people.ts';
import { NotStored, type Serve, slackServe } from './serve.ts';
import { slackCaller } from './web.ts';

export type SlackDoorOptions = {
  signingSecret: string;
  botToken: string;
  /** Where the Web API stands, with `/api/` at the end; absent: Slack's own. */
  apiUrl?: string;
  shell: Shell;
  now: () => Date;
  log: Log;
  patience?: Partial<Patience>;
  /** Gets every event first; true: it was the directory's, and nobody else's. A rejection lets Slack deliver it again. */
  onEvent?: (body: unknown) => Promise<boolean>;
  /** Where the bot notes which workspace it is at home in; absent: it is asked anew after a restart. */
  kept?: KeptHome;
  /** Milliseconds until a call of the Web API counts as lost. */
  timeout?: number;
};

export type SlackDoor = {
  /** For `POST /slack/events`, before any body parser: the signature is over the raw bytes. */
  listener: (request: IncomingMessage, response: ServerResponse) => void;
  chat: Outbound;
  /** Waits until all that is under way has been answered. */
  close(): Promise<void>;
};

const ENDPOINT = '/slack/events';

/** Makes the door; nothing is called until the first request, so that the bot starts without Slack. */
export function slackDoor(options: SlackDoorOptions): SlackDoor {
  const { signingSecret, botToken, apiUrl, shell, now, log } = options;
  const patience = { ...PATIENCE, ...options.patience };
  // Two clients: a broadcast that fills the one must not hold up a modal.
  const web = { botToken, apiUrl, ...(options.timeout === undefined ? {} : { timeout: options.timeout }) };
  const call = slackCaller(web);
  const pending = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const tracked = work
      .catch((error: unknown) => log.error({ err: error }, 'an answer in Slack failed'))
      .finally(() => pending.delete(tracked));
    pending.add(tracked);
  };
  const isSaid = async ({ surface, key, since }: ParsedRequest): Promise<boolean> => {
    const from = since === undefined ? now() : new Date(since * 1000);
    // Where the history can't be read, an answer twice is better than none.
    const found = await findMessage(call, surface.room.id, 'kanalwacht_answer', key, from).catch(() => null);
    return found !== null;
  };
  const bot = slackBot(call, now, track, log, options.kept);
  const chat = slackChat(slackCaller(web), { ...web, home: bot.home });
  const people = slackPeople(call, bot.home, now, patience, log);
  const answers = slackAnswers(call, apiUrl, log);
  const modals = slackModals(call, log);
  const serve = slackServe({ shell, people, answers, modals, patience, log, isSaid });
  const receiver = boltReceiver(signingSecret, log);
  wire(receiver, bot, serve, patience, track, options.onEvent);

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const verdict = await checkRequest(request, signingSecret, now());
    if (!verdict.ok) {
      if (verdict.status !== 200)
        log.warn({ status: verdict.status, why: verdict.why }, 'a request to Slack’s door was refused');
      return turnAway(request, response, verdict.status);
    }
    if (isNotice(verdict.request)) {
      log.warn({ body: verdict.request.rawBody.toString('utf8').slice(0, 500) }, 'Slack sent a notice');
      response.writeHead(200).end();
      return;
    }
    // Bolt looks at the path again; where this door is mounted is the server's business.
    verdict.request.url = ENDPOINT;
    receiver.requestListener(verdict.request, response);
  };
  return {
    listener: (request, response) => {
      receive(request, response).catch((error: unknown) => {
        log.warn({ err: error }, 'a request to Slack’s door broke off');
        if (!response.headersSent) turnAway(request, response, 400);
      });
    },
    chat,
    async close() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

function boltReceiver(signingSecret: string, log: Log): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    endpoints: ENDPOINT,
    // The answer waits for the listener: a crash or a throw becomes a 500, and Slack delivers an event again.
    processBeforeResponse: true,
    // Our guard has checked it, with the clock that the rest of the program uses.
    signatureVerification: false,
    bodyLimit: BODY_LIMIT,
    logger: quiet,
    customPropertiesExtractor: (request) => ({ requestKey: digestOf(request) }),
    processEventErrorHandler: async ({ error, response }) => {
      const fault = 'original' in error ? error.original : error;
      if (!(fault instanceof NotStored)) log.error({ err: fault }, 'a request from Slack failed');
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
  });
}

/** Every kind of request has a listener: Bolt leaves what nobody acknowledges without an answer for three seconds. */
function wire(
  receiver: HTTPReceiver,
  bot: SlackBot,
  serve: Serve,
  patience: Patience,
  track: (work: Promise<void>) => void,
  onEvent: SlackDoorOptions['onEvent'],
): void {
  // With `authorize` Bolt asks nothing at start; it gets no token, because nothing is ever sent through it.
  const bolt = new App({ receiver, authorize: async () => bot.ids(), convoStore: false, logger: quiet });

  /** Slack gets its 200 when the answer is shown, or when its patience ends; the work goes on. */
  const inTime = async (heard: ParsedRequest | undefined): Promise<void> => {
    if (!heard) return;
    const work = serve.interactive(heard);
    track(work);
    await within(work, patience.answer, undefined);
  };

  bolt.command(/.*/, async ({ body, context, ack }) => {
    await inTime(fromCommand(body, context.requestKey));
    await ack();
  });
  bolt.action({}, async ({ body, context, ack }) => {
    await inTime(body.type === 'block_actions' ? fromClick(body, context.requestKey) : undefined);
    await ack();
  });
  bolt.view({ type: 'view_submission' }, async ({ body, context, ack }) => {
    const heard = fromSubmission(body, context.requestKey);
    if (!heard?.view) return ack({ response_action: 'clear' });
    const { body: answer, later } = await serve.submission({ ...heard, view: heard.view });
    await ack(answer as ViewResponseAction);
    // Bolt sends the answer when this listener is done, so what follows must not be waited for.
    setImmediate(() => track(later()));
  });
  // What was typed since the last step is in no payload we could keep; the draft holds the rest.
  bolt.view({ type: 'view_closed' }, async ({ ack }) => ack());
  bolt.options({}, async ({ ack }) => ack({ options: [] }));
  bolt.shortcut({}, async ({ ack }) => ack());
  bolt.event(/.*/, async ({ body, context }) => {
    if (await onEvent?.(body)) return;
    const heard = fromEvent(body, context.requestKey, context.botUserId);
    if (heard) await serve.event(heard, context.retryNum ?? 0);
  });
}

/** Names a request that brings no id of its own. */
function digestOf(request: { rawBody?: Buffer; headers: IncomingMessage['headers'] }): string {
  const timestamp = String(request.headers['x-slack-request-timestamp'] ?? '');
  return createHash('sha256')
    .update(`${timestamp}:`)
    .update(request.rawBody ?? '')
    .digest('hex');
}

/** Envelopes without an event (`app_rate_limited`): Bolt knows no listener for them and would answer 404. */
function isNotice(request: CheckedRequest): boolean {
  if (request.headers['content-type'] !== 'application/json') return false;
  try {
    const body: unknown = JSON.parse(request.rawBody.toString('utf8'));
    return (
      typeof body === 'object' &&
      body !== null &&
      'type' in body &&
      !('event' in body) &&
      body.type !== 'url_verification'
    );
  } catch {
    return false;
  }
}
