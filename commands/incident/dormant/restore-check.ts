/** Shared by inspecting a channel during its restore and explaining its differences. */

import { createHash } from 'node:crypto';
import { type Difference, differences, plain } from '../../../bot/incident/snapshot.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import type { Form, Problem, Values } from '../../../cards/form.ts';
import type { By, Context, Outcome } from '../../command.ts';
import { smallForm } from '../../participation/small-form.ts';
import { channelTitle } from '../channel-names.ts';
import { notNow } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { channelTyped, type IncidentChannelDossier, incidentChannelDossier } from './incident-channel.ts';

type BackFacts = Refusal | { dossier: IncidentChannelDossier; inputs: Values };

export async function loadBack(text: string, place: string | undefined, context: Context): Promise<BackFacts> {
  const { tx, org, inputs } = context;
  const id = place ?? (await channelTyped(text, context));
  if (typeof id !== 'string') return id;
  const dossier = await incidentChannelDossier(tx, id, org);
  return dossier ? { dossier, inputs } : refuse('moved-on');
}

export const aboutBack = (facts: BackFacts) => (isRefusal(facts) ? [] : [facts.dossier]);

/** Why this channel cannot be restored now. */
export function restoreBlocker(dossier: IncidentChannelDossier, by: By): Refusal | null {
  const no = notNow('restore', dossier.file, by);
  if (no) return no;
  const { place, channel } = dossier;
  if (place.restoredAt) return refuse('already-restored', { channel: channelTitle(channel) });
  if (place.control !== 'secured') return refuse('not-secured', { channel: channelTitle(channel) });
  return place.target ? null : refuse('nothing-to-restore', { channel: channelTitle(channel) });
}

/** Differences from the snapshot. Without a snapshot (posting stop only) nothing was changed. */
export const differing = ({ place }: Pick<IncidentChannelDossier, 'place'>): Difference[] =>
  place.snapshot && place.found ? differences(place.snapshot, place.found) : [];

const markOf = (field: string, text: unknown): string => {
  const same = typeof text === 'string' ? plain(text) : '';
  return `${field}:${createHash('sha256').update(same).digest('hex').slice(0, 8)}`;
};

/** Marks of each field a form shows. The sent form returns them as proof of what its sender saw. */
export const shownMarks = (shown: Values): string =>
  Object.entries(shown)
    .map(([field, text]) => markOf(field, text))
    .join(' ');

/** Whether the sent form showed this text in this field. */
export const wasShown = (marks: string, field: string, text: unknown): boolean =>
  marks.split(' ').includes(markOf(field, text));

type Asked = {
  form: Form;
  what: 'restore' | 'explain';
  dossier: IncidentChannelDossier;
  values: Values;
  problems: Problem[];
  /** Marks of the texts on the form. */
  seen: string;
};

export function askedBack({ form, what, dossier, values, problems, seen }: Asked, by: By): Outcome {
  const { say } = by;
  const about = differing(dossier).map(({ field, was, is }) =>
    say('restore.difference', { field: say(`field.snapshot.${field}`), was, is: is || '–' }),
  );
  const card = smallForm(form, {
    title: say(`restore.${what}.title`),
    about: channelTitle(dossier.channel),
    intro: [say(`restore.${what}.intro`), ...(what === 'explain' ? about : [])].join('\n'),
    submit: { label: say(`restore.${what}.save`), do: `incident-${what}`, args: { place: dossier.place.id, seen } },
    values,
    problems,
    by,
  });
  return { answer: { card: marked(card, dossier.file.row, say) } };
}
