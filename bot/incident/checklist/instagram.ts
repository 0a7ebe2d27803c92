/** Instagram, professional account: no API hides it; comments are closed post by post. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const instagram = {
  S0: [...STOP, { key: 'instagram-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'meta-linked', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'instagram-bio', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'instagram-notice', how: 'api', operation: 'post-notice', needs: 'account', evidence: 'link' },
    { key: 'instagram-comments', how: 'api', operation: 'close-comments', needs: 'account', evidence: 'none' },
    { key: 'instagram-highlights', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'instagram-archive', how: 'hand', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'instagram-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'instagram-unarchive', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
