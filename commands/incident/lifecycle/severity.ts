/**
 * `/incident severity 1|2|3 [reason]`: raises or lowers the severity. Raising it notifies the people who now have to
 * know.
 */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { SEVERITIES, type Severity } from '../../../bot/incident/lifecycle.ts';
import { refuse } from '../../../bot/refusal.ts';
import { update } from '../../../db/changes.ts';
import { combine } from '../../combine.ts';
import { alsoTell } from '../communication/first-notice.ts';
import { incidentCommand } from '../incident-command.ts';
import { reasonOr } from '../reason.ts';
import { headCard, lineBy, subjectOf } from './move.ts';
import { askingFor } from './reasoned.ts';

/** Reads severity and reason, as in "1 Zugangsdaten abgefragt". */
function read(rest: string): { severity: Severity | null; reason: string } {
  const found = /^(?:sev(?:erity)?|schwere|stufe)?\s*([123])\b\s*([\s\S]*)$/i.exec(rest);
  const severity = found ? (Number(found[1]) as Severity) : null;
  return { severity, reason: found?.[2]?.trim() ?? '' };
}

export const severity = incidentCommand({
  word: 'severity',
  aliases: ['schwere', 'schweregrad'],
  rank: 100,
  line: 2100,
  opensForm: ({ sent, to }, rest) => !sent && (to !== undefined || !read(rest).reason),
  args: { to: z.coerce.number().int().optional(), sent: z.boolean().optional() },
  load: async (file, { tx, org, by }, { rest, args: { to } }) => {
    const { severity: typed, reason } = read(rest);
    const wanted = SEVERITIES.find((one) => one === (to ?? typed)) ?? null;
    const raised = wanted !== null && wanted < file.row.severity;
    return { wanted, reason, told: raised ? await alsoTell(tx, file, org, by, wanted) : null };
  },
  decide: ({ file, args: { sent }, facts: { wanted, reason, told }, inputs }, by) => {
    if (!wanted) return refuse('bad-arguments');
    const { row } = file;
    if (row.severity === wanted) return refuse('severity-stands', { number: row.number, severity: wanted });
    const data = { from: row.severity, to: wanted };
    const intro = by.say('incident.severity.intro', data);
    const asking = askingFor('severity', file, intro, by, { incident: row.id, to: wanted });
    const given = reasonOr(asking, { typed: reason, sent, inputs }, by);
    if ('answer' in given) return { answer: given.answer };
    const line = lineBy(file, by, { kind: 'severity', text: given.reason, data });
    return {
      answer: headCard(file, sent === true),
      ...combine(
        { changes: [update('incidents', row, { severity: wanted })], effects: [refresh(subjectOf(file))] },
        line,
        told,
      ),
    };
  },
});
