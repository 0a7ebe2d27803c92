/** YouTube: the API can't hide the channel, only its videos, some 200 a day. The Google account is secured first. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const youtube = {
  S0: [...STOP, { key: 'youtube-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'youtube-google', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'youtube-permissions', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'youtube-notice', how: 'api', operation: 'mark-profile', needs: 'account', evidence: 'link' },
    { key: 'youtube-comments', how: 'api', operation: 'close-comments', needs: 'account', evidence: 'none' },
    { key: 'youtube-streams', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'youtube-private', how: 'api', operation: 'hide', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'youtube-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack(
    { key: 'youtube-strikes', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'youtube-public', how: 'api', operation: 'show', needs: 'account', evidence: 'link' },
  ),
} as const satisfies Checklist;
