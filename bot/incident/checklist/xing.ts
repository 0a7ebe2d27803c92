/** XING: no API for pages or profiles, all by hand. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const xing = {
  S0: [...STOP, { key: 'xing-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'xing-editors', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'xing-notice', how: 'hand', needs: 'account', evidence: 'link' },
    { key: 'xing-comments', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'xing-hide', how: 'hand', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'xing-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'xing-show', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
