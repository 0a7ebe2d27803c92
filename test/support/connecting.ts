/** A channel with an enabled connector, and shortcuts to show and send its steps and to read a dry run. */
import type { ConnectorName, PlatformRequest } from '../../bot/platform/connector.ts';
import type { Platform } from '../../bot/platform/platform.ts';
import { type Button, buttons, type Node } from '../../cards/node.ts';
import type { Reply } from '../../cards/reply.ts';
import { insert, update } from '../../db/changes.ts';
import type { Channel } from '../../db/registry/dossiers.ts';
import { cardOf } from './acts.ts';
import { placeNow, stepOf, write } from './dormant.ts';
import { keyOf } from './incident.ts';
import { plain, type Stage } from './stage.ts';

/** Gives the channel this account; IT security has enabled its connector. */
export async function connected(
  city: Stage,
  place: string,
  account: Pick<Channel, 'handle' | 'url'> & { platform: Platform & ConnectorName },
): Promise<void> {
  const { channel } = await placeNow(city.store, place);
  const by = await keyOf(city.store, 'ciso');
  const grant = { id: channel.id, connector: account.platform, on: true, by, at: city.clock.now };
  await write(
    city.store,
    update('channels', channel, { ...account, key: `${account.platform}:${account.handle}` }),
    insert('connectorGrants', grant),
  );
}

export async function dryRun(city: Stage, place: string, key: string, who = 'ciso'): Promise<Reply> {
  const step = await stepOf(city.store, place, key);
  return city.as(who).press('incident-connect', { step: step.id, seen: step.version });
}

export function sendButton(reply: Reply): Button {
  const button = buttons(cardOf(reply)).find(({ label }) => label === 'Senden');
  if (!button) throw new Error(`nothing to send:\n${plain(reply)}`);
  return button;
}

/** Sends a step as shown in the dry run. @returns the dry run */
export async function sendStep(city: Stage, place: string, key: string): Promise<Reply> {
  const shown = await dryRun(city, place, key);
  const { do: name, args = {} } = sendButton(shown);
  await city.as('ciso').press(name, args);
  return shown;
}

/** Sends a snapshot of the channel as it is now. */
export async function sendLook(city: Stage, place: string): Promise<Reply> {
  const shown = await city.as('ciso').press('incident-look', { place });
  const { do: name, args = {} } = sendButton(shown);
  await city.as('ciso').press(name, args);
  return shown;
}

/** The first requests are numbered, with a multi-line body; the others take one line each. */
const REQUEST = /^(?:\d+\. )?(GET|POST|PUT|PATCH|DELETE) (\S+)(?:\s(\{[\s\S]*?\}))?$/gm;

/** The requests in a dry run, read from the card as a person would. */
export function requestsShown(reply: Reply): Pick<PlatformRequest, 'method' | 'url' | 'body'>[] {
  const textOf = (nodes: readonly Node[], between: string): string =>
    nodes
      .map((node) => (node.kind === 'text' ? node.text : node.kind === 'fold' ? textOf(node.nodes, '') : ''))
      .join(between);
  return [...textOf(cardOf(reply).nodes, '\n').matchAll(REQUEST)].map(([, method, url, body]) => ({
    method: method as PlatformRequest['method'],
    url: url!,
    ...(body ? { body: JSON.parse(body) } : {}),
  }));
}
