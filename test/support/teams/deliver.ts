/** Sends an activity to the bot's endpoint, signed like the Bot Connector or deliberately wrong. */
import { authorization, type TokenKind } from './issuer.ts';

/** An activity in Teams' format. The type is loose so that tests can break it. */
export type Activity = { [property: string]: unknown; id: string; entities: object[] };
export type Delivered = { status: number; body: unknown; text: string };
export type Deliver = (
  activity: Activity,
  how?: { token?: TokenKind; headers?: Record<string, string> },
) => Promise<Delivered>;

/** Milliseconds, longer than the bot may take. */
const PATIENCE = 60_000;

export function deliverTo(address: () => string, appId: string, serviceUrl: () => string, now: () => Date): Deliver {
  return async (activity, { token = 'good', headers = {} } = {}) => {
    const signed = authorization(token, appId, serviceUrl(), now());
    const response = await fetch(address(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signed ? { authorization: signed } : {}), ...headers },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : undefined, text };
  };
}
