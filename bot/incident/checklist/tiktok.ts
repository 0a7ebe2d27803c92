/** TikTok: the API can only revoke our own app's access; the rest is by hand. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const tiktok = {
  S0: [...STOP, { key: 'tiktok-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'tiktok-devices', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'tiktok-notice', how: 'hand', needs: 'account', evidence: 'link' },
    { key: 'tiktok-comments', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'tiktok-private', how: 'hand', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'tiktok-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'tiktok-public', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
