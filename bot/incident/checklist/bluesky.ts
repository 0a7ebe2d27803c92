/** Bluesky: profile and notice by app password. Hiding needs the main password: by hand, after the notice. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const bluesky = {
  S0: [...STOP, { key: 'bluesky-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'bluesky-passwords', how: 'api', operation: 'revoke-passwords', needs: 'account', evidence: 'none' },
    { key: 'bluesky-profile', how: 'api', operation: 'mark-profile', needs: 'account', evidence: 'none' },
    { key: 'bluesky-notice', how: 'api', operation: 'post-notice', needs: 'account', evidence: 'link' },
    { key: 'bluesky-handle', how: 'hand', needs: 'lever', evidence: 'either' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'bluesky-deactivate', how: 'hand', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'bluesky-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'bluesky-activate', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
