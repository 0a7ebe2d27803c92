/** The inspector of a channel explains why each difference from the snapshot is right. */

import { z } from 'zod';
import { type Difference, EXPLAINED_MIN, LOOKED, lookedBy } from '../../../bot/incident/snapshot.ts';
import { isRefusal } from '../../../bot/refusal.ts';
import { type Form, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import { command } from '../../command.ts';
import { sent } from '../../participation/small-form.ts';
import { today } from '../../registration/draft.ts';
import { channelTitle } from '../channel-names.ts';
import { atChannel } from './incident-channel.ts';
import { aboutBack, askedBack, differing, loadBack, restoreBlocker, shownMarks, wasShown } from './restore-check.ts';
import { stepsCard, written } from './settle.ts';

const explainForm = (open: readonly Difference[]): Form => ({
  name: 'explain',
  version: 1,
  pages: [
    {
      name: 'explain',
      fields: Object.fromEntries(
        open.map(({ field }) => [
          field,
          { kind: 'line', words: `snapshot.${field}`, required: true, min: EXPLAINED_MIN, max: 500 },
        ]),
      ),
    },
  ],
});

/** Without the record of who inspected. */
const fieldsOnly = (explained: Record<string, string> | null): Values =>
  Object.fromEntries(Object.entries(explained ?? {}).filter(([name]) => name !== LOOKED));

export const explain = command({
  name: 'incident-explain',
  authority: atChannel('work'),
  opensForm: (given) => given.sent !== true,
  args: z.object({
    place: z.string(),
    /** Marks of the differences that the form showed. */
    seen: z.string().max(500).default(''),
    sent,
  }),
  load: ({ place }, context) => loadBack('', place, context),
  about: aboutBack,
  decide: ({ sent: filled = false, seen }, facts, by) => {
    if (isRefusal(facts)) return facts;
    const { dossier, inputs } = facts;
    const no = restoreBlocker(dossier, by);
    if (no) return no;
    const open = differing(dossier);
    if (open.length === 0) return { answer: stepsCard(dossier) };
    const form = explainForm(open);
    const screen = screens(form, {})[0]!;
    const shown = Object.fromEntries(open.map(({ field, is }) => [field, is]));
    // The channel was inspected again meanwhile. Explanations count only for differences this form showed; the rest is
    // asked again.
    const meant = Object.fromEntries(
      Object.entries(inputs).filter(([field]) => wasShown(seen, field, shown[field] ?? '')),
    );
    const values = filled ? takeIn(screen, {}, meant) : fieldsOnly(dossier.place.explained);
    const problems = filled ? problemsOn(screen, values, today(by.now)) : [];
    if (!filled || problems.length > 0)
      return askedBack({ form, what: 'explain', dossier, values, problems, seen: shownMarks(shown) }, by);
    const said = values as Record<string, string>;
    const explained = lookedBy({ ...dossier.place.explained, ...said }, by.actor.person);
    const text = open.map(({ field, was, is }) => `${field}: „${was}“ → „${is}“: ${explained[field]}`).join('\n');
    const data = { place: dossier.place.id, channel: channelTitle(dossier.channel), count: open.length };
    // The explainer has inspected the channel as well, so somebody else has to release it.
    const set = { explained, restoreBy: by.actor.person, restoreAt: by.now };
    return {
      answer: stepsCard(dossier),
      ...written(dossier, [], [{ kind: 'restore-explained', text, data }], by, set),
    };
  },
});
