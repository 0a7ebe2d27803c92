/** The checklist of a channel from its beginning: it was given back or set aside, and is hit again. */

import { checklist } from '../../../bot/incident/checklist.ts';
import { SET_ASIDE } from '../../../bot/incident/dormant.ts';
import type { Control } from '../../../bot/incident/stage.ts';
import { isMarked } from '../../../bot/registry/channel.ts';
import { type Change, update } from '../../../db/changes.ts';
import type { Grant } from '../../../db/incident/facts.ts';
import type { IncidentChannel, IncidentChannelEntry, Step } from '../../../db/incident/incidents.ts';
import type { Channel } from '../../../db/registry/dossiers.ts';
import type { By } from '../../command.ts';
import { compromised, revoked } from '../declaration/opening.ts';
import type { IncidentDossier } from '../dossier.ts';
import { entry, type Line } from '../timeline-entry.ts';
import { backToGo, NO_WAY_BACK, NOT_BEGUN } from './freeze.ts';

type Again = { place: IncidentChannel; channel: Channel; steps: readonly Step[] };

/**
 * Every step open again, nothing reached, nothing decided; what was done the first time stands in the timeline. The snapshot
 * stays as what the channel should look like, and can be taken anew until something is changed.
 * @param set what else changes at the place: that it is hit, that it is back in
 */
function newRound({ place, channel, steps }: Again, control: Control, set: Partial<IncidentChannel>, by: By): Change[] {
  const { platform, state } = channel;
  const wanted = ({ stage, step }: Step) => checklist(platform, stage, control).some(({ key }) => key === step);
  const aside = {
    ...NOT_BEGUN,
    state: 'not-applicable',
    note: SET_ASIDE,
    doneBy: by.actor.person,
    doneAt: by.now,
  } as const;
  // In an incident already: what the channel was before is known from then.
  const before = isMarked(state) ? place.before : state;
  const cleared = { ...NO_WAY_BACK, restoredBy: null, restoredAt: null, target: null, stage: null };
  return [
    update('incidentChannels', place, { ...cleared, before, control, ...set }),
    ...steps.map((step) => update('incidentSteps', step, wanted(step) ? NOT_BEGUN : aside)),
  ];
}

/** A place that is hit (again): its round, and the registry's mark. */
export const affectedAgain = (
  one: Again,
  { drill, control = 'unclear' }: { drill: boolean; control?: Control },
  set: Partial<IncidentChannel>,
  by: By,
): Change[] => [
  ...newRound(one, control, { part: 'hit', ...set }, by),
  ...(drill ? [] : [compromised(one.channel, by.now)]),
];

const stepsOf = ({ steps }: IncidentDossier, { id }: IncidentChannel) => steps.filter(({ place }) => place === id);

/**
 * The takeover goes on: channels that were given back begin anew; what is frozen stays frozen, but nothing that was decided or
 * looked at on the way back counts any longer.
 * @param grants connectors that are switched on for these channels
 * @param all also those that were never given back: only marked as hit, and unmarked by a false alarm
 */
export function goesOn(file: IncidentDossier, grants: readonly Grant[], by: By, all = false): Line {
  const { drill, id } = file.row;
  const fresh = file.places.filter(({ place }) => all || place.restoredAt !== null);
  const kept = file.places.filter((one) => !fresh.includes(one));
  const mark = (one: IncidentChannelEntry): Change[] => (drill ? [] : [compromised(one.channel, by.now)]);
  const line =
    fresh.length === 0
      ? { changes: [], audit: [] }
      : entry({
          incident: id,
          kind: 'new-round',
          by: by.actor.person,
          now: by.now,
          chat: by.chat,
          data: { count: fresh.length },
        });
  return {
    changes: [
      ...fresh.flatMap((one) => {
        const again = { ...one, steps: stepsOf(file, one.place) };
        return one.place.part === 'hit' ? affectedAgain(again, { drill }, {}, by) : newRound(again, 'unclear', {}, by);
      }),
      ...kept.flatMap((one) => [
        ...backUndone(one.place, stepsOf(file, one.place)),
        // Dormant is what the registry says of a frozen one, closed of one that was given up.
        ...(one.place.part === 'hit' && !['dormant', 'closed'].includes(one.channel.state) ? mark(one) : []),
      ]),
      ...(drill ? [] : grants.map((grant) => revoked(grant, by))),
      ...line.changes,
    ],
    audit: line.audit,
  };
}

/** Still frozen: only the way back is undone, as far as somebody has gone it. */
function backUndone(place: IncidentChannel, steps: readonly Step[]): Change[] {
  if (!place.restoreAt && !place.leftAs) return [];
  return [update('incidentChannels', place, NO_WAY_BACK), ...backToGo(steps)];
}
