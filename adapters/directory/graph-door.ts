/** Graph's change notifications: the door they come through, and the subscription that has to be renewed for ever. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import express, { Router } from 'express';
import { z } from 'zod';
import type { GraphDirectory } from './graph.ts';
import { DirectoryFault, type Log } from './port.ts';

/** Users may be watched for at most 41,760 minutes; renewed long before. */
const LIFE_MS = 20 * 86_400_000;
const RENEW_MS = 7 * 86_400_000;
/** What somebody could make us look up at most with one request. */
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

/** Proves that a notification answers our own subscription; the same in every process and after a restart. */
export const clientState = (secret: string): string =>
  createHmac('sha256', secret).update('kanalwacht graph subscription').digest('hex');

type GraphDoorOptions = {
  directory: Pick<GraphDirectory, 'look' | 'call' | 'catchUp'>;
  secret: string;
  /** Where Graph reaches this server; without it there are no notifications, only sweeps. */
  publicUrl: string;
  kept: { get(): Promise<string | null>; set(value: string): Promise<void> };
  now: () => Date;
  log: Log;
};

const GRAPH_PATH = '/directory/graph';

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
  // One after the other: two notifications of the same loss must not make two subscriptions.
  let work: Promise<void> = Promise.resolve();
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
    work = work.then(() => takeIn(ours)).catch((err: unknown) => log.error({ err }, 'notifications were lost'));
  });

  async function takeIn(notes: readonly Note[]): Promise<void> {
    const events = [...new Set(notes.map(({ lifecycleEvent }) => lifecycleEvent))].filter((event) => !!event);
    for (const event of events) {
      const about = notes.filter(({ lifecycleEvent }) => lifecycleEvent === event);
      // What fails here is made up for by the night, which renews and sweeps.
      await live(String(event), about).catch((err: unknown) => log.warn({ err, event }, 'a lifecycle event failed'));
    }
    await lookUp(new Set(notes.flatMap(({ resourceData }) => (resourceData ? [resourceData.id] : []))));
  }

  /** What Graph says about the subscription. One that we have replaced is none of our business any more. */
  async function live(event: string, notes: readonly Note[]): Promise<void> {
    const known = await current();
    if (known && !notes.some(({ subscriptionId }) => !subscriptionId || subscriptionId === known.id)) return;
    // Noted first: if Graph refuses now, the night sees that there is something to renew or to make.
    if (event === 'subscriptionRemoved') await kept.set('null');
    if (event === 'reauthorizationRequired' && known) await keep(known.id, RENEW_MS);
    if (event === 'subscriptionRemoved' || event === 'reauthorizationRequired') await renew();
    else if (event !== 'missed') log.warn({ event }, 'a lifecycle event that is not known');
    // Whatever it was, notifications may be missing.
    await directory.catchUp();
  }

  async function lookUp(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) {
      try {
        await directory.look(id);
      } catch (err) {
        log.warn({ err }, 'an account could not be looked up');
        // Lost here, it is found by the sweep; where Graph asks for quiet, the others are left to it as well.
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
    // Renewing authorises as well.
    const { status } = await write(`/subscriptions/${encodeURIComponent(known.id)}`, 'PATCH', {});
    await (status === 404 ? make() : keep(known.id, LIFE_MS));
  }

  return { router, renew, close: () => work };
}

/** In constant time, so that nobody can guess it letter by letter. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
