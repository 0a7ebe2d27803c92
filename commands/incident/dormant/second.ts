/** Four eyes: a second person confirms a stage's ticked steps. Also retries a failed step. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { awaitsSecond, secondPersonBlocker } from '../../../bot/incident/dormant.ts';
import { STAGES, type Stage } from '../../../bot/incident/stage.ts';
import { refuse } from '../../../bot/refusal.ts';
import { command } from '../../command.ts';
import { channelTitle } from '../channel-names.ts';
import { inIncident, notNow } from '../dossier.ts';
import { atChannel, dossierOfStep, type IncidentChannelDossier, incidentChannelDossier } from './incident-channel.ts';
import { dataOf, stepsCard, written } from './settle.ts';

/** The steps of a stage that wait for a second person. */
export const awaiting = ({ steps, channel }: Pick<IncidentChannelDossier, 'steps' | 'channel'>, stage: Stage) =>
  steps.filter((step) => step.stage === stage && awaitsSecond(step, channel.platform));

/** Fingerprint of these steps as they are. A button carries it, so it covers no step ticked later. */
export const markOf = (steps: ReturnType<typeof awaiting>): string =>
  createHash('sha256')
    .update(steps.map(({ id, version }) => `${id} ${version}`).join('\n'))
    .digest('hex')
    .slice(0, 12);

export const second = command({
  name: 'incident-second',
  // Requires a role in the incident: the channel's administrators would confirm each other.
  authority: inIncident('work'),
  args: z.object({ place: z.string(), stage: z.enum(STAGES), seen: z.string().max(20).default('') }),
  load: ({ place }, { tx, org }) => incidentChannelDossier(tx, place, org),
  about: (dossier) => (dossier ? [dossier.file] : []),
  decide: ({ stage, seen }, dossier, by) => {
    if (!dossier) return refuse('moved-on');
    const no = notNow('evidence', dossier.file, by);
    if (no) return no;
    const waiting = awaiting(dossier, stage);
    if (waiting.length === 0) return refuse('nothing-to-confirm');
    // A step was ticked after the card was drawn; nobody confirms what they have not seen.
    if (markOf(waiting) !== seen) return refuse('moved-on');
    const steps = waiting.filter((step) => secondPersonBlocker(step, by.actor.person) === null);
    if (steps.length === 0) return refuse('same-person');
    const set = { secondBy: by.actor.person, secondAt: by.now };
    const data = { place: dossier.place.id, channel: channelTitle(dossier.channel), stage, count: steps.length };
    const changed = steps.map((step) => ({ step, set }));
    return { answer: stepsCard(dossier), ...written(dossier, changed, [{ kind: 'steps-seconded', data }], by) };
  },
});

export const again = command({
  name: 'incident-retry',
  authority: atChannel('work'),
  args: z.object({ step: z.string(), seen: z.coerce.number().int() }),
  load: ({ step }, { tx, org }) => dossierOfStep(tx, step, org),
  about: (facts) => (facts ? [facts.dossier] : []),
  decide: ({ seen }, facts, by) => {
    if (!facts) return refuse('moved-on');
    const { dossier, step } = facts;
    const no = notNow('evidence', dossier.file, by);
    if (no) return no;
    if (step.state !== 'failed' || step.version !== seen) return refuse('moved-on');
    const set = { state: 'open' as const, problem: null };
    const line = { kind: 'step-again', data: dataOf(dossier, step, by) };
    return { answer: stepsCard(dossier), ...written(dossier, [{ step, set }], [line], by) };
  },
});
