/** Reminds people who have not read the required notice, and their deputies. Then the lead gets a phone list. */

import { refresh, toPerson } from '../../../../bot/delivery/effect.ts';
import { isOpen } from '../../../../bot/incident/lifecycle.ts';
import { standIns } from '../../../../bot/incident/recipients.ts';
import { update } from '../../../../db/changes.ts';
import { noticeById, receiptsOf, unreadNotices } from '../../../../db/incident/communication.ts';
import type { Kind } from '../../../time/due-kind.ts';
import { incidentDossier } from '../../dossier.ts';
import { entry } from '../../timeline-entry.ts';
import { standingFirst } from '../first-notice.ts';
import { phoneList } from '../phone-list.ts';
import { atOnce } from '../urgent-post.ts';

export const noticeUnread: Kind<'notice-unread'> = {
  async subjects({ tx }) {
    const unread = await unreadNotices(tx);
    return unread.map(({ notice, sentAt, reopenedAt, severity }) => ({
      kind: 'notice-unread',
      // Reopening starts the escalation over, even on the same day: unread people are asked again before anybody
      // phones.
      ...(reopenedAt && reopenedAt > sentAt
        ? { id: `${notice} ${sentAt.toISOString()} ${reopenedAt.toISOString()}`, sentAt: reopenedAt }
        : { id: `${notice} ${sentAt.toISOString()}`, sentAt }),
      severity,
    }));
  },
  async act({ tx, org, now }, { id, stage }) {
    const [notice = '', sentAt = ''] = id.split(' ');
    const row = await noticeById(tx, notice);
    const file = row ? await incidentDossier(tx, row.incident) : null;
    if (!row || !file || !isOpen(file.row.state)) return {};
    // The alarm was called off since, so nobody has to read the notice.
    if ((await standingFirst(tx, file))?.id !== notice) return {};
    const all = await receiptsOf(tx, notice);
    const open = all.filter(
      ({ readAt, phonedAt, sentAt: at, person }) =>
        readAt === null && phonedAt === null && at.toISOString() === sentAt && !org.gone.has(person),
    );
    if (open.length === 0) return {};
    const { incident } = row;
    const subject = `incident:${incident}`;
    const line = entry({ incident, kind: `notice-${stage}`, by: 'system', now, data: { notice, count: open.length } });
    if (stage === 'phone') {
      const effects = [...phoneList(file, org, notice, all), refresh(subject)];
      return { changes: line.changes, audit: line.audit, effects };
    }
    const told = new Set(all.map(({ person }) => person));
    const deputies = open
      .flatMap(({ person }) => standIns(person, { organisation: org.organisation, gone: org.gone }))
      .filter((one) => !told.has(one));
    return {
      changes: [...open.map((receipt) => update('incidentReceipts', receipt, { escalatedAt: now })), ...line.changes],
      audit: line.audit,
      effects: [
        // The first copy may be far up in the DM, so it is posted again, not redrawn.
        ...open.map(({ person }) => atOnce(toPerson(person), 'incident-notice', subject, { notice, as: 'again' })),
        ...[...new Set(deputies)].map((one) =>
          atOnce(toPerson(one), 'incident-notice', subject, { notice, as: 'deputy' }),
        ),
      ],
    };
  },
};
