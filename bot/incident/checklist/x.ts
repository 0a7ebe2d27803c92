/** X: only posts have an API; profile, protection and pinning are by hand. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const x = {
  S0: [...STOP, { key: 'x-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'x-apps', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'x-delegates', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'x-notice', how: 'api', operation: 'post-notice', needs: 'account', evidence: 'link' },
    { key: 'x-bio', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'x-replies', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'x-protect', how: 'hand', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'x-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'x-unprotect', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
