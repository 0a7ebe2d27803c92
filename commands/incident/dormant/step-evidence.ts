/**
 * `/incident evidence <channel> <step> <link or note>`: ticks a step off, or adds evidence to a completed one. If files
 * are attached, they are kept as evidence, and channel and step are optional.
 */

import { z } from 'zod';
import { isClosed, provesStep } from '../../../bot/incident/dormant.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import type { Step } from '../../../db/incident/incidents.ts';
import { type By, type Context, command, type Outcome, type Rule } from '../../command.ts';
import { type IncidentDossier, notNow, numbered, requestedIncident } from '../dossier.ts';
import { type Handing, handIn, handingOf, handsIn, incidentFor } from '../evidence/hand-in.ts';
import { incidentWord } from '../incident-command.ts';
import {
  atChannel,
  channelCalled,
  channelNamed,
  type IncidentChannelDossier,
  incidentChannelDossier,
} from './incident-channel.ts';
import { codeOf, dataOf, stepsCard, written } from './settle.ts';
import { demandOf, done, stepBlocker } from './tick.ts';

type Proof = { dossier: IncidentChannelDossier; step: Step; text: string };
type Facts = Refusal | Proof | { handing: Handing };
const CODE = /^((?:S[0-3]|R)\.\d{1,2})(?:\s+|$)([\s\S]*)$/i;
const CHANNEL_AND_CODE = /^([\s\S]*?)\s*\b((?:S[0-3]|R)\.\d{1,2}(?:\s[\s\S]*)?)$/i;

/** Anybody with a role in the incident may hand in files. Only people working on a step may tick it off. */
const proving: Rule<Proof | { handing: Handing }> = {
  authority: { incident: 'hand-in', or: 'administrator' },
  blocker: (facts, by) =>
    'handing' in facts ? handsIn(facts.handing, by) : atChannel('work').blocker(facts.dossier, by),
};

export const evidence = command({
  ...incidentWord('evidence'),
  aliases: ['beleg', 'beweis', 'nachweis'],
  rank: 350,
  authority: proving,
  positional: ['text'],
  args: z.object({ text: z.string().max(1500).default('') }),
  load: async ({ text }, context): Promise<Facts> => {
    const { what, rest } = numbered(text);
    if (context.files.length > 0 && !what) {
      const found = await incidentFor(context);
      if (found && !('handing' in found)) return refuse('which-incident', { numbers: found.number });
      if (found) return withFiles(found.handing.file, rest, context);
    }
    const file = await requestedIncident(what, context);
    if (!file) return refuse('no-incident');
    return context.files.length > 0 ? withFiles(file, rest, context) : stepNamed(file, rest, context);
  },
  about: (facts) => (isRefusal(facts) ? [] : [facts]),
  decide: (_args, facts, by) => {
    if (isRefusal(facts)) return facts;
    return 'handing' in facts ? handIn(facts.handing, by) : proved(facts, by);
  },
});

async function stepNamed(file: IncidentDossier, line: string, { tx, org }: Context): Promise<Refusal | Proof> {
  const [, before = line, behind = ''] = CHANNEL_AND_CODE.exec(line) ?? [];
  const named = channelCalled(file, before);
  if (isRefusal(named)) return named;
  const dossier = await incidentChannelDossier(tx, named.own.place.id, org);
  const [, code = '', said = ''] = CODE.exec(behind) ?? [];
  const step = dossier?.steps.find((one) => codeOf(one).toLowerCase() === code.toLowerCase());
  if (!dossier || !step) return refuse('bad-arguments');
  return { dossier, step, text: said.trim() };
}

/** Files prove the named step. Without one they belong to the channel, or to the incident as a whole. */
async function withFiles(
  file: IncidentDossier,
  line: string,
  context: Context,
): Promise<Refusal | { handing: Handing }> {
  if (CHANNEL_AND_CODE.test(line)) {
    const at = await stepNamed(file, line, context);
    return isRefusal(at) ? at : { handing: await handingOf(file, context, { at, note: at.text }) };
  }
  const named = channelNamed(file, line);
  // Without a name a step defaults to the only channel; a file may be about anything.
  const isNamed = !isRefusal(named) && named.rest !== line.trim();
  const own = isNamed ? { own: named.own, note: named.rest.trim() } : { note: line };
  return { handing: await handingOf(file, context, own) };
}

function proved({ dossier, step, text }: Proof, by: By): Outcome | Refusal {
  const no = notNow('evidence', dossier.file, by);
  if (no) return no;
  if (text === '') return refuse('evidence-missing');
  const isProof = provesStep('either', text);
  if (!isClosed(step)) {
    const wait = stepBlocker({ dossier, step }, null, by);
    if (wait) return wait;
    const demand = demandOf({ dossier, step });
    if (demand !== 'none' && !provesStep(demand, text)) return refuse('evidence-missing');
    return done({ dossier, step }, isProof ? text : '', isProof ? '' : text, by);
  }
  const data = { ...dataOf(dossier, step, by), ...(isProof ? { evidence: text } : {}) };
  const line = { kind: isProof ? 'step-proved-later' : 'step-noted', text: isProof ? '' : text, data };
  // The step keeps its first evidence; later evidence goes into the timeline.
  const changed = isProof && !step.evidence ? [{ step, set: { evidence: text } }] : [];
  return { answer: stepsCard(dossier), ...written(dossier, changed, [line], by) };
}
