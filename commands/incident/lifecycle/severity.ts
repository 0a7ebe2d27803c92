/** `/incident severity 1|2|3 [reason]`: raised or lowered at any time; whoever must be told now as well is told. */
import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { SEVERITIES, type Severity } from '../../../bot/incident/lifecycle.ts';
import { refuse } from '../../../bot/refusal.ts';
import { update } from '../../../db/changes.ts';
import { combine } from '../../combine.ts';
import { command } from '../../command.ts';
import { alsoTell } from '../communication/first-notice.ts';
import { blockerFor, numbered, typedIncident } from '../dossier.ts';
import { reasonOr } from '../reason.ts';
import { headCard, lineBy, subjectOf } from './move.ts';
import { askingFor } from './reasoned.ts';

/** "1 Zugangsdaten abgefragt": how severe, why. */
function read(rest: string): { severity: Severity | null; reason: string } {
  const found = /^(?:sev(?:erity)?|schwere|stufe)?\s*([123])\b\s*([\s\S]*)$/i.exec(rest);
  const severity = found ? (Number(found[1]) as Severity) : null;
  return { severity, reason: found?.[2]?.trim() ?? '' };
}

export const severity = command({
  name: 'incident-severity',
  group: 'incident',
  word: 'severity',
  aliases: ['schwere', 'schweregrad'],
  permission: 'known',
  positional: ['text'],
  opensForm: ({ text, sent, to }) => !sent && (to !== undefined || !read(numbered(String(text ?? '')).rest).reason),
  summary: 'help.incident-severity',
  usage: 'usage.incident-severity',
  args: z.object({
    text: z.string().max(2100).optional(),
    incident: z.string().optional(),
    to: z.coerce.number().int().optional(),
    sent: z.boolean().optional(),
  }),
  load: async ({ to, ...args }, context) => {
    const { file, rest } = await typedIncident(args, context);
    const typed = read(rest);
    const wanted = SEVERITIES.find((one) => one === (to ?? typed.severity)) ?? null;
    const raised = file !== null && wanted !== null && wanted < file.row.severity;
    const told = raised ? await alsoTell(context.tx, file, context.org, context.by, wanted) : null;
    return { file, wanted, reason: typed.reason, told, inputs: context.inputs };
  },
  decide: ({ sent }, { file, wanted, reason, told, inputs }, by) => {
    if (!file) return refuse('no-incident');
    const no = blockerFor('severity', by, file);
    if (no) return no;
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
