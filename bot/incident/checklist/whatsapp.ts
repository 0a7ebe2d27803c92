/** WhatsApp channel: no official API; everything depends on the owner's phone number. */
import { LOST, LOST_HIDE, MARKED, OUTSIDE, SECURE, STOP, shutDown, wayBack } from './common.ts';
import type { Checklist } from './step.ts';

export const whatsapp = {
  S0: [...STOP, { key: 'whatsapp-phone', how: 'hand', needs: 'nothing', evidence: 'none' }],
  S1: [
    ...SECURE,
    { key: 'whatsapp-pin', how: 'hand', needs: 'account', evidence: 'none' },
    { key: 'whatsapp-admins', how: 'hand', needs: 'account', evidence: 'either' },
    { key: 'whatsapp-notice', how: 'hand', needs: 'account', evidence: 'link' },
    { key: 'whatsapp-sim', how: 'hand', needs: 'lever', evidence: 'either' },
    ...LOST,
    MARKED,
    OUTSIDE,
  ],
  S2: [{ key: 'whatsapp-hide', how: 'hand', needs: 'account', evidence: 'either' }, LOST_HIDE],
  S3: shutDown({ key: 'whatsapp-delete', how: 'hand', needs: 'account', evidence: 'either' }),
  restore: wayBack({ key: 'whatsapp-show', how: 'hand', needs: 'account', evidence: 'link' }),
} as const satisfies Checklist;
