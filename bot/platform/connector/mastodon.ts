/** Mastodon: what the account's own token can do, and what our own server's administration can do from the outside. */
import { asText, type ConnectorRow, cut, type Facts, field, type PlatformRequest } from './operation.ts';

/** Mastodon's defaults: characters in a profile and in a post. */
const NOTE_MAX = 500;

const origin = ({ url }: Facts): string | null => (URL.canParse(url) ? new URL(url).origin : null);
/** `kultur@social.example` is `kultur` on its own server. */
const local = ({ handle }: Facts): string => handle.replace(/^@/, '').split('@')[0] ?? '';

/** On the channel's own server, if its address is known. */
const at = (facts: Facts, requests: (server: string) => PlatformRequest[]): PlatformRequest[] | 'address' => {
  const server = origin(facts);
  return server === null ? 'address' : requests(server);
};

const profile = (facts: Facts, body: Record<string, unknown>) =>
  at(facts, (server) => [{ method: 'PATCH', url: `${server}/api/v1/accounts/update_credentials`, body }]);

const switchOf = ({ snapshot }: Facts, name: string, usual: boolean): boolean =>
  snapshot[`mastodon.${name}`] === undefined ? usual : snapshot[`mastodon.${name}`] === 'true';

export const mastodon = {
  label: 'Mastodon',
  platforms: ['mastodon'],
  operations: {
    snapshot: {
      scopes: ['read:accounts'],
      plan: (facts) => at(facts, (server) => [{ method: 'GET', url: `${server}/api/v1/accounts/verify_credentials` }]),
    },
    'mark-profile': {
      scopes: ['write:accounts'],
      plan: (facts) => (facts.notice ? profile(facts, { note: cut(facts.notice.text, NOTE_MAX) }) : 'notice'),
    },
    'post-notice': {
      scopes: ['write:statuses', 'write:accounts'],
      plan: (facts) => {
        const { notice } = facts;
        if (!notice) return 'notice';
        const status = { status: cut(notice.text, NOTE_MAX), visibility: 'public', language: notice.lang };
        return at(facts, (server) => [
          { method: 'POST', url: `${server}/api/v1/statuses`, body: status, once: 'key' },
          { method: 'POST', url: `${server}/api/v1/statuses/{answer.0.id}/pin` },
        ]);
      },
    },
    hide: {
      scopes: ['write:accounts'],
      plan: (facts) => profile(facts, { locked: true, discoverable: false, indexable: false }),
    },
    show: {
      scopes: ['write:accounts'],
      plan: (facts) =>
        profile(facts, {
          ...(facts.snapshot.bio === undefined ? {} : { note: facts.snapshot.bio }),
          locked: switchOf(facts, 'locked', false),
          discoverable: switchOf(facts, 'discoverable', true),
          indexable: switchOf(facts, 'indexable', false),
        }),
    },
  },
  // `source` holds the text as typed; the fields outside of it are HTML.
  picture: ([account]) => ({
    name: asText(field(account, 'display_name')),
    handle: asText(field(account, 'acct')),
    bio: asText(field(field(account, 'source'), 'note')),
    links: linksOf(field(field(account, 'source'), 'fields')),
    avatar: asText(field(account, 'avatar')),
    'mastodon.locked': asText(field(account, 'locked')),
    'mastodon.discoverable': asText(field(account, 'discoverable')),
    'mastodon.indexable': asText(field(account, 'indexable')),
  }),
} as const satisfies ConnectorRow;

function linksOf(fields: unknown): string {
  const rows = Array.isArray(fields) ? fields : [];
  return rows.map((row) => `${asText(field(row, 'name'))}: ${asText(field(row, 'value'))}`).join('\n');
}

/** Looks the account up first: the administration knows accounts only by id. */
const admin = (facts: Facts, path: string, body?: Record<string, unknown>) =>
  at(facts, (server) => [
    { method: 'GET', url: `${server}/api/v1/accounts/lookup?acct=${encodeURIComponent(local(facts))}` },
    {
      method: 'POST',
      url: `${server}/api/v1/admin/accounts/{answer.0.id}/${path}`,
      ...(body ? { body } : {}),
    },
  ]);

const ADMIN_SCOPES = ['read:accounts', 'admin:write:accounts', 'Manage Users', 'Manage Reports'] as const;

/** Without a mail about it, which would go to whoever controls the mailbox by now. */
const action = (type: 'disable' | 'suspend', { incident }: Facts) => ({
  type,
  text: incident,
  send_email_notification: false,
});

export const mastodonAdmin = {
  label: 'Mastodon (Administration)',
  platforms: ['mastodon'],
  lever: true,
  operations: {
    disable: { scopes: ADMIN_SCOPES, plan: (facts) => admin(facts, 'action', action('disable', facts)) },
    enable: { scopes: ADMIN_SCOPES, plan: (facts) => admin(facts, 'enable') },
    suspend: {
      scopes: ADMIN_SCOPES,
      plan: (facts) => admin(facts, 'action', action('suspend', facts)),
      warning: 'suspend',
    },
    unsuspend: { scopes: ADMIN_SCOPES, plan: (facts) => admin(facts, 'unsuspend') },
  },
} as const satisfies ConnectorRow;
