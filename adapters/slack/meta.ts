/** Stores in the view itself where a modal was opened, so that its last answer goes back there. */
import { z } from 'zod';
import type { Surface } from './surface.ts';

const META = z.object({
  room: z.object({ id: z.string(), dm: z.boolean() }).optional(),
  url: z.string().max(500).optional(),
  message: z.string().optional(),
});
type Meta = z.infer<typeof META>;

/** For `private_metadata`. An unusually long response_url is left out; the answer then takes another route. */
export function metaOf(surface: Surface, message: string | undefined): Meta {
  const url = surface.url !== undefined && surface.url.length <= 500 ? { url: surface.url } : {};
  return { room: { id: surface.room.id, dm: surface.room.dm }, ...url, ...(message ? { message } : {}) };
}

/** Damaged or foreign metadata reads as empty. */
export function readMeta(meta: Record<string, unknown>): Meta {
  return META.safeParse(meta).data ?? {};
}
