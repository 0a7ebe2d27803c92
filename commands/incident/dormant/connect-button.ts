/** The only place that offers work to a connector: a step, or a look at the channel. */

import { stepRow } from '../../../bot/incident/checklist.ts';
import { needsSnapshot } from '../../../bot/incident/dormant.ts';
import { connectorFor } from '../../../bot/platform/connector.ts';
import type { Button } from '../../../cards/node.ts';
import type { Say } from '../../../cards/text.ts';
import type { Grant } from '../../../db/incident/facts.ts';
import type { Step } from '../../../db/incident/incidents.ts';
import type { IncidentChannelDossier } from './incident-channel.ts';

/**
 * @returns nothing for a manual step, in a drill, before the snapshot, or without a connector switched on for the
 * channel
 */
export function connectButtons(
  { file, place, channel }: Pick<IncidentChannelDossier, 'file' | 'place' | 'channel'>,
  step: Step,
  grants: readonly Grant[],
  say: Say,
): Button[] {
  const operation = stepRow(channel.platform, step.stage, step.step)?.operation;
  const connector = operation ? connectorFor(channel.platform, operation) : null;
  const isOn = connector !== null && grants.some((grant) => grant.id === channel.id && grant.on);
  const isReady = step.state === 'open' || step.state === 'failed';
  if (!isOn || !isReady || file.row.drill || !place.snapshot) return [];
  return [{ label: say('steps.connect'), do: 'incident-connect', args: { step: step.id, seen: step.version } }];
}

/** Before any change the connector can take the snapshot; during the restore, record the state found. */
export function lookButtons(
  { file, place, channel, steps }: Pick<IncidentChannelDossier, 'file' | 'place' | 'channel' | 'steps'>,
  grants: readonly Grant[],
  say: Say,
): Button[] {
  const connector = connectorFor(channel.platform, 'snapshot');
  const isOn = connector !== null && grants.some((grant) => grant.id === channel.id && grant.on);
  if (!isOn || file.row.drill || !mayLook(place, steps)) return [];
  return [{ label: say('connector.look.button'), do: 'incident-look', args: { place: place.id } }];
}

/** A step that has begun may have changed the channel's look, whatever its result. */
export const isTouched = (steps: readonly Step[]): boolean =>
  steps.some(({ stage, state }) => needsSnapshot(stage) && state !== 'open' && state !== 'not-applicable');

/** Frozen past the posting stop, at least in part, and not restored: the changes have to be undone. */
export const isFrozen = (
  place: Pick<IncidentChannelDossier['place'], 'stage' | 'restoredAt'>,
  steps: readonly Step[],
): boolean => (place.stage !== null && place.stage !== 'S0') || (place.restoredAt === null && isTouched(steps));

export const mayLook = ({ restoreAt, restoredAt }: IncidentChannelDossier['place'], steps: readonly Step[]): boolean =>
  !restoredAt && (restoreAt !== null || !isTouched(steps));
