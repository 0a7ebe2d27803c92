/**
 * Microsoft's adapter, as thin as it gets: it checks tokens, runs turns, and hands out clients for the Bot Connector that
 * send each request exactly once and end after a deadline.
 */
import { TeamsAdapter } from '@microsoft/teams-ai';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { BotToken } from './token.ts';

/** Addresses of Microsoft's public cloud. Each can be replaced, for tests and other clouds. */
export const PUBLIC_CLOUD = {
  openIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.com',
  login: 'https://login.microsoftonline.com',
  /** Where a person is written to of whom no request has come yet; Microsoft's address for all regions. */
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
} as const;

type Cloud = { openIdMetadata: string; issuer: string };

/** Clients are kept per service URL; a tenant has one or a few. */
const KEPT_CLIENTS = 50;
/**
 * Retrying re-posts up to three times on 500, resets and timeouts, and doubles messages, because the connector knows no
 * idempotency key (measured: 4 POSTs). Redirects would carry our token to another host. No option turns either off.
 */
const UNWANTED_POLICIES = ['defaultRetryPolicy', 'redirectPolicy'] as const;

type Pipeline = {
  removePolicy(options: { name: string }): unknown;
  addPolicy(policy: {
    name: string;
    sendRequest<Q extends object, S>(request: Q, next: (request: Q) => Promise<S>): Promise<S>;
  }): void;
};

export class Wire extends TeamsAdapter {
  readonly #appId: string;
  readonly #deadline: number;
  readonly #clients = new Map<string, ReturnType<Wire['newClient']>>();

  /** `appId` empty: no token is asked for and none is sent (Agents Playground). `deadline` in milliseconds per request. */
  constructor(options: { appId: string; token: BotToken; cloud: Cloud; deadline: number }) {
    const { appId, token, cloud } = options;
    super(
      {
        MicrosoftAppId: appId,
        // Naming one of these makes the SDK take all of them as given, so all are named.
        ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadata,
        ToBotFromEmulatorOpenIdMetadataUrl: cloud.openIdMetadata,
        ToBotFromChannelTokenIssuer: cloud.issuer,
        ToChannelFromBotOAuthScope: cloud.issuer,
        ToChannelFromBotLoginUrl: PUBLIC_CLOUD.login,
        OAuthUrl: cloud.issuer,
      },
      {
        isValidAppId: async (id) => id === appId,
        isAuthenticationDisabled: async () => appId === '',
        createCredentials: async () => ({
          async signRequest(request) {
            if (appId !== '') request.headers.set('Authorization', `Bearer ${await token.get()}`);
            return request;
          },
        }),
      },
    );
    this.#appId = appId;
    this.#deadline = options.deadline;
    // Turns get a client of the SDK's making; this runs before anything can be sent with it.
    this.use(async (context, next) => {
      const client: unknown = context.turnState.get(this.ConnectorClientKey);
      if (typeof client === 'object' && client !== null) this.#once(client);
      await next();
    });
  }

  /** Checks the token. Throws the SDK's errors, whatever they are; the answer opens `run`. */
  authenticate(activity: Activity, authorization: string) {
    return this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
  }

  /** Runs one turn with a checked token; the answer is the invoke response, if the activity asked for one. */
  run(
    passed: Awaited<ReturnType<Wire['authenticate']>>,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(passed, activity, turn);
  }

  /** A client for this service URL that sends each request once. */
  client(serviceUrl: string): ReturnType<Wire['newClient']> {
    const known = this.#clients.get(serviceUrl);
    if (known) return known;
    const made = this.newClient(serviceUrl);
    made.catch(() => this.#clients.delete(serviceUrl));
    const oldest = this.#clients.keys().next();
    if (this.#clients.size >= KEPT_CLIENTS && !oldest.done) this.#clients.delete(oldest.value);
    this.#clients.set(serviceUrl, made);
    return made;
  }

  private async newClient(serviceUrl: string) {
    const factory = this.botFrameworkAuthentication.createConnectorFactory(this.createClaimsIdentity(this.#appId));
    const client = await factory.create(serviceUrl, PUBLIC_CLOUD.issuer);
    this.#once(client);
    return client;
  }

  #once(connector: object): void {
    const pipeline = (Reflect.get(connector, 'client') as { pipeline: Pipeline }).pipeline;
    for (const name of UNWANTED_POLICIES) pipeline.removePolicy({ name });
    pipeline.addPolicy({
      name: 'deadline',
      // The SDK's own timeout ends with the headers; a body that never ends would hang for ever.
      sendRequest: (request, next) =>
        next(Object.assign(request, { abortSignal: AbortSignal.timeout(this.#deadline) })),
    });
  }
}
