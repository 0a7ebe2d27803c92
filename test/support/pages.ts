/** Running pages with shared administrators, put into the registry without form and votes; for incidents. */
import { applyChanges, type Change, insert } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { people } from '../../db/schema.ts';
import { completeAnswers } from './acts.ts';
import { ANSWERS } from './stage.ts';

export type Pages = {
  /** The end of each address: `https://www.facebook.com/stadtbezirk0`. */
  handle: string;
  /** Creates accounts on this Mastodon server instead of Facebook pages. */
  server?: string;
  name: string;
  count: number;
  /** Ids in the organisation file; the first is the main administrator. */
  administrators: readonly string[];
  office?: string;
  answers?: Record<string, unknown>;
};

export const pageUrl = ({ handle, server }: Pick<Pages, 'handle' | 'server'>, n: number): string =>
  server ? `${server}/@${handle}${n}` : `https://www.facebook.com/${handle}${n}`;
const pageKey = ({ handle, server }: Pages, n: number): string =>
  (server ? `mastodon:${handle}${n}` : `facebook.com/${handle}${n}`).toLowerCase();
export const pageId = ({ handle }: Pick<Pages, 'handle'>, n: number): string => `c_${handle}${n}`;

/**
 * One application covers all pages of an entry, as the registry allows. Written at once, because there may be hundreds.
 */
export async function addPages(store: Store, now: Date, ...all: Pages[]): Promise<void> {
  const usual = await completeAnswers(store);
  const known = await store.db.select({ id: people.id, ref: people.ref }).from(people);
  const keys = new Map(known.map(({ id, ref }) => [ref, id]));
  const changes = all.flatMap((pages) => rowsOf(pages, usual, keys, now));
  await store.db.transaction((tx) => applyChanges(tx as Tx, changes));
}

function rowsOf(pages: Pages, usual: object, keys: ReadonlyMap<string | null, string>, now: Date): Change[] {
  const { handle, name, count, administrators, office = 'kulturbetriebe', answers = {} } = pages;
  const persons = administrators.map((ref, n) => ({
    ...ANSWERS.person,
    person: keys.get(ref)!,
    role: n === 0 ? 'administrator' : 'deputy-administrator',
  }));
  const platform = pages.server ? 'mastodon' : 'facebook';
  const shared = { office, platform, state: 'published' } as const;
  const application = `a_${handle}`;
  const root = `SN-2026-9${handle.replaceAll(/\D/g, '').padStart(3, '0')}`;
  return [
    ...Array.from({ length: count }, (_, n) =>
      insert('channels', {
        ...shared,
        id: pageId(pages, n),
        name: `${name} ${n}`,
        handle: `${handle}${n}`,
        url: pageUrl(pages, n),
        key: pageKey(pages, n),
        application,
        administrators: administrators.length,
        createdAt: now,
        changedAt: now,
      }),
    ),
    insert('applications', {
      ...shared,
      id: application,
      number: `${root}-v1`,
      root,
      kind: 'new',
      legalBody: 'kulturbetriebe',
      applicant: keys.get('oeffentlichkeitsarbeit-kulturbetriebe')!,
      channel: pageId(pages, 0),
      title: `${pages.server ? 'Mastodon' : 'Facebook'} – ${name}`,
      key: pageKey(pages, 0),
      formVersion: 1,
      answers: { ...usual, ...answers, persons },
      createdAt: now,
    }),
  ];
}
