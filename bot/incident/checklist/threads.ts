/** Threads: it uses the identity of Instagram, so both are secured together. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const threads = {
  S0: [...STOP, { key: 'threads-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'threads-instagram', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'threads-notice', how: 'api', operation: 'post-notice', needs: 'account', evidence: 'link' },
    { key: 'threads-replies', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'threads-private', how: 'hand', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'threads-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'threads-public', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
