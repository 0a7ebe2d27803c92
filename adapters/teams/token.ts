/**
 * The bot's own token for the Bot Connector, by client credentials. Microsoft's MSAL would do the same, but it accepts
 * no http authority, so no local issuer could be used in tests. It also has no timeout and hides whether the message
 * was sent if no token was available.
 */
import { z } from 'zod';
import { SendError } from '../../bot/chat.ts';

/** The scope that every Bot Connector of the public cloud expects. */
const SCOPE = 'https://api.botframework.com/.default';
/** Milliseconds before expiry at which a token is renewed, so that it cannot expire in transit. */
const EARLY = 5 * 60_000;

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

type TokenOptions = {
  appId: string;
  appPassword: string;
  tenantId: string;
  /** The scope of the token. Default: the Bot Connector. */
  scope?: string;
  /** Login URL without tenant, for example `https://login.microsoftonline.com`. */
  login: string;
  /** Milliseconds to wait for the login service. */
  deadline: number;
  now: () => Date;
};

export type BotToken = {
  /** A valid token. Throws SendError `later`: without a token nothing was sent. */
  get(): Promise<string>;
  /** Drops the token after the connector has rejected it. */
  drop(): void;
};

/** Fetches and caches one token; concurrent callers share one request. */
export function botToken(options: TokenOptions): BotToken {
  let kept: { token: string; until: number } | undefined;
  let running: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const { login, tenantId, appId, appPassword, deadline, now, scope = SCOPE } = options;
    const asked = now().getTime();
    const response = await fetch(`${login}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appPassword,
        scope,
      }).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(deadline),
    });
    if (!response.ok) {
      // 400 and 401 mean a wrong secret or tenant. The operators can fix that, so the message waits.
      await response.body?.cancel();
      throw new SendError('later', `token-http-${response.status}`, { scope: 'chat' });
    }
    const { access_token: token, expires_in: seconds } = answer.parse(await response.json());
    kept = { token, until: asked + seconds * 1000 - EARLY };
    return token;
  }

  return {
    async get() {
      if (kept && kept.until > options.now().getTime()) return kept.token;
      running ??= fetchToken().finally(() => {
        running = undefined;
      });
      try {
        return await running;
      } catch (error) {
        if (error instanceof SendError) throw error;
        throw new SendError('later', 'token-unavailable', { scope: 'chat' });
      }
    },
    drop() {
      kept = undefined;
    },
  };
}
