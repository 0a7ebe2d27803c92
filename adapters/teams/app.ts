/**
 * The Microsoft Teams endpoint: one request handler for incoming activities, one `Chat` for outgoing ones. Import it
 * only if Teams is configured, because loading Microsoft's SDK takes about a second.
 */
import { Application } from '@microsoft/teams-ai';
import type { Activity, TurnContext } from 'botbuilder';
import type { Request, RequestHandler } from 'express';
import type { Chat, Shell } from '../chat.ts';
import { contacts } from './contacts.ts';
import { type GuardRules, isServiceUrl, type Refused, refuseArrival, refuseClaims } from './guard.ts';
import { activitySchema, type TeamsActivity } from './inbound.ts';
import { outbound } from './outbound.ts';
import { type Log, type Patience, replies } from './reply.ts';
import { botToken } from './token.ts';
import { PUBLIC_CLOUD, Wire } from './wire.ts';

export type { Log } from './reply.ts';

export type TeamsOptions = {
  /** Application (client) id of the bot's registration. Needed unless `auth` is off. */
  appId?: string | undefined;
  appPassword?: string | undefined;
  /** The tenant the bot is registered in. */
  tenantId?: string | undefined;
  /** Tenants whose people may talk to the bot. Default: the bot's own tenant. */
  allowedTenants?: readonly string[] | undefined;
  /** `off`: no tokens in either direction, requests from this machine only. For Microsoft's Agents Playground. */
  auth: 'on' | 'off';
  /** Replaces addresses of the public cloud, for tests and other clouds. */
  endpoints?: Partial<Endpoints>;
  /** Milliseconds; changed only in tests. */
  patience?: Partial<Patience & { roster: number; connector: number }>;
  shell: Shell;
  now: () => Date;
  log: Log;
};

export type Endpoints = {
  openIdMetadata: string;
  issuer: string;
  login: string;
  serviceUrl: string;
  /** `host:port` of local fakes that may act as connector and file store. */
  testHosts: readonly string[];
};

export type TeamsDoor = {
  /** For POST /api/messages, with the body already parsed as JSON. */
  handler: RequestHandler;
  chat: Chat;
  /** Waits for answers in progress. */
  close(): Promise<void>;
};

const PATIENCE = { invoke: 4000, message: 10_000, roster: 1500, connector: 10_000 } as const;

/** Creates the endpoint. Throws if the configuration would leave it unprotected. */
export function teamsDoor(options: TeamsOptions): TeamsDoor {
  const { auth, shell, now, log, appId = '', appPassword = '', tenantId = '' } = options;
  if (auth === 'on' && (appId === '' || appPassword === '' || tenantId === '')) {
    // With an empty app id the SDK accepts requests from anybody.
    throw new Error('Teams needs app id, password and tenant; without them only auth "off" on loopback is possible');
  }
  const endpoints = { ...PUBLIC_CLOUD, testHosts: [], ...options.endpoints };
  const patience = { ...PATIENCE, ...options.patience };
  const allowed = options.allowedTenants ?? (tenantId === '' ? [] : [tenantId]);
  const rules: GuardRules = {
    auth,
    appId: auth === 'on' ? appId : '',
    issuer: endpoints.issuer,
    tenants: auth === 'off' && allowed.length === 0 ? null : allowed,
    testHosts: endpoints.testHosts,
  };

  const deadline = patience.connector;
  const token = botToken({ appId: rules.appId, appPassword, tenantId, login: endpoints.login, deadline, now });
  const wire = new Wire({ appId: rules.appId, token, cloud: endpoints, deadline });
  const tenants = rules.tenants && { all: rules.tenants, ...(tenantId === '' ? {} : { own: tenantId }) };
  const people = contacts({ wire, tenants, patience: patience.roster, now });
  const peoplePicker = auth === 'on';
  const out = outbound({
    wire,
    token,
    contacts: people,
    appId: rules.appId,
    tenantId: tenantId || undefined,
    serviceUrl: endpoints.serviceUrl,
    isServiceUrl: (url) => isServiceUrl(url, rules),
    peoplePicker,
    testHosts: endpoints.testHosts,
    deadline,
    now,
  });
  const answers = replies({ shell, out, contacts: people, peoplePicker, patience, log });
  const application = routes(answers, people.meet);

  async function receive(request: Request): Promise<{ status: number; body?: unknown }> {
    const turnAway = ({ status, code }: Refused) => {
      log.warn({ code }, 'A request to the Teams door was turned away');
      return { status, body: { error: REASON[status] } };
    };
    const early = refuseArrival(arrivalOf(request), rules);
    if (early) return turnAway(early);
    if (!activitySchema.safeParse(request.body).success) return turnAway({ status: 400, code: 'not-an-activity' });
    const activity = request.body as Activity;
    let passed: Awaited<ReturnType<Wire['authenticate']>>;
    try {
      passed = await wire.authenticate(activity, request.headers.authorization ?? '');
    } catch (error) {
      if (isOutage(error)) {
        log.error({ err: error }, 'The keys of the Bot Connector could not be fetched');
        return { status: 503, body: { error: 'unavailable' } };
      }
      return turnAway({ status: 401, code: 'bad-token' });
    }
    const late = refuseClaims((name) => passed.claimsIdentity.getClaimValue(name), activity, rules);
    if (late) return turnAway(late);
    const answer = await wire.run(passed, activity, async (context) => {
      await application.run(context);
    });
    return { status: answer?.status ?? 200, body: answer?.body };
  }

  return {
    handler: (request, response) => {
      receive(request)
        .catch((error: unknown) => {
          log.error({ err: error }, 'The Teams door broke');
          return { status: 500, body: { error: 'failed' } };
        })
        .then(({ status, body }: { status: number; body?: unknown }) => {
          if (body === undefined) response.status(status).end();
          else response.status(status).json(body);
        });
    },
    chat: out.chat,
    close: () => answers.settle(),
  };
}

/** What a rejected caller reads. It must not help to get in. */
const REASON = { 400: 'bad request', 401: 'unauthorized', 403: 'forbidden' } as const satisfies Record<
  Refused['status'],
  string
>;

/**
 * One route per kind of activity in Microsoft's router. Its own responses are not used: they show one person's card to
 * everybody, and turn a handler's error into 501 (teams-ai 1.7.4). The typing timer is off because all conversations
 * share it. SDK state is off because our state is in the database.
 */
function routes(answers: ReturnType<typeof replies>, meet: (activity: TeamsActivity) => void): Application {
  const application = new Application({ removeRecipientMention: false });
  // teams-ai 1.7.4 ignores its own option and would send "typing" after a second.
  application.startTypingTimer = () => {};
  const read = (context: TurnContext): TeamsActivity => {
    const activity = activitySchema.parse(context.activity);
    meet(activity);
    return activity;
  };
  application.addRoute(
    async ({ activity }) => activity.type === 'invoke' && activity.name === 'adaptiveCard/action',
    async (context) => {
      const body = await answers.invoke(read(context));
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    },
    true,
  );
  application.activity('message', (context) => answers.message(read(context)));
  application.activity('installationUpdate', (context) => answers.installation(read(context)));
  application.activity('conversationUpdate', async (context) => void read(context));
  return application;
}

function arrivalOf(request: Request) {
  const { headers, socket } = request;
  return {
    authorization: headers.authorization,
    remoteAddress: socket.remoteAddress,
    host: headers.host,
    forwarded: headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined,
    body: request.body as unknown,
  };
}

/** Whether the check failed because the key server is down, not because of the token. */
function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('name' in error && error.name === 'FetchError') return true;
  return 'statusCode' in error && error.statusCode === 500;
}
