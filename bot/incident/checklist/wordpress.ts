/** WordPress: front page and comments by API. The real freeze is done by the hoster, even if the account is lost. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const wordpress = {
  S0: [...STOP, { key: 'wordpress-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'wordpress-passwords', how: 'api', operation: 'revoke-passwords', needs: 'account', evidence: 'none' },
    { key: 'wordpress-salts', how: 'hand', needs: 'nothing', evidence: 'none' },
    { key: 'wordpress-files', how: 'hand', needs: 'nothing', evidence: 'either' },
    { key: 'wordpress-hoster', how: 'hand', needs: 'lever', evidence: 'either' },
    { key: 'wordpress-notice', how: 'api', operation: 'post-notice', needs: 'account', evidence: 'link' },
    { key: 'wordpress-comments', how: 'api', operation: 'close-comments', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [
    { key: 'wordpress-private', how: 'api', operation: 'hide', needs: 'account', evidence: 'either' },
    { key: 'wordpress-503', how: 'hand', needs: 'lever', evidence: 'either' },
    LOST_HIDE,
  ],
  S3: shutDown({ key: 'wordpress-delete', how: 'hand', needs: 'nothing', evidence: 'either' }),
  restore: wayBack({ key: 'wordpress-open', how: 'api', operation: 'show', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
