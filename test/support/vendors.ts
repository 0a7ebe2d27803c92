/**
 * Fake Mastodon, WordPress and Graph API on this machine, according to their documentation: they check tokens, keep
 * state, and answer only existing endpoints.
 */
import type { Asked, FakeAnswer, PlatformFake } from './platform-fake.ts';

export const MASTODON_TOKEN = 'mastodon-token';
export const ADMIN_TOKEN = 'mastodon-verwaltung';
export const WORDPRESS_TOKEN = 'redaktion:abcd EFGH 1234';
export const PAGE_TOKEN = 'seiten-token';

type Status = { id: string; text: string; key: string; pinned: boolean };
export type Account = {
  id: string;
  note: string;
  display_name: string;
  locked: boolean;
  discoverable: boolean;
  indexable: boolean;
  disabled: boolean;
  statuses: Status[];
};
export type Site = {
  settings: Record<string, string | number>;
  posts: Map<number, string>;
  pages: { id: number; content: string }[];
  /** Number of application passwords. Without one nobody can log in. */
  passwords: number;
};
export type Page = {
  name: string;
  about: string;
  is_published: boolean;
  posts: { id: string; message: string; pinned: boolean }[];
};
/** A request that was served, and the id in its response. */
export type Served = Asked & { id?: string };

export type Vendors = {
  url: string;
  served: Served[];
  accounts: Map<string, Account>;
  sites: Map<string, Site>;
  pages: Map<string, Page>;
  /** Requests that no vendor supports, with advice. */
  faults: string[];
  /**
   * Called before a request is executed; returns a response to send instead. `lost`, `silence`: it is executed, then
   * the connection ends or gets no response. `held`: it is not executed and gets no response.
   */
  trouble: (asked: Asked) => FakeAnswer | 'lost' | 'silence' | 'held' | undefined;
};

const ACCOUNT_FIELDS = ['display_name', 'note', 'locked', 'discoverable', 'indexable'];
const SETTINGS = [
  'title',
  'description',
  'show_on_front',
  'page_on_front',
  'default_comment_status',
  'default_ping_status',
];
const PAGE_FIELDS = ['about', 'is_published'];

type Body = Record<string, unknown>;
type Route = [method: string, path: RegExp, serve: (asked: Asked, parts: string[]) => FakeAnswer];

/** @param fake from now on answers for all of them */
export function vendorsOn(fake: PlatformFake): Vendors {
  const vendors: Vendors = {
    url: fake.url,
    served: [],
    accounts: new Map(),
    sites: new Map(),
    pages: new Map(),
    faults: [],
    trouble: () => undefined,
  };
  const { accounts, sites, pages, faults } = vendors;
  let last = 100;
  const nextId = () => ++last;

  const body = ({ method, path, body: given }: Asked, known: readonly string[]): Body => {
    const fields = (given ?? {}) as Body;
    for (const name of Object.keys(fields)) {
      if (!known.includes(name))
        faults.push(
          `${method} ${path} takes no "${name}", only ${known.join(', ')}: see the vendor's page on it and correct bot/platform/connector/`,
        );
    }
    return fields;
  };

  const mastodonError = (status: number, error: string): FakeAnswer => ({ status, body: { error } });
  /** The account of a token. This server's tokens share a prefix, followed by the account's handle. */
  const own = ({ headers }: Asked): Account | undefined => {
    const [, handle = ''] = new RegExp(`^Bearer ${MASTODON_TOKEN}-(.+)$`).exec(headers.authorization ?? '') ?? [];
    return accounts.get(handle);
  };
  const shown = ({ statuses: _, disabled: __, note, ...account }: Account) => ({
    ...account,
    note: `<p>${note}</p>`,
    source: { note, fields: [] },
  });
  const asOwner =
    (serve: (account: Account, asked: Asked, parts: string[]) => FakeAnswer) => (asked: Asked, parts: string[]) => {
      const account = own(asked);
      if (!account) return mastodonError(401, 'The access token is invalid');
      return account.disabled ? mastodonError(403, 'Your login is currently disabled') : serve(account, asked, parts);
    };
  const asAdmin =
    (serve: (account: Account, asked: Asked) => void) =>
    (asked: Asked, [id]: string[]) => {
      if (asked.headers.authorization !== `Bearer ${ADMIN_TOKEN}`)
        return mastodonError(403, 'This action is outside the authorized scopes');
      const account = [...accounts.values()].find((one) => one.id === id);
      if (!account) return mastodonError(404, 'Record not found');
      serve(account, asked);
      return { body: {} };
    };

  const wordpressError = (status: number, code: string): FakeAnswer => ({
    status,
    body: { code, message: 'Sorry, you are not allowed to do that.', data: { status } },
  });
  const basic = `Basic ${Buffer.from(WORDPRESS_TOKEN).toString('base64')}`;
  const onSite =
    (serve: (site: Site, asked: Asked, parts: string[]) => FakeAnswer) => (asked: Asked, parts: string[]) => {
      const site = sites.get(parts[0]!);
      if (asked.headers.authorization !== basic) return wordpressError(401, 'incorrect_password');
      if (!site) return wordpressError(404, 'rest_no_route');
      return site.passwords === 0 ? wordpressError(401, 'incorrect_password') : serve(site, asked, parts.slice(1));
    };

  const graphError = (status: number, code: number): FakeAnswer => ({
    status,
    body: { error: { message: 'Error validating access token', type: 'OAuthException', code, fbtrace_id: 'x' } },
  });
  const asPage =
    (serve: (page: Page, asked: Asked, parts: string[]) => FakeAnswer) => (asked: Asked, parts: string[]) => {
      const id = parts[0]!.split('_')[0]!;
      const page = pages.get(id);
      if (asked.headers.authorization !== `Bearer ${PAGE_TOKEN}-${id}`) return graphError(400, 190);
      return page ? serve(page, asked, parts) : graphError(400, 100);
    };

  const routes: Route[] = [
    ['GET', /^\/api\/v1\/accounts\/verify_credentials$/, asOwner((account) => ({ body: shown(account) }))],
    [
      'PATCH',
      /^\/api\/v1\/accounts\/update_credentials$/,
      asOwner((account, asked) => {
        Object.assign(account, body(asked, ACCOUNT_FIELDS));
        return { body: shown(account) };
      }),
    ],
    [
      'POST',
      /^\/api\/v1\/statuses$/,
      asOwner(({ statuses }, asked) => {
        const { status } = body(asked, ['status', 'visibility', 'language']);
        const key = String(asked.headers['idempotency-key'] ?? '');
        const known = statuses.find((one) => key !== '' && one.key === key);
        const made = known ?? { id: String(nextId()), text: String(status), key, pinned: false };
        if (!known) statuses.push(made);
        return { body: { id: made.id, url: `${fake.url}/@stadt/${made.id}`, content: `<p>${made.text}</p>` } };
      }),
    ],
    [
      'POST',
      /^\/api\/v1\/statuses\/(\d+)\/pin$/,
      asOwner(({ statuses }, _asked, [id]) => {
        const status = statuses.find((one) => one.id === id);
        if (!status) return mastodonError(404, 'Record not found');
        if (status.pinned) return mastodonError(422, 'Duplicate record');
        status.pinned = true;
        return { body: { id: status.id, pinned: true } };
      }),
    ],
    [
      'GET',
      /^\/api\/v1\/accounts\/lookup\?acct=(\w+)$/,
      (_asked, [handle]) => {
        const account = accounts.get(handle!);
        return account ? { body: shown(account) } : mastodonError(404, 'Record not found');
      },
    ],
    [
      'POST',
      /^\/api\/v1\/admin\/accounts\/(\d+)\/action$/,
      asAdmin((account, asked) => {
        const { type } = body(asked, ['type', 'text', 'send_email_notification']);
        if (type === 'disable') account.disabled = true;
        else faults.push(`admin action of type "${type}" is not kept here: add it beside "disable"`);
      }),
    ],
    [
      'POST',
      /^\/api\/v1\/admin\/accounts\/(\d+)\/enable$/,
      asAdmin((account) => {
        account.disabled = false;
      }),
    ],
    ['GET', /^\/(\w+)\/wp-json\/wp\/v2\/settings$/, onSite(({ settings }) => ({ body: settings }))],
    [
      'POST',
      /^\/(\w+)\/wp-json\/wp\/v2\/settings$/,
      onSite(({ settings }, asked) => {
        Object.assign(settings, body(asked, SETTINGS));
        return { body: settings };
      }),
    ],
    [
      'GET',
      /^\/(\w+)\/wp-json\/wp\/v2\/posts\?status=publish&per_page=100&_fields=id$/,
      onSite(({ posts }) => ({
        body: [...posts].filter(([, status]) => status === 'publish').map(([id]) => ({ id })),
      })),
    ],
    [
      'POST',
      /^\/(\w+)\/wp-json\/wp\/v2\/posts\/(\d+)$/,
      onSite(({ posts }, asked, [id]) => {
        if (!posts.has(Number(id))) return wordpressError(404, 'rest_post_invalid_id');
        posts.set(Number(id), String(body(asked, ['status']).status));
        return { body: { id: Number(id), link: `${fake.url}/?p=${id}` } };
      }),
    ],
    [
      'POST',
      /^\/(\w+)\/wp-json\/wp\/v2\/pages$/,
      onSite((site, asked) => {
        const { content } = body(asked, ['title', 'content', 'status', 'comment_status', 'ping_status']);
        const page = { id: nextId(), content: String(content) };
        site.pages.push(page);
        return { status: 201, body: { id: page.id, link: `${fake.url}/?page_id=${page.id}` } };
      }),
    ],
    [
      'DELETE',
      /^\/(\w+)\/wp-json\/wp\/v2\/users\/me\/application-passwords$/,
      onSite((site) => {
        const count = site.passwords;
        site.passwords = 0;
        return { body: { deleted: true, count } };
      }),
    ],
    [
      'GET',
      /^\/v23\.0\/(\d+)\?fields=name,username,about,website,link,is_published$/,
      asPage(({ posts: _, ...page }, __, [id]) => ({ body: { id, ...page } })),
    ],
    [
      'POST',
      /^\/v23\.0\/(\d+)$/,
      asPage((page, asked) => {
        Object.assign(page, body(asked, PAGE_FIELDS));
        return { body: { success: true } };
      }),
    ],
    [
      'POST',
      /^\/v23\.0\/(\d+)\/feed$/,
      asPage(({ posts }, asked, [id]) => {
        const made = { id: `${id}_${nextId()}`, message: String(body(asked, ['message']).message), pinned: false };
        posts.push(made);
        return { body: { id: made.id } };
      }),
    ],
    [
      'POST',
      /^\/v23\.0\/(\d+_\d+)$/,
      asPage(({ posts }, asked, [id]) => {
        const post = posts.find((one) => one.id === id);
        if (!post) return graphError(400, 100);
        post.pinned = body(asked, ['is_pinned']).is_pinned === true;
        return { body: { success: true } };
      }),
    ],
  ];

  fake.answer = (asked) => {
    const { method, path } = asked;
    const known = routes.find(([verb, shape]) => verb === method && shape.test(path));
    if (!known) {
      faults.push(
        `no vendor has ${method} ${path}: correct the plan in bot/platform/connector/, or add it here with its documentation`,
      );
      return { status: 404, body: { error: 'Record not found' } };
    }
    const ill = vendors.trouble(asked);
    if (ill === 'held') return new Promise<FakeAnswer>(() => {});
    const isDone = ill === undefined || ill === 'lost' || ill === 'silence';
    const said = isDone ? known[2](asked, known[1].exec(path)!.slice(1)) : ill;
    const id = said === 'reset' ? undefined : (said.body as { id?: unknown } | undefined)?.id;
    vendors.served.push({ ...asked, ...(id === undefined ? {} : { id: String(id) }) });
    if (ill === 'lost') return 'reset';
    return ill === 'silence' ? new Promise<FakeAnswer>(() => {}) : said;
  };
  return vendors;
}

export const account = (id: string): Account => ({
  id,
  note: 'Neues aus der Stadt',
  display_name: 'Stadt Dortmund',
  locked: false,
  discoverable: true,
  indexable: true,
  disabled: false,
  statuses: [],
});

export const site = (posts = 3): Site => ({
  settings: {
    title: 'Blog der Stadt',
    description: 'Neues aus der Stadt',
    show_on_front: 'posts',
    page_on_front: 0,
    default_comment_status: 'open',
    default_ping_status: 'open',
  },
  posts: new Map(Array.from({ length: posts }, (_, i) => [i + 1, 'publish'])),
  pages: [],
  passwords: 2,
});

export const page = (): Page => ({
  name: 'Stadt Dortmund',
  about: 'Neues aus der Stadt',
  is_published: true,
  posts: [],
});
