/** Graph's change notifications: the door they come through, and the subscription that has to be renewed for ever. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import express, { Router } from 'express';
import { z } from 'zod';
import type { GraphDirectory } from './graph.ts';
import type { Log } from './port.ts';

/** Users may be watched for at most 41,760 minutes; renewed long before. */
const LIFE_MS = 20 * 86_400_000;
const RENEW_MS = 7 * 86_400_000;
/** What somebody could make us look up at most with one request. */
const MOST = 1000;

const NOTES = z.object({
  value: z
    .array(
      z.object({
        clientState: z.string().optional(),
        resourceData: z.object({ id: z.string().min(1).max(200) }).optional(),
      }),
    )
    .max(MOST),
});
const KEPT = z.object({ id: z.string(), until: z.iso.datetime() });
const MADE = z.object({ id: z.string(), expirationDateTime: z.string() });

/** Proves that a notification answers our own subscription; the same in every process and after a restart. */
export const clientState = (secret: string): string =>
  createHmac('sha256', secret).update('kanalwacht graph subscription').digest('hex');

export type GraphDoorOptions = {
  directory: Pick<GraphDirectory, 'look' | 'call'>;
  secret: string;
  /** Where Graph reaches this server; without it there are no notifications, only sweeps. */
  publicUrl: string;
  kept: { get(): Promise<string | null>; set(value: string): Promise<void> };
  now: () => Date;
  log: Log;
};

export const GRAPH_PATH = '/directory/graph';

export type GraphDoor = {
  router: Router;
  /** Makes the subscription, or renews it while there is time. */
  renew(): Promise<void>;
  /** Waits for what is being looked up. */
  close(): Promise<void>;
};

export function graphDoor(options: GraphDoorOptions): GraphDoor {
  const { directory, publicUrl, kept, now, log } = options;
  const state = clientState(options.secret);
  const pending = new Set<Promise<void>>();
  const router = Router();

  router.post('/', express.json({ limit: '1mb' }), (request, response) => {
    const { validationToken } = request.query;
    if (typeof validationToken === 'string') {
      // Echoed as plain text and nothing else: it comes from whoever calls.
      response.status(200).type('text/plain').send(validationToken.slice(0, 4096));
      return;
    }
    const notes = NOTES.safeParse(request.body);
    if (!notes.success) return void response.status(400).json({ error: 'bad request' });
    const ours = notes.data.value.filter((note) => isSame(note.clientState ?? '', state));
    if (ours.length < notes.data.value.length) log.warn({}, 'a notification without our clientState was left aside');
    // Graph gives three seconds; the look-ups take their time.
    response.status(202).end();
    const ids = new Set(ours.flatMap((note) => (note.resourceData ? [note.resourceData.id] : [])));
    const work = lookUp([...ids]).finally(() => pending.delete(work));
    pending.add(work);
  });

  async function lookUp(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      // Lost here, it is found by the sweep.
      await directory.look(id).catch((err: unknown) => log.warn({ err }, 'an account could not be looked up'));
    }
  }

  async function make(): Promise<void> {
    const until = new Date(now().getTime() + LIFE_MS).toISOString();
    const { body } = await directory.call('/subscriptions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        changeType: 'updated,deleted',
        resource: '/users',
        notificationUrl: `${publicUrl}${GRAPH_PATH}`,
        lifecycleNotificationUrl: `${publicUrl}${GRAPH_PATH}`,
        expirationDateTime: until,
        clientState: state,
      }),
    });
    await kept.set(JSON.stringify({ id: MADE.parse(body).id, until }));
  }

  return {
    router,
    async renew() {
      const known = KEPT.safeParse(JSON.parse((await kept.get()) ?? 'null'));
      const left = known.success ? Date.parse(known.data.until) - now().getTime() : 0;
      if (left > RENEW_MS) return;
      if (!known.success || left <= 0) return make();
      const until = new Date(now().getTime() + LIFE_MS).toISOString();
      const { status } = await directory.call(`/subscriptions/${encodeURIComponent(known.data.id)}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ expirationDateTime: until }),
      });
      if (status === 404) return make();
      await kept.set(JSON.stringify({ id: known.data.id, until }));
    },
    async close() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

/** In constant time, so that nobody can guess it letter by letter. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
