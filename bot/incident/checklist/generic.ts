/** Wikis, forums, conference systems and anything else: steps that work without knowing the product. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const generic = {
  S0: STOP,
  S1: [
    ...SECURE,
    { key: 'other-operator', how: 'hand', needs: 'lever', evidence: 'either' },
    { key: 'other-notice', how: 'hand', needs: 'account', evidence: 'link' },
    { key: 'other-comments', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [
    { key: 'other-hide', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'other-operator-hide', how: 'hand', needs: 'lever', evidence: 'either' },
    LOST_HIDE,
  ],
  S3: shutDown({ key: 'other-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'other-show', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
