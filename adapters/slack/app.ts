/**
 * Slack's endpoint: Bolt behind our guard, listeners that pass requests to the shell, and the port for outgoing
 * messages.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, HTTPReceiver, type ViewResponseAction } from '@slack/bolt';
import type { Shell, TakeUp } from '../chat.ts';
import { slackAnswers } from './answer.ts';
import { slackAsk } from './ask.ts';
import { BODY_LIMIT, type CheckedRequest, checkRequest, turnAway } from './guard.ts';
import { type KeptHome, type SlackBot, slackBot } from './home.ts';
import { fromClick, fromCommand, fromEvent, fromSubmission } from './inbound.ts';
import { type Log, quiet } from './log.ts';
import { slackModals } from './modal.ts';
import { findMessage, type Outbound, slackChat } from './outbound.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { slackPeople } from './people.ts';
import { NotStored, type Serve, slackServe } from './serve.ts';
import { type IsSaid, slackTakeUp } from './take-up.ts';
import { slackCaller } from './web.ts';

export type SlackDoorOptions = {
  signingSecret: string;
  botToken: string;
  /** Base URL of the Web API, ending in `/api/`. Default: Slack's own. */
  apiUrl?: string;
  shell: Shell;
  now: () => Date;
  log: Log;
  patience?: Partial<Patience>;
  /**
   * Receives every event first. True means the directory handled it and nobody else should. On rejection Slack
   * redelivers.
   */
  onEvent?: (body: unknown) => Promise<boolean>;
  /** Stores which workspace the app is installed in. If absent, Slack is asked again after a restart. */
  kept?: KeptHome;
  /** Milliseconds until a Web API call counts as lost. */
  timeout?: number;
};

export type SlackDoor = {
  /** For `POST /slack/events`. Mount it before any body parser: the signature covers the raw bytes. */
  listener: (request: IncomingMessage, response: ServerResponse) => void;
  chat: Outbound;
  /** Finishes a request stored by a dead process. */
  takeUp: TakeUp;
  /** Waits until all work in progress has been answered. */
  close(): Promise<void>;
};

const ENDPOINT = '/slack/events';

/** Calls nothing until the first request, so that the bot starts while Slack is unreachable. */
export function slackDoor(options: SlackDoorOptions): SlackDoor {
  const { signingSecret, botToken, apiUrl, shell, now, log } = options;
  const patience = { ...PATIENCE, ...options.patience };
  // Two clients, so that a long broadcast cannot delay a modal.
  const web = { botToken, apiUrl, ...(options.timeout === undefined ? {} : { timeout: options.timeout }) };
  const call = slackCaller(web);
  const pending = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const tracked = work
      .catch((error: unknown) => log.error({ err: error }, 'an answer in Slack failed'))
      .finally(() => pending.delete(tracked));
    pending.add(tracked);
  };
  const isSaid: IsSaid = async (key, room, since) => {
    const from = since === undefined ? now() : new Date(since * 1000);
    return (await findMessage(call, room, 'kanalwacht_answer', key, from)) !== null;
  };
  const bot = slackBot(call, now, track, log, options.kept);
  const chat = slackChat(slackCaller(web), { ...web, home: bot.home });
  const people = slackPeople(call, bot.home, now, patience, log);
  const answers = slackAnswers(call, apiUrl, log);
  const modals = slackModals(call, log);
  const ask = slackAsk(shell, people);
  const serve = slackServe({ shell, ask, people, answers, modals, patience, now, log, track, isSaid });
  const receiver = boltReceiver(signingSecret, log);
  wire(receiver, bot, serve, track, options.onEvent);

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
    // Bolt checks the path again, but the server decides where this endpoint is mounted.
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
    takeUp: slackTakeUp({ ask, answers, modals, log, isSaid }),
    async close() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

function boltReceiver(signingSecret: string, log: Log): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    endpoints: ENDPOINT,
    // Respond only after the listener: a crash or exception becomes a 500, and Slack redelivers the event.
    processBeforeResponse: true,
    // Our guard has already checked it, using the program's own clock.
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

/** Registers a listener for every kind of request: Bolt leaves unacknowledged requests unanswered for three seconds. */
function wire(
  receiver: HTTPReceiver,
  bot: SlackBot,
  serve: Serve,
  track: (work: Promise<void>) => void,
  onEvent: SlackDoorOptions['onEvent'],
): void {
  // With `authorize`, Bolt calls nothing at start. It gets no token because nothing is sent through it.
  const bolt = new App({ receiver, authorize: async () => bot.ids(), convoStore: false, logger: quiet });

  bolt.command(/.*/, async ({ body, context, ack }) => {
    await serve.interactive(fromCommand(body, context.requestKey));
    await ack();
  });
  bolt.action({}, async ({ body, context, ack }) => {
    const heard = body.type === 'block_actions' ? fromClick(body, context.requestKey) : undefined;
    if (heard) await serve.interactive(heard);
    await ack();
  });
  bolt.view({ type: 'view_submission' }, async ({ body, context, ack }) => {
    const heard = fromSubmission(body, context.requestKey);
    if (!heard?.view) return ack({ response_action: 'clear' });
    const { body: answer, later } = await serve.submission({ ...heard, view: heard.view });
    await ack(answer as ViewResponseAction);
    // Bolt responds only when this listener ends, so the rest must not be awaited.
    setImmediate(() => track(later()));
  });
  // No payload contains what was typed since the last step. The draft holds the earlier steps.
  bolt.view({ type: 'view_closed' }, async ({ ack }) => ack());
  bolt.options({}, async ({ ack }) => ack({ options: [] }));
  bolt.shortcut({}, async ({ ack }) => ack());
  bolt.event(/.*/, async ({ body, context }) => {
    if (await onEvent?.(body)) return;
    const heard = fromEvent(body, context.requestKey, context.botUserId);
    if (heard) await serve.event(heard, context.retryNum ?? 0);
  });
}

/** Identifies a request that carries no id of its own. */
function digestOf(request: { rawBody?: Buffer; headers: IncomingMessage['headers'] }): string {
  const timestamp = String(request.headers['x-slack-request-timestamp'] ?? '');
  return createHash('sha256')
    .update(`${timestamp}:`)
    .update(request.rawBody ?? '')
    .digest('hex');
}

/** Envelopes without an event (`app_rate_limited`): Bolt has no listener for them and would respond 404. */
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
