/** Facebook page: hide and notice by API. A second administrator of the portfolio can act when the account is lost. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const facebook = {
  S0: [...STOP, { key: 'facebook-planner', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'facebook-access', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'facebook-portfolio', how: 'hand', needs: 'lever', evidence: 'either' },
    { key: 'facebook-notice', how: 'api', operation: 'post-notice', needs: 'account', evidence: 'link' },
    { key: 'facebook-profile', how: 'api', operation: 'mark-profile', needs: 'account', evidence: 'none' },
    { key: 'facebook-answers', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'meta-linked', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [
    { key: 'facebook-unpublish', how: 'api', operation: 'hide', needs: 'account', evidence: 'either' },
    { key: 'facebook-unpublish-portfolio', how: 'hand', needs: 'lever', evidence: 'either' },
    LOST_HIDE,
  ],
  S3: shutDown({ key: 'facebook-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'facebook-publish', how: 'api', operation: 'show', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
