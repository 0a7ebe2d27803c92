/** Flickr: photo by photo, no switch for the whole account. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const flickr = {
  S0: [...STOP, { key: 'flickr-uploads', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'flickr-apps', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'flickr-notice', how: 'hand', needs: 'account', evidence: 'link' },
    { key: 'flickr-comments', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'flickr-private', how: 'api', operation: 'hide', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'flickr-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'flickr-public', how: 'api', operation: 'show', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
