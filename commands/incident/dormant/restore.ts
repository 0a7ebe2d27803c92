/** `/incident restore <channel>`: the state as found now, compared with the snapshot; each difference is explained or changed back. */
import { z } from 'zod';
import { differences, lookedBy, type Snapshot, stillExplained } from '../../../bot/incident/snapshot.ts';
import { isRefusal } from '../../../bot/refusal.ts';
import { type Form, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import { insert } from '../../../db/changes.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { sent } from '../../participation/small-form.ts';
import { today } from '../../registration/draft.ts';
import { channelTitle } from '../channel-names.ts';
import { stepsFor } from './freeze.ts';
import type { Spot } from './incident-channel.ts';
import { askedBack, barredBack, loadBack, shownMarks, wasShown } from './restore-check.ts';
import { stepsCard, written } from './settle.ts';
import { fields, kept } from './snapshot.ts';

/** The fields that were seen then: the same are looked at now. */
const foundForm = ({ place }: Spot): Form => ({
  name: 'found',
  version: 1,
  pages: [
    {
      name: 'found',
      fields: Object.fromEntries(
        Object.entries(fields)
          .filter(([name]) => place.snapshot?.[name])
          .map(([name, field]) => [name, { ...field, required: true }]),
      ),
    },
  ],
});

/** Without what only stands there because the form was filled with the look before, once a later one found something else. */
const lookedAt = (inputs: Values, seen: string, found: Record<string, string> | null): Values =>
  Object.fromEntries(
    Object.entries(inputs).filter(
      ([field, text]) => !wasShown(seen, field, text) || wasShown(seen, field, found?.[field]),
    ),
  );

export const restore = command({
  name: 'incident-restore',
  word: 'restore',
  group: 'incident',
  aliases: ['wiederherstellen', 'wiederherstellung'],
  permission: 'known',
  positional: ['text'],
  opensForm: (given) => given.sent !== true,
  summary: 'help.incident-restore',
  usage: 'usage.incident-restore',
  args: z.object({
    text: z.string().max(500).default(''),
    place: z.string().optional(),
    /** Marks of the look that the form was filled with. */
    seen: z.string().max(500).default(''),
    sent,
  }),
  load: ({ text, place }, context) => loadBack(text, place, context),
  decide: ({ sent: filled = false, seen }, facts, by) => {
    if (isRefusal(facts)) return facts;
    const { spot, inputs } = facts;
    const no = barredBack(spot, by);
    if (no) return no;
    if (!spot.place.snapshot) return begun(spot, null, by);
    const form = foundForm(spot);
    const screen = screens(form, {})[0]!;
    const before = { ...spot.place.found };
    const values = filled ? takeIn(screen, {}, lookedAt(inputs, seen, spot.place.found)) : before;
    const problems = filled ? problemsOn(screen, values, today(by.now)) : [];
    if (!filled || problems.length > 0) {
      const shown = Object.fromEntries(Object.keys(form.pages[0]!.fields).map((field) => [field, before[field] ?? '']));
      return askedBack({ form, what: 'restore', spot, values, problems, seen: shownMarks(shown) }, by);
    }
    return begun(spot, kept(values), by);
  },
});

function begun(spot: Spot, found: Snapshot | null, by: By): Outcome {
  const steps = stepsFor(spot, 'restore', spot.steps).map((row) => insert('incidentSteps', row));
  const count = found && spot.place.snapshot ? differences(spot.place.snapshot as Snapshot, found).length : 0;
  const data = { place: spot.place.id, channel: channelTitle(spot.channel), count };
  const now = found as Record<string, string> | null;
  const explained = lookedBy(stillExplained(spot.place.explained, spot.place.found, now), by.actor.person);
  const set = { found: now, explained, restoreBy: by.actor.person, restoreAt: by.now };
  const after = written(spot, [], [{ kind: 'restore-begun', data }], by, set);
  return { answer: stepsCard(spot), ...after, changes: [...after.changes, ...steps] };
}
