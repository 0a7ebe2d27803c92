/**
 * The public list, without a login: which channels are the city's, and whether they can be trusted now. Read only, as
 * JSON for websites and as a plain page for people.
 */
import { type RequestHandler, Router } from 'express';
import { leadsTo } from '../../bot/incident/channel-link.ts';
import { PLATFORMS } from '../../bot/platform/platform.ts';
import { type PublicState, publicState } from '../../bot/registry/public-channel.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { publicChannels } from '../../db/incident/dormant.ts';
import { loadOrganisation } from '../../db/organisation/organisation.ts';

/** One official channel as the public sees it: no person, office or incident. */
type PublicChannel = {
  name: string;
  platform: string;
  url: string | null;
  state: PublicState;
  imprint: string | null;
  /** ISO day on which the current state began. */
  since: string;
};
type Published = { city: string; asOf: string; channels: PublicChannel[] };

/** Cache time. Short, because a hijacked channel must not look trustworthy for long. */
const SECONDS = 60;

type PublicOptions = { store: Store; now: () => Date };

async function published({ store, now }: PublicOptions): Promise<Published> {
  return store.db.transaction(async (tx) => {
    const org = await loadOrganisation(tx as Tx);
    const rows = await publicChannels(tx as Tx);
    const taken = rows.map(({ channel }) => channel).filter((one) => publicState(one.state) === 'kompromittiert');
    const channels = rows.flatMap(({ channel, application }): PublicChannel[] => {
      const state = publicState(channel.state);
      if (!state) return [];
      const { imprint } = application.answers;
      const since = state === 'aktiv' ? (application.decidedAt ?? channel.createdAt) : channel.changedAt;
      return [
        {
          name: channel.name,
          platform: (PLATFORMS[channel.platform] ?? PLATFORMS.other).name,
          url: channel.url,
          state,
          // Hide an imprint on a channel under foreign control, be it this one or another one of the city's.
          imprint: typeof imprint === 'string' && !taken.some((one) => leadsTo(imprint, one)) ? imprint : null,
          since: berlinDay(since),
        },
      ];
    });
    return { city: org?.organisation.city.name ?? '', asOf: now().toISOString(), channels };
  });
}

/** Mounted at `/public`. */
export function publicRouter(options: PublicOptions): Router {
  const router = Router();
  router.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.status(405).set('Allow', 'GET, HEAD').json({ error: 'method not allowed' });
  });
  const forAll: RequestHandler = (_request, response, next) => {
    // Any website may show this; nothing in it is secret.
    response.set({ 'Cache-Control': `public, max-age=${SECONDS}`, 'Access-Control-Allow-Origin': '*' });
    next();
  };
  router.get('/channels.json', forAll, async (_request, response) => {
    response.json(await published(options));
  });
  router.get('/channels', forAll, async (_request, response) => {
    response.type('html').send(page(await published(options)));
  });
  return router;
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign);
const link = (url: string | null, text: string): string =>
  url && /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}" rel="noreferrer">${escaped(text)}</a>` : escaped(text);

function page({ city, channels }: Published): string {
  const title = `Offizielle Auftritte: ${city}`;
  const rows = channels.map(({ name, platform, url, state, imprint, since }) => {
    // Never link to an account that somebody else controls.
    const shown = state === 'kompromittiert' ? escaped(name) : link(url, name);
    return `<tr><td>${escaped(platform)}</td><td>${shown}</td><td>${state}</td><td>${since}</td><td>${link(imprint, imprint ? 'Impressum' : '–')}</td></tr>`;
  });
  return `<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body>
<h1>${escaped(title)}</h1>
<p>Kompromittiert heißt: Der Auftritt gehört der Stadt, aber jemand anderes kann dort schreiben. Bitte klicken Sie dort auf nichts.</p>
<table>
<thead><tr><th scope="col">Netzwerk</th><th scope="col">Auftritt</th><th scope="col">Zustand</th><th scope="col">seit</th><th scope="col">Impressum</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;
}
