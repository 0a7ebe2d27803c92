/** A stored file proves a step: the step is ticked off with its hash, or gets the hash where it is done already. */
import { isClosed, provesStep } from '../../../bot/incident/dormant.ts';
import type { Step } from '../../../db/incident/incidents.ts';
import type { By, Outcome } from '../../command.ts';
import type { IncidentChannelDossier } from '../dormant/incident-channel.ts';
import { dataOf, written } from '../dormant/settle.ts';
import { demandOf, done, stepBlocker } from '../dormant/tick.ts';

type Written = Required<Pick<Outcome, 'changes' | 'effects' | 'audit'>>;
/** `done`: ticked off. `added`: it was done without proof. `kept`: the file is kept, the step stays as it is. */
type Proved = Written & { what: 'done' | 'added' | 'kept' };

const NOTHING: Written = { changes: [], effects: [], audit: [] };

/** @returns what follows for the step; the file itself is kept in any case, since what proves something must not get lost */
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
