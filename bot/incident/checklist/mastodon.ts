/**
 * Mastodon: profile and notice by API. Our own server can freeze the account without logging in; it never deletes it.
 */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const mastodon = {
  S0: [...STOP, { key: 'mastodon-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'mastodon-apps', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'mastodon-alias', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'mastodon-freeze', how: 'api', operation: 'disable', needs: 'lever', evidence: 'either' },
    { key: 'mastodon-profile', how: 'api', operation: 'mark-profile', needs: 'account', evidence: 'none' },
    { key: 'mastodon-notice', how: 'api', operation: 'post-notice', needs: 'account', evidence: 'link' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [
    { key: 'mastodon-locked', how: 'api', operation: 'hide', needs: 'account', evidence: 'either' },
    { key: 'mastodon-suspend', how: 'api', operation: 'suspend', needs: 'lever', evidence: 'either' },
    LOST_HIDE,
  ],
  S3: shutDown({ key: 'mastodon-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack(
    { key: 'mastodon-unfreeze', how: 'api', operation: 'enable', needs: 'account', evidence: 'either' },
    { key: 'mastodon-unsuspend', how: 'api', operation: 'unsuspend', needs: 'account', evidence: 'either' },
    { key: 'mastodon-unlocked', how: 'api', operation: 'show', needs: 'account', evidence: 'link' },
  ),
} as const satisfies Checklist;
