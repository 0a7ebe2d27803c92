/** Restarts a channel's checklist: it was restored or set aside and is affected again. */

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
 * Reopens every step and clears what was reached and decided; the timeline keeps the first round. The snapshot stays as
 * the target state and may be retaken until something is changed.
 * @param set what else changes at the place: that it is affected, that it is back in the incident
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
  // Already in an incident: that incident knows the state before it.
  const before = isMarked(state) ? place.before : state;
  const cleared = { ...NO_WAY_BACK, restoredBy: null, restoredAt: null, target: null, stage: null };
  return [
    update('incidentChannels', place, { ...cleared, before, control, ...set }),
    ...steps.map((step) => update('incidentSteps', step, wanted(step) ? NOT_BEGUN : aside)),
  ];
}

/** Restarts a channel's round as affected, and marks it in the registry. */
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
 * The takeover continues. Restored channels start over. Frozen ones stay frozen, but all restore decisions and
 * inspections are void.
 * @param grants connectors switched on for these channels
 * @param all include channels never restored, which a false alarm only unmarked
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
        // The registry says dormant for a frozen channel and closed for one that was given up; both stay.
        ...(one.place.part === 'hit' && !['dormant', 'closed'].includes(one.channel.state) ? mark(one) : []),
      ]),
      ...(drill ? [] : grants.map((grant) => revoked(grant, by))),
      ...line.changes,
    ],
    audit: line.audit,
  };
}

/** Still frozen: undoes only the progress of the restore, if any. */
function backUndone(place: IncidentChannel, steps: readonly Step[]): Change[] {
  if (!place.restoreAt && !place.leftAs) return [];
  return [update('incidentChannels', place, NO_WAY_BACK), ...backToGo(steps)];
}
