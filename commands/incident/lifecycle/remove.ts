/** `/incident remove <channel> <reason>`: the channel was not affected. A frozen one has to be restored first. */

import { refresh } from '../../../bot/delivery/effect.ts';
import { splitsOf } from '../../../bot/incident/selection.ts';
import { refuse } from '../../../bot/refusal.ts';
import { stateAfterIncident } from '../../../bot/registry/channel.ts';
import { update } from '../../../db/changes.ts';
import { marksOf } from '../../../db/incident/facts.ts';
import { cut } from '../../cut.ts';
import { channelTitle } from '../channel-names.ts';
import { incidentTitle } from '../declaration/opening.ts';
import { findSelection } from '../declaration/selection.ts';
import { isFrozen } from '../dormant/connect-button.ts';
import { incidentCommand } from '../incident-command.ts';
import { headCard, lineBy, subjectOf } from './move.ts';

export const remove = incidentCommand({
  word: 'remove',
  aliases: ['kanal weg', 'entfernen', 'herausnehmen'],
  rank: 30,
  line: 3000,
  load: async (file, context, { rest }) => ({
    found: rest === '' ? null : await findSelection({ all: false, splits: splitsOf(rest) }, context),
    marks: await marksOf(
      context.tx,
      file.places.map(({ channel }) => channel.id),
    ),
  }),
  decide: ({ file, rest, facts: { found, marks } }, by) => {
    if (!found) return refuse('bad-arguments');
    const { row, places } = file;
    const typed = found.kind === 'none' || found.kind === 'several' ? found.said : rest;
    const known = found.kind === 'channels' || found.kind === 'several' ? found.channels : [];
    const ids = known.map(({ channel }) => channel.id);
    // Of several channels with this name, the one in this incident is meant.
    const here = places.filter(({ channel }) => ids.includes(channel.id));
    const [one] = here;
    if (!one || here.length > 1) return refuse('incident-which-channel', { said: cut(typed, 100) });
    const channel = channelTitle(one.channel);
    if (found.text.length < 3) return refuse('remove-needs-reason', { channel });
    const steps = file.steps.filter((step) => step.place === one.place.id);
    if (isFrozen(one.place, steps)) return refuse('channel-frozen', { channel });
    const affected = places.filter(({ place }) => place.part === 'hit' && place.id !== one.place.id);
    if (affected.length === 0) return refuse('last-channel', { channel });
    const line = lineBy(file, by, { kind: 'channel-removed', text: found.text, data: { channel } });
    const state = one.channel.state;
    const application = known.find(({ channel }) => channel.id === one.channel.id)?.application ?? null;
    const free = one.place.part === 'hit' && !row.drill && state === 'compromised';
    return {
      answer: headCard(file, false),
      changes: [
        update('incidentChannels', one.place, { removedAt: by.now }),
        update('incidents', row, { title: incidentTitle(affected) }),
        ...(free
          ? [
              update('channels', one.channel, {
                state: stateAfterIncident(state, one.place.id, marks.get(one.channel.id) ?? [], application),
                changedAt: by.now,
              }),
            ]
          : []),
        ...line.changes,
      ],
      effects: [refresh(subjectOf(file))],
      audit: line.audit,
    };
  },
});
