/**
 * Evidence was fetched or refused: writes a timeline line, ticks the step it proves, and tells the sender of a refusal.
 */

import { post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { type Actor, actorOf } from '../../../bot/organisation/permission.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { say } from '../../../cards/text.ts';
import { update } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import type { EvidenceFile } from '../../../db/incident/evidence.ts';
import { incidentChannelById } from '../../../db/incident/incidents.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import type { By, Outcome } from '../../command.ts';
import { channelTitle } from '../channel-names.ts';
import { dossierOfStep } from '../dormant/incident-channel.ts';
import { entry } from '../timeline-entry.ts';
import { proveStep } from './prove.ts';

export type Fetched =
  | { state: 'stored'; name: string; type: string; size: number; sha256: string; content: Uint8Array }
  | { state: 'refused'; problem: string };

type Written = Required<Pick<Outcome, 'changes' | 'effects' | 'audit'>>;

export async function evidenceFetched(tx: Tx, file: EvidenceFile, end: Fetched, org: Org, now: Date): Promise<Written> {
  const subject = `incident:${file.incident}`;
  const own = file.place ? await incidentChannelById(tx, file.place) : null;
  const about = own ? channelTitle(own.channel) : '–';
  const line = { incident: file.incident, by: file.by, now, chat: file.chat };
  if (end.state === 'refused') {
    const told = entry({ ...line, kind: 'evidence-refused', data: { name: file.name, problem: end.problem } });
    return {
      changes: [update('incidentFiles', file, end), ...told.changes],
      effects: [refresh(subject), post(toPerson(file.by), 'incident-evidence', subject, { file: file.id })],
      audit: told.audit,
    };
  }
  const { name, sha256, size } = end;
  const told = entry({ ...line, kind: 'evidence-file', data: { name, sha256, size, about } });
  const at = file.step ? await dossierOfStep(tx, file.step, org) : null;
  const actor = actorOf(file.by, org.organisation, org.gone, berlinDay(now));
  const proved = at && actor ? proveStep(at, sha256, sender(actor, file, now)) : null;
  return {
    changes: [update('incidentFiles', file, { ...end, storedAt: now }), ...told.changes, ...(proved?.changes ?? [])],
    effects: [refresh(subject), ...(proved?.effects ?? [])],
    audit: [...told.audit, ...(proved?.audit ?? [])],
  };
}

/** The sender, with their present rights, in the city's language. */
const sender = (actor: Actor, { chat }: EvidenceFile, now: Date): By => ({
  actor,
  now,
  say: say('de'),
  chat,
  tenant: '',
  dm: false,
  room: '',
  publicUrl: '',
});
