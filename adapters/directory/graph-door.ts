/** Receives Graph's change notifications, and keeps the subscription for them renewed. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import express, { Router } from 'express';
import { z } from 'zod';
import type { GraphDirectory } from './graph.ts';
import { DirectoryFault, type Log } from './port.ts';

/** Graph allows a subscription to users at most 41,760 minutes. Ours is renewed long before. */
const LIFE_MS = 20 * 86_400_000;
const RENEW_MS = 7 * 86_400_000;
/** Most notifications in one request, to limit the lookups a caller can cause. */
const MOST = 1000;

/** A change of an account (`resourceData`), or of the subscription itself (`lifecycleEvent`). */
const NOTE = z.object({
  clientState: z.string().nullish(),
  subscriptionId: z.string().nullish(),
  resourceData: z.object({ id: z.string().min(1).max(200) }).nullish(),
  lifecycleEvent: z.string().nullish(),
});
type Note = z.infer<typeof NOTE>;
const NOTES = z.object({ value: z.array(NOTE).max(MOST) });
const KEPT = z.object({ id: z.string(), until: z.iso.datetime() });
const MADE = z.object({ id: z.string(), expirationDateTime: z.string() });

/**
 * The secret that proves that a notification belongs to our subscription. The same in every process and after a
 * restart.
 */
export const clientState = (secret: string): string =>
  createHmac('sha256', secret).update('kanalwacht graph subscription').digest('hex');

type GraphDoorOptions = {
  directory: Pick<GraphDirectory, 'look' | 'call' | 'catchUp'>;
  secret: string;
  /** Public base URL of this server. Without one there are no notifications, only sweeps. */
  publicUrl: string;
  kept: { get(): Promise<string | null>; set(value: string): Promise<void> };
  now: () => Date;
  log: Log;
};

const GRAPH_PATH = '/directory/graph';

export type GraphDoor = {
  router: Router;
  /** Creates the subscription, or renews it before it expires. */
  renew(): Promise<void>;
  /** Waits for lookups in progress. */
  close(): Promise<void>;
};

export function graphDoor(options: GraphDoorOptions): GraphDoor {
  const { directory, publicUrl, kept, now, log } = options;
  const state = clientState(options.secret);
  // One at a time: two notifications of the same loss must not create two subscriptions.
  let work: Promise<void> = Promise.resolve();
  const router = Router();

  router.post('/', express.json({ limit: '1mb' }), (request, response) => {
    const { validationToken } = request.query;
    if (typeof validationToken === 'string') {
      // The token comes from an unverified caller, so it is echoed as plain text and nothing else.
      response.status(200).type('text/plain').send(validationToken.slice(0, 4096));
      return;
    }
    const notes = NOTES.safeParse(request.body);
    if (!notes.success) return void response.status(400).json({ error: 'bad request' });
    const ours = notes.data.value.filter((note) => isSame(note.clientState ?? '', state));
    if (ours.length < notes.data.value.length) log.warn({}, 'a notification without our clientState was left aside');
    // Graph allows three seconds; lookups may take longer.
    response.status(202).end();
    work = work.then(() => takeIn(ours)).catch((err: unknown) => log.error({ err }, 'notifications were lost'));
  });

  async function takeIn(notes: readonly Note[]): Promise<void> {
    const events = [...new Set(notes.map(({ lifecycleEvent }) => lifecycleEvent))].filter((event) => !!event);
    for (const event of events) {
      const about = notes.filter(({ lifecycleEvent }) => lifecycleEvent === event);
      // The nightly run repairs failures here: it renews and sweeps.
      await live(String(event), about).catch((err: unknown) => log.warn({ err, event }, 'a lifecycle event failed'));
    }
    await lookUp(new Set(notes.flatMap(({ resourceData }) => (resourceData ? [resourceData.id] : []))));
  }

  /** Handles lifecycle events of the subscription. Events of a replaced subscription are ignored. */
  async function live(event: string, notes: readonly Note[]): Promise<void> {
    const known = await current();
    if (known && !notes.some(({ subscriptionId }) => !subscriptionId || subscriptionId === known.id)) return;
    // Recorded first: if Graph refuses now, the nightly run sees that a subscription must be renewed or created.
    if (event === 'subscriptionRemoved') await kept.set('null');
    if (event === 'reauthorizationRequired' && known) await keep(known.id, RENEW_MS);
    if (event === 'subscriptionRemoved' || event === 'reauthorizationRequired') await renew();
    else if (event !== 'missed') log.warn({ event }, 'a lifecycle event that is not known');
    // After any of these events, notifications may be missing.
    await directory.catchUp();
  }

  async function lookUp(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) {
      try {
        await directory.look(id);
      } catch (err) {
        log.warn({ err }, 'an account could not be looked up');
        // The sweep finds accounts missed here. If Graph throttles, the remaining ones are left to it too.
        if (err instanceof DirectoryFault && err.after !== undefined) return;
      }
    }
  }

  async function current(): Promise<z.infer<typeof KEPT> | null> {
    const known = KEPT.safeParse(JSON.parse((await kept.get()) ?? 'null'));
    return known.success ? known.data : null;
  }

  const keep = (id: string, life: number) =>
    kept.set(JSON.stringify({ id, until: new Date(now().getTime() + life).toISOString() }));
  const write = (path: string, method: string, body: Record<string, string>) =>
    directory.call(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ expirationDateTime: new Date(now().getTime() + LIFE_MS).toISOString(), ...body }),
    });

  async function make(): Promise<void> {
    const { body } = await write('/subscriptions', 'POST', {
      changeType: 'updated,deleted',
      resource: '/users',
      notificationUrl: `${publicUrl}${GRAPH_PATH}`,
      lifecycleNotificationUrl: `${publicUrl}${GRAPH_PATH}`,
      clientState: state,
    });
    await keep(MADE.parse(body).id, LIFE_MS);
  }

  async function renew(): Promise<void> {
    const known = await current();
    const left = known ? Date.parse(known.until) - now().getTime() : 0;
    if (left > RENEW_MS) return;
    if (!known || left <= 0) return make();
    // Renewing also reauthorizes.
    const { status } = await write(`/subscriptions/${encodeURIComponent(known.id)}`, 'PATCH', {});
    await (status === 404 ? make() : keep(known.id, LIFE_MS));
  }

  return { router, renew, close: () => work };
}

/** Compares in constant time, so that the secret cannot be guessed letter by letter. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
