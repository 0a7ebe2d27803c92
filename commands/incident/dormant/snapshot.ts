/** Records how the channel looks before anything is changed. */
import { z } from 'zod';
import { SNAPSHOT_FIELDS, type Snapshot } from '../../../bot/incident/snapshot.ts';
import { refuse } from '../../../bot/refusal.ts';
import { type Form, type Problem, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import { sayTime } from '../../../cards/text.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { sent, smallForm } from '../../participation/small-form.ts';
import { today } from '../../registration/draft.ts';
import { channelTitle } from '../channel-names.ts';
import { nameIn, notNow } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { isTouched } from './connect-button.ts';
import { atChannel, type IncidentChannelDossier, incidentChannelDossier } from './incident-channel.ts';
import { stepsCard, written } from './settle.ts';

/** Without access nobody sees who has rights; everything else can be recorded. */
const fromInside = ({ view }: Values) => view !== 'outside';
export const fields = {
  name: { kind: 'line', words: 'snapshot.name', required: true },
  handle: { kind: 'line', words: 'snapshot.handle' },
  bio: { kind: 'area', words: 'snapshot.bio', max: 1500 },
  links: { kind: 'line', words: 'snapshot.links', max: 500 },
  avatar: { kind: 'line', words: 'snapshot.avatar', max: 500 },
  pinned: { kind: 'line', words: 'snapshot.pinned', max: 500 },
  visibility: { kind: 'line', words: 'snapshot.visibility', required: true },
  comments: { kind: 'line', words: 'snapshot.comments' },
  administrators: { kind: 'area', words: 'snapshot.administrators', required: fromInside, max: 1000 },
} as const satisfies Form['pages'][number]['fields'];

const SNAPSHOT_FORM = {
  name: 'snapshot',
  version: 1,
  pages: [{ name: 'snapshot', fields }],
} as const satisfies Form;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Prefilled from the registry, except who has rights: that is read on the platform. */
function prefilled({
  place,
  channel,
  application,
}: Pick<IncidentChannelDossier, 'place' | 'channel' | 'application'>): Values {
  const known = { name: channel.name, handle: channel.handle, links: channel.url ?? '' };
  const more = { bio: text(application?.answers.shortDescription) };
  return Object.fromEntries(
    Object.entries({ ...known, ...more, ...place.snapshot }).filter(([, value]) => value !== ''),
  );
}

/** Only the snapshot's fields, as they are stored. */
export const kept = (values: Values): Snapshot =>
  Object.fromEntries(
    SNAPSHOT_FIELDS.flatMap((name) => (text(values[name]) === '' ? [] : [[name, text(values[name])]])),
  );

/** Settings a connector read (`mastodon.locked`). Nobody types them, and the restore needs them. */
const settings = (before: Record<string, string> | null): Record<string, string> =>
  Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => name.includes('.')));

export const snapshot = command({
  name: 'incident-snapshot',
  authority: atChannel('work'),
  opensForm: (given) => given.sent !== true,
  args: z.object({ place: z.string(), seen: z.coerce.number().int(), sent }),
  load: async ({ place }, { tx, org, inputs }) => ({ dossier: await incidentChannelDossier(tx, place, org), inputs }),
  about: ({ dossier }) => (dossier ? [dossier] : []),
  decide: ({ seen, sent: filled = false }, { dossier, inputs }, by) => {
    if (!dossier) return refuse('moved-on');
    const no = notNow('evidence', dossier.file, by);
    if (no) return no;
    const { place } = dossier;
    if (place.snapshot && isTouched(dossier.steps)) {
      const at = place.snapshotAt ? sayTime(by.say.lang, place.snapshotAt) : '–';
      return refuse('snapshot-kept', { who: nameIn(dossier.names, place.snapshotBy ?? '', by), at });
    }
    // Somebody has recorded a snapshot since the form was opened; theirs stands.
    if (filled && place.snapshot && place.version !== seen) return refuse('moved-on');
    const view = place.control === 'lost' ? 'outside' : 'inside';
    const screen = screens(SNAPSHOT_FORM, {})[0]!;
    const before = { ...prefilled(dossier), view };
    const values = filled ? takeIn(screen, before, inputs) : before;
    const problems = filled ? problemsOn(screen, values, today(by.now)) : [];
    if (!filled || problems.length > 0) return asked(dossier, view, values, problems, by);
    const data = { place: place.id, channel: channelTitle(dossier.channel), view };
    const set = {
      snapshot: { ...settings(place.snapshot), ...kept(values), view },
      snapshotAt: by.now,
      snapshotBy: by.actor.person,
    };
    return { answer: stepsCard(dossier), ...written(dossier, [], [{ kind: 'snapshot', data }], by, set) };
  },
});

function asked(
  dossier: IncidentChannelDossier,
  view: 'inside' | 'outside',
  values: Values,
  problems: Problem[],
  by: By,
): Outcome {
  const { say } = by;
  const names = dossier.administrators.map((person) => nameIn(dossier.names, person, by)).join(', ') || '–';
  const card = smallForm(SNAPSHOT_FORM, {
    title: say('snapshot.title'),
    about: channelTitle(dossier.channel),
    intro: say(`snapshot.${view}`, { names }),
    submit: {
      label: say('snapshot.save'),
      do: 'incident-snapshot',
      args: { place: dossier.place.id, seen: dossier.place.version },
    },
    values,
    problems,
    by,
  });
  return { answer: { card: marked(card, dossier.file.row, say) } };
}
