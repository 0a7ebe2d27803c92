/** Facebook pages: hide, mark, notice and pin through the Graph API, by the page's own id. */
import { asText, type ConnectorRow, cut, type Facts, field, type PlatformRequest } from './operation.ts';

/** A version is served for about two years; the address in the dry run shows which one is used. */
export const GRAPH = 'https://graph.facebook.com/v23.0';
const ABOUT_MAX = 255;
const FIELDS = 'name,username,about,website,link,is_published';

/** On the page, by the id configured beside its token: the page's address does not contain it. */
const on = ({ account }: Facts, requests: (page: string) => PlatformRequest[]): PlatformRequest[] | 'account' =>
  account === undefined ? 'account' : requests(`${GRAPH}/${account}`);

const METADATA = ['pages_show_list', 'pages_manage_metadata'] as const;

export const facebook = {
  label: 'Facebook',
  platforms: ['facebook'],
  operations: {
    snapshot: {
      scopes: ['pages_show_list', 'pages_read_engagement'],
      plan: (facts) => on(facts, (page) => [{ method: 'GET', url: `${page}?fields=${FIELDS}` }]),
    },
    'mark-profile': {
      scopes: METADATA,
      plan: (facts) => {
        const { notice } = facts;
        if (!notice) return 'notice';
        return on(facts, (page) => [{ method: 'POST', url: page, body: { about: cut(notice.text, ABOUT_MAX) } }]);
      },
    },
    'post-notice': {
      scopes: ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts'],
      plan: (facts) => {
        const { notice } = facts;
        if (!notice) return 'notice';
        return on(facts, (page) => [
          { method: 'POST', url: `${page}/feed`, body: { message: notice.text }, once: 'never' },
          { method: 'POST', url: `${GRAPH}/{answer.0.id}`, body: { is_pinned: true } },
        ]);
      },
    },
    hide: {
      scopes: METADATA,
      plan: (facts) => on(facts, (page) => [{ method: 'POST', url: page, body: { is_published: false } }]),
    },
    show: {
      scopes: METADATA,
      plan: (facts) =>
        on(facts, (page) => {
          const about = facts.snapshot.bio === undefined ? {} : { about: facts.snapshot.bio };
          // A page that was hidden before the incident stays hidden.
          return [
            {
              method: 'POST',
              url: page,
              body: { is_published: facts.snapshot['facebook.published'] !== 'false', ...about },
            },
          ];
        }),
    },
  },
  picture: ([page]) => ({
    name: asText(field(page, 'name')),
    handle: asText(field(page, 'username')),
    bio: asText(field(page, 'about')),
    links: asText(field(page, 'website')),
    visibility: field(page, 'is_published') === false ? 'unpublished' : 'public',
    'facebook.published': asText(field(page, 'is_published')),
  }),
} as const satisfies ConnectorRow;
