/** A stored request, for when its answer takes longer than Slack waits: just enough to run it again. */
import { z } from 'zod';
import type { Kept } from '../chat.ts';
import type { ParsedRequest } from './inbound.ts';
import { externalIdOf, type Place } from './modal.ts';
import { VIEW } from './payload.ts';

const REQUEST = z.object({
  key: z.string(),
  who: z.object({ chat: z.literal('slack'), tenant: z.string(), id: z.string() }),
  claim: z.object({ team: z.string(), installed: z.string() }).partial(),
  do: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('say'),
      text: z.string(),
      files: z
        .array(z.object({ name: z.string(), type: z.string(), size: z.number(), source: z.string().optional() }))
        .optional(),
    }),
    z.object({
      kind: z.literal('press'),
      name: z.string(),
      args: z.record(z.string(), z.unknown()),
      inputs: z.record(z.string(), z.unknown()),
    }),
  ]),
  surface: z.object({
    user: z.string(),
    room: z.object({ id: z.string(), dm: z.boolean() }),
    message: z.object({ channel: z.string(), ts: z.string(), ephemeral: z.boolean() }).optional(),
    thread: z.string().optional(),
    home: z.literal(true).optional(),
  }),
  message: z.string().optional(),
  title: z.string().optional(),
  since: z.number(),
  /** The modal's id without its content: the typed values are in the inputs. */
  view: z.string().optional(),
  /** A modal was opened for it, with the external id derived from the key. */
  opened: z.literal(true).optional(),
});

/**
 * The stored form. `response_url` and trigger are omitted: they grant access, and will have expired. `opened`: a modal
 * was opened.
 */
export function keptOf(heard: ParsedRequest, now: Date, opened: boolean): Kept {
  const { key, who, claim, do: asked, message, title, view, since } = heard;
  const { url: _, ...surface } = heard.surface;
  const request = {
    ...{ key, claim, do: asked, surface, message, title },
    who: { chat: who.chat, tenant: who.tenant, id: who.id },
    since: since ?? Math.floor(now.getTime() / 1000),
    ...(view ? { view: view.id } : {}),
    ...(opened && !view ? { opened } : {}),
  };
  return { id: key, chat: 'slack', tenant: who.tenant, request };
}

/** The request, and the modal that waits for its answer. Undefined if another version of the program stored it. */
export function readKept(request: unknown): { heard: ParsedRequest; place?: Place } | undefined {
  const read = REQUEST.safeParse(request);
  if (!read.success) return undefined;
  const { view, opened, ...rest } = read.data;
  const heard = { ...rest, ...(view ? { view: VIEW.parse({ id: view, type: 'modal' }) } : {}) } as ParsedRequest;
  if (view) return { heard, place: { view_id: view } };
  return opened ? { heard, place: { external_id: externalIdOf(heard.key) } } : { heard };
}
