/** LinkedIn page: by hand, by a super administrator. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const linkedin = {
  S0: [...STOP, { key: 'linkedin-planned', how: 'hand', needs: 'account', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'linkedin-admins', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'linkedin-notice', how: 'hand', needs: 'account', evidence: 'link' },
    { key: 'linkedin-profile', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'linkedin-comments', how: 'hand', needs: 'account', evidence: 'none' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'linkedin-deactivate', how: 'hand', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'linkedin-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'linkedin-reactivate', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
