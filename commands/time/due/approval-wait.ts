/** A text that nobody releases: after some minutes the next one on the line is asked, who then acts i. V. */

import type { Subject } from '../../../bot/due.ts';
import { refresh } from '../../../bot/effect.ts';
import { APPROVAL_MINUTES, nextApprover } from '../../../bot/external-text.ts';
import { update } from '../../../db/changes.ts';
import { incidentById } from '../../../db/incidents.ts';
import { textsInReview } from '../../../db/notices.ts';
import { entry } from '../../incident/entry.ts';
import { playing } from '../../incident/file.ts';
import { textCard } from '../../incident/told/ask.ts';
import { textFile } from '../../incident/told/text-file.ts';
import type { Kind } from './kind.ts';

export const approvalWait: Kind<'approval-wait'> = {
  async subjects({ tx, org }) {
    const subjects: Subject<'approval-wait'>[] = [];
    for (const { id, incident, askedAt } of await textsInReview(tx)) {
      const row = await incidentById(tx, incident);
      if (!row || !askedAt) continue;
      const minutes = org.organisation.incident?.approvalMinutes ?? APPROVAL_MINUTES;
      subjects.push({
        kind: 'approval-wait',
        id: `${id} ${askedAt.toISOString()}`,
        askedAt,
        minutes,
        severity: row.severity,
      });
    }
    return subjects;
  },
  async act({ tx, org, now }, { id }) {
    const [which = '', askedAt = ''] = id.split(' ');
    const known = await textFile(tx, which, org);
    if (known?.text.state !== 'review' || known.text.askedAt?.toISOString() !== askedAt) return {};
    const { text, file, line } = known;
    const next = nextApprover(line, text.asked);
    const entryOf = (kind: string, data: Record<string, string | number>) =>
      entry({
        incident: text.incident,
        kind,
        by: 'system',
        now,
        data: { text: text.id, number: text.number, ...data },
      });
    if (next === undefined) {
      // The end of the line: everybody on it is asked once more, and the lead knows that it hangs.
      const people = new Set([...line, ...playing(file, 'lead')].filter((one) => !org.gone.has(one)));
      const { changes, audit } = entryOf('text-waiting', { count: line.length });
      return { changes, audit, effects: [...people].map((one) => textCard(text, one)) };
    }
    const { changes, audit } = entryOf('text-asked', { p_asked: next });
    return {
      changes: [update('incidentTexts', text, { asked: [...text.asked, next], askedAt: now }), ...changes],
      audit,
      effects: [textCard(text, next), refresh(`incident:${text.incident}`)],
    };
  },
};
