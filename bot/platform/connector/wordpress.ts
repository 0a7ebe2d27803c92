/** WordPress: settings, pages and posts through the core's own REST routes; there is none for maintenance mode. */
import { asText, type ConnectorRow, type Facts, field, type PlatformRequest } from './operation.ts';

/** As many as one page of the REST interface lists, and as one call can change in its time. */
const POSTS_MAX = 100;

/** Where the site's REST routes begin; for a site below a path, below that path. */
function routes({ url }: Facts): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}/wp-json/wp/v2`;
}

const at = (facts: Facts, requests: (base: string) => PlatformRequest[]): PlatformRequest[] | 'address' => {
  const base = routes(facts);
  return base === null ? 'address' : requests(base);
};

const settings = (base: string, body: Record<string, unknown>): PlatformRequest => ({
  method: 'POST',
  url: `${base}/settings`,
  body,
});

/** The posts that were public before; null: the snapshot lacks them. */
function posts({ snapshot }: Facts): string[] | null {
  const list = snapshot['wordpress.posts'];
  return list === undefined ? null : list.split(',').filter((id) => /^\d+$/.test(id));
}

const all = (facts: Facts, status: 'private' | 'publish', more: (base: string) => PlatformRequest[] = () => []) => {
  const ids = posts(facts);
  if (ids === null) return 'snapshot';
  // A full page means that there may be more, and a half-hidden site is not hidden.
  if (ids.length >= POSTS_MAX) return 'too-many';
  return at(facts, (base) => [
    ...ids.map((id): PlatformRequest => ({ method: 'POST', url: `${base}/posts/${id}`, body: { status } })),
    ...more(base),
  ]);
};

/** The approved text is plain, WordPress takes HTML. It turns empty lines into paragraphs by itself. */
const asHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const TITLE = { de: 'Hinweis', en: 'Notice' } as const;
const ADMINISTRATOR = ['manage_options'] as const;
const EDITOR = ['edit_others_posts', 'edit_published_posts', 'edit_private_posts', 'publish_posts'] as const;

/** The earlier settings, as far as the snapshot has them. */
function before({ snapshot }: Facts): Record<string, unknown> {
  const text = (name: string, key: string) =>
    snapshot[`wordpress.${name}`] === undefined ? {} : { [key]: snapshot[`wordpress.${name}`] };
  const page = Number(snapshot['wordpress.page'] ?? Number.NaN);
  return {
    ...text('front', 'show_on_front'),
    ...(Number.isInteger(page) ? { page_on_front: page } : {}),
    ...text('comments', 'default_comment_status'),
    ...text('pings', 'default_ping_status'),
  };
}

export const wordpress = {
  label: 'WordPress',
  platforms: ['wordpress'],
  operations: {
    snapshot: {
      scopes: [...ADMINISTRATOR, 'edit_posts'],
      plan: (facts) =>
        at(facts, (base) => [
          { method: 'GET', url: `${base}/settings` },
          { method: 'GET', url: `${base}/posts?status=publish&per_page=${POSTS_MAX}&_fields=id` },
        ]),
    },
    'post-notice': {
      scopes: [...ADMINISTRATOR, 'publish_pages'],
      warning: 'front-page',
      plan: (facts) => {
        const { notice } = facts;
        if (!notice) return 'notice';
        const page = {
          title: TITLE[notice.lang],
          content: asHtml(notice.text),
          status: 'publish',
          comment_status: 'closed',
          ping_status: 'closed',
        };
        return at(facts, (base) => [
          { method: 'POST', url: `${base}/pages`, body: page, once: 'never' },
          settings(base, { show_on_front: 'page', page_on_front: '{answer.0.id}' }),
        ]);
      },
    },
    'close-comments': {
      scopes: ADMINISTRATOR,
      plan: (facts) =>
        at(facts, (base) => [settings(base, { default_comment_status: 'closed', default_ping_status: 'closed' })]),
    },
    'revoke-passwords': {
      scopes: ['edit_user'],
      warning: 'own-access',
      plan: (facts) => at(facts, (base) => [{ method: 'DELETE', url: `${base}/users/me/application-passwords` }]),
    },
    hide: { scopes: EDITOR, plan: (facts) => all(facts, 'private') },
    show: {
      scopes: [...EDITOR, ...ADMINISTRATOR],
      plan: (facts) =>
        all(facts, 'publish', (base) => (Object.keys(before(facts)).length > 0 ? [settings(base, before(facts))] : [])),
    },
  },
  picture: ([site, published]) => ({
    name: asText(field(site, 'title')),
    bio: asText(field(site, 'description')),
    links: asText(field(site, 'url')),
    comments: asText(field(site, 'default_comment_status')),
    'wordpress.front': asText(field(site, 'show_on_front')),
    'wordpress.page': asText(field(site, 'page_on_front')),
    'wordpress.comments': asText(field(site, 'default_comment_status')),
    'wordpress.pings': asText(field(site, 'default_ping_status')),
    'wordpress.posts': (Array.isArray(published) ? published : []).map((post) => asText(field(post, 'id'))).join(','),
  }),
} as const satisfies ConnectorRow;
