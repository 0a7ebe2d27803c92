/** `/incident add <channel> [reason]`: adds an affected channel and brings in its owners. */

import { openRooms, post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { splitsOf } from '../../../bot/incident/selection.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { type Change, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { grantsOn, type Known } from '../../../db/incident/facts.ts';
import { openIncidentChannelsOf, stepsAt } from '../../../db/incident/incidents.ts';
import { removedIncidentChannels } from '../../../db/incident/list.ts';
import { counter } from '../../../db/registry/dossiers.ts';
import { combine } from '../../combine.ts';
import type { By, Context, Outcome } from '../../command.ts';
import { cut } from '../../cut.ts';
import { removalsOn } from '../blast.ts';
import { channelTitle } from '../channel-names.ts';
import { alsoTell } from '../communication/first-notice.ts';
import { choice } from '../declaration/declare-which.ts';
import { incidentTitle, part, placed, revoked } from '../declaration/opening.ts';
import { isDealtWith } from '../declaration/reported-again.ts';
import { type Found, findSelection } from '../declaration/selection.ts';
import { lateEntry } from '../declaration/unregistered.ts';
import { affectedAgain } from '../dormant/checklist-restart.ts';
import type { IncidentDossier } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { ownersOfAll } from '../responders.ts';
import { headCard, lineBy, subjectOf } from './move.ts';

export const add = incidentCommand({
  word: 'add',
  aliases: ['kanal hinzu', 'hinzu', 'hinzufügen', 'hinzufuegen'],
  rank: 20,
  line: 3000,
  load: async (file, context, { rest }) => {
    const found = rest === '' ? null : await findSelection({ all: false, splits: splitsOf(rest) }, context);
    return { found, known: found && (await factsOf(file, found, context)) };
  },
  decide: ({ file, facts: { found, known } }, by) => {
    if (!found) return refuse('bad-arguments');
    if (found.kind === 'none') return refuse('incident-which-channel', { said: cut(found.said, 100) });
    if (found.kind === 'several') {
      const text = (one: Known) => `${one.channel.id} ${found.text}`.trim().slice(0, 1000);
      const button = (one: Known) => ({
        label: by.say('incident.add'),
        do: 'incident-add',
        args: { incident: file.row.id, text: text(one) },
      });
      return { answer: { card: choice(found, button, by) } };
    }
    return known ? added(file, found.text, known, by) : refuse('not-found');
  },
});

type Facts = NonNullable<Awaited<ReturnType<typeof factsOf>>>;

async function factsOf(file: IncidentDossier, found: Found, { tx, org, by }: Context) {
  if (found.kind !== 'channels' && found.kind !== 'new') return null;
  const fresh =
    found.kind === 'new' && !file.row.drill
      ? lateEntry(
          {
            account: found.account,
            ids: { channel: newId('channel'), application: newId('application') },
            counter: await counter(tx, `SN-${berlinDay(by.now).slice(0, 4)}`),
          },
          org,
          by,
        )
      : null;
  const [known] = found.kind === 'channels' ? found.channels : [];
  const one: Known | undefined = fresh ? { channel: fresh.channel, application: null } : known;
  if (!one) return null;
  const { id } = one.channel;
  const open = (await openIncidentChannelsOf(tx, [id])).filter(isDealtWith);
  const [back] = await removedIncidentChannels(tx, file.row.id, [id]);
  return {
    one,
    fresh,
    elsewhere: open.find(({ incident }) => incident.id !== file.row.id && !incident.drill && !file.row.drill)?.incident,
    back: back && { place: back, steps: await stepsAt(tx, [back.id]) },
    owners: ownersOfAll([one], await removalsOn(tx, [one]), org),
    grants: await grantsOn(tx, [id]),
    place: newId('place'),
    told: await alsoTell(tx, { row: file.row, places: [...file.places, one] }, org, by),
  };
}

function added(file: IncidentDossier, reason: string, facts: Facts, by: By): Outcome | Refusal {
  const { one, fresh, elsewhere, owners, grants, told } = facts;
  const { row, roles } = file;
  const { channel } = one;
  const known = file.places.find(({ place }) => place.channel === channel.id)?.place;
  if (known?.part === 'hit' && !known.restoredAt)
    return refuse('channel-in-already', { channel: channelTitle(channel), number: row.number });
  if (elsewhere)
    return refuse('channel-in-other', { channel: channelTitle(channel), number: elsewhere.number, here: row.number });
  const affected = file.places.filter(({ place }) => place.part === 'hit' && place.id !== known?.id);
  const line = lineBy(file, by, {
    kind: fresh ? 'late' : 'channel-added',
    text: reason,
    data: { channel: channelTitle(channel) },
  });
  const fresher = owners.filter((person) => !roles.some((one) => one.role === 'owner' && one.person === person));
  const outside = fresher.filter((person) => !roles.some((one) => one.person === person));
  const here = {
    changes: [
      ...placeChanges(file, facts, by),
      // Touches the incident, so closing it at the same moment conflicts and is decided again.
      update('incidents', row, { title: incidentTitle([...affected, one]) }),
      ...fresher.map((person) => part(row.id, 'owner', person, by)),
      ...(row.drill ? [] : grants.map((grant) => revoked(grant, by))),
    ],
    effects: [
      refresh(subjectOf(file)),
      ...(fresher.length > 0 ? openRooms(row.id) : []),
      ...outside.map((person) => post(toPerson(person), 'incident', subjectOf(file))),
    ],
  };
  return { answer: headCard(file, false), ...combine(fresh, here, line, told) };
}

/** The channel's new place. If it was removed, restored or only related, its old place is reused. */
function placeChanges({ row, places, steps }: IncidentDossier, { one, fresh, back, place }: Facts, by: By): Change[] {
  const { channel } = one;
  const { drill } = row;
  const here = places.find((known) => known.place.channel === channel.id)?.place;
  if (here) {
    const own = steps.filter((step) => step.place === here.id);
    return affectedAgain({ place: here, channel, steps: own }, { drill }, {}, by);
  }
  if (back) {
    const set = { removedAt: null, addedBy: by.actor.person, addedAt: by.now };
    return affectedAgain({ ...back, channel }, { drill }, set, by);
  }
  return placed({ channel, place, late: fresh !== null }, { incident: row.id, control: 'unclear', drill }, by);
}
