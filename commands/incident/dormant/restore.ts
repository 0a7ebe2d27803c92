/**
 * `/incident restore <channel>`: compares the state found now with the snapshot. Each difference is explained or
 * changed back.
 */

import { z } from 'zod';
import { differences, lookedBy, type Snapshot, stillExplained } from '../../../bot/incident/snapshot.ts';
import { isRefusal } from '../../../bot/refusal.ts';
import { type Form, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import { insert } from '../../../db/changes.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { sent } from '../../participation/small-form.ts';
import { today } from '../../registration/draft.ts';
import { channelTitle } from '../channel-names.ts';
import { incidentWord } from '../incident-command.ts';
import { stepsFor } from './freeze.ts';
import type { IncidentChannelDossier } from './incident-channel.ts';
import { atChannel } from './incident-channel.ts';
import { aboutBack, askedBack, loadBack, restoreBlocker, shownMarks, wasShown } from './restore-check.ts';
import { stepsCard, written } from './settle.ts';
import { fields, kept } from './snapshot.ts';

/** Asks again for every field the snapshot has. */
const foundForm = ({ place }: IncidentChannelDossier): Form => ({
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

/** Drops values the form was only prefilled with, if a later inspection has found something else. */
const lookedAt = (inputs: Values, seen: string, found: Record<string, string> | null): Values =>
  Object.fromEntries(
    Object.entries(inputs).filter(
      ([field, text]) => !wasShown(seen, field, text) || wasShown(seen, field, found?.[field]),
    ),
  );

export const restore = command({
  ...incidentWord('restore'),
  aliases: ['wiederherstellen', 'wiederherstellung'],
  rank: 370,
  authority: atChannel('work'),
  positional: ['text'],
  opensForm: (given) => given.sent !== true,
  args: z.object({
    text: z.string().max(500).default(''),
    place: z.string().optional(),
    /** Marks of the inspection that prefilled the form. */
    seen: z.string().max(500).default(''),
    sent,
  }),
  load: ({ text, place }, context) => loadBack(text, place, context),
  about: aboutBack,
  decide: ({ sent: filled = false, seen }, facts, by) => {
    if (isRefusal(facts)) return facts;
    const { dossier, inputs } = facts;
    const no = restoreBlocker(dossier, by);
    if (no) return no;
    if (!dossier.place.snapshot) return begun(dossier, null, by);
    const form = foundForm(dossier);
    const screen = screens(form, {})[0]!;
    const before = { ...dossier.place.found };
    const values = filled ? takeIn(screen, {}, lookedAt(inputs, seen, dossier.place.found)) : before;
    const problems = filled ? problemsOn(screen, values, today(by.now)) : [];
    if (!filled || problems.length > 0) {
      const shown = Object.fromEntries(Object.keys(form.pages[0]!.fields).map((field) => [field, before[field] ?? '']));
      return askedBack({ form, what: 'restore', dossier, values, problems, seen: shownMarks(shown) }, by);
    }
    return begun(dossier, kept(values), by);
  },
});

function begun(dossier: IncidentChannelDossier, found: Snapshot | null, by: By): Outcome {
  const steps = stepsFor(dossier, 'restore', dossier.steps).map((row) => insert('incidentSteps', row));
  const count = found && dossier.place.snapshot ? differences(dossier.place.snapshot, found).length : 0;
  const data = { place: dossier.place.id, channel: channelTitle(dossier.channel), count };
  const explained = lookedBy(stillExplained(dossier.place.explained, dossier.place.found, found), by.actor.person);
  const set = { found, explained, restoreBy: by.actor.person, restoreAt: by.now };
  const after = written(dossier, [], [{ kind: 'restore-begun', data }], by, set);
  return { answer: stepsCard(dossier), ...after, changes: [...after.changes, ...steps] };
}
