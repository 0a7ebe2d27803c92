/**
 * A stored file as evidence of a step: ticks the step off with the file's hash, or adds the hash to a completed step.
 */
import { isClosed, provesStep } from '../../../bot/incident/dormant.ts';
import type { Step } from '../../../db/incident/incidents.ts';
import type { By, Outcome } from '../../command.ts';
import type { IncidentChannelDossier } from '../dormant/incident-channel.ts';
import { dataOf, written } from '../dormant/settle.ts';
import { demandOf, done, stepBlocker } from '../dormant/tick.ts';

type Written = Required<Pick<Outcome, 'changes' | 'effects' | 'audit'>>;
/** `done`: ticked off. `added`: was done without evidence. `kept`: the file is stored, the step unchanged. */
type Proved = Written & { what: 'done' | 'added' | 'kept' };

const NOTHING: Written = { changes: [], effects: [], audit: [] };

/** @returns the changes to the step; the file is kept in any case, because evidence must not get lost */
export function proveStep(at: { dossier: IncidentChannelDossier; step: Step }, sha256: string, by: By): Proved {
  const { dossier, step } = at;
  if (step.state === 'done') {
    if (step.evidence) return { ...NOTHING, what: 'kept' };
    const line = { kind: 'step-proved-later', data: { ...dataOf(dossier, step, by), evidence: sha256 } };
    return { ...written(dossier, [{ step, set: { evidence: sha256 } }], [line], by), what: 'added' };
  }
  const demand = demandOf(at);
  const isProof = demand === 'none' || provesStep(demand, sha256);
  if (isClosed(step) || !isProof || stepBlocker(at, null, by)) return { ...NOTHING, what: 'kept' };
  const { changes = [], effects = [], audit = [] } = done(at, sha256, '', by);
  return { changes, effects, audit, what: 'done' };
}
