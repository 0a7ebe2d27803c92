/**
 * `/incident drill <what> [text]`: a full incident without outside effects. Every card is marked, its numbers (Ü-…) and
 * figures are separate, and it touches neither registry nor connectors.
 */

import { z } from 'zod';
import { readLine } from '../../../bot/incident/selection.ts';
import { refuse } from '../../../bot/refusal.ts';
import { command } from '../../command.ts';
import { declared, standingOf } from '../declaration/declare.ts';
import { findSelection } from '../declaration/selection.ts';
import { incidentWord } from '../incident-command.ts';

export const drill = command({
  ...incidentWord('drill'),
  aliases: ['übung', 'uebung', 'probealarm'],
  rank: 400,
  authority: { role: 'security' },
  positional: ['text'],
  args: z.object({ text: z.string().max(1000).optional() }),
  load: async ({ text = '' }, context) => {
    const line = readLine(text);
    const found = line.selection ? await findSelection(line.selection, context) : null;
    return { line, found, place: found ? await standingOf(found, context, true) : null };
  },
  decide: ({ text = '' }, { line, found, place }, by) => {
    if (text.trim() === '') return refuse('bad-arguments');
    // Drilling with an unknown account would register it.
    if (found?.kind !== 'channels' || !place) return refuse('drill-needs-channels', { said: text });
    const [running] = place.elsewhere;
    if (place.free.length === 0) return refuse('drill-runs', { number: running?.incident.number ?? '–' });
    const { severity, control } = line;
    const report = { line: text, more: '', ...(severity ? { severity } : {}), ...(control ? { control } : {}) };
    return declared(report, found, place, by, false, true);
  },
});
