/**
 * A thin layer over Microsoft's adapter: it checks tokens, runs turns, and creates clients for the Bot Connector.
 * Clients try each request once and have a timeout.
 */
import { TeamsAdapter } from '@microsoft/teams-ai';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { BotToken } from './token.ts';

/** Addresses of Microsoft's public cloud. Each can be replaced, for tests and other clouds. */
export const PUBLIC_CLOUD = {
  openIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.com',
  login: 'https://login.microsoftonline.com',
  /** For writing to a person who has not yet sent a request. Microsoft's address for all regions. */
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
} as const;

type Cloud = { openIdMetadata: string; issuer: string };

/** Clients are cached per service URL; a tenant has few. */
const KEPT_CLIENTS = 50;
/**
 * The SDK's retry policy re-posts up to three times on 500, resets and timeouts (measured: 4 POSTs). The connector has
 * no idempotency keys, so messages would be duplicated. Redirects would carry our token to another host. No option
 * turns either off.
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

  /** With an empty `appId`, no token is required or sent (Agents Playground). `deadline`: milliseconds per request. */
  constructor(options: { appId: string; token: BotToken; cloud: Cloud; deadline: number }) {
    const { appId, token, cloud } = options;
    super(
      {
        MicrosoftAppId: appId,
        // If one of these is set, the SDK uses the whole group as given, so all are set.
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
    // The SDK creates a turn's client itself. This runs before anything can be sent through it.
    this.use(async (context, next) => {
      const client: unknown = context.turnState.get(this.ConnectorClientKey);
      if (typeof client === 'object' && client !== null) this.#once(client);
      await next();
    });
  }

  /** Checks the token. Throws the SDK's errors unchanged. The result is the first argument of `run`. */
  authenticate(activity: Activity, authorization: string) {
    return this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
  }

  /** Runs one turn with a checked token. Returns the invoke response if the activity asked for one. */
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
      // The SDK's own timeout covers only the headers; a body that never ends would hang for ever.
      sendRequest: (request, next) =>
        next(Object.assign(request, { abortSignal: AbortSignal.timeout(this.#deadline) })),
    });
  }
}
