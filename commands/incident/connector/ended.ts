/** What follows when a connector's call has ended: the step, the snapshot, a timeline line, all cards redrawn. */

import { stillExplained } from '../../../bot/incident/snapshot.ts';
import type { Actor } from '../../../bot/organisation/permission.ts';
import { connectorRow, type StoredAnswer } from '../../../bot/platform/connector.ts';
import { say } from '../../../cards/text.ts';
import { type Change, update } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import type { IncidentChannel, Step } from '../../../db/incident/incidents.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import type { Call } from '../../../db/platform/connectors.ts';
import type { By, Outcome } from '../../command.ts';
import { keyed } from '../../keyed.ts';
import { channelTitle } from '../channel-names.ts';
import { isTouched } from '../dormant/connect-button.ts';
import { type IncidentChannelDossier, incidentChannelDossier } from '../dormant/incident-channel.ts';
import { dataOf, type StepEntry, written } from '../dormant/settle.ts';

export type Ended = {
  call: Call;
  state: 'done' | 'failed' | 'unknown' | 'refused';
  /** A code. */
  reason: string;
  answers: readonly StoredAnswer[];
  /** SHA-256 of the stored answers: the evidence if there is no link. */
  hash: string;
  picture?: Record<string, string>;
};

type Written = Required<Pick<Outcome, 'changes' | 'effects' | 'audit'>>;

const SYSTEM: Actor = {
  person: 'system',
  name: '',
  lang: 'de',
  roles: [],
  staffOf: [],
  headOf: [],
  deputyOf: [],
  privacyOf: [],
  bodies: [],
};

/** The outbox as the acting party, in the city's language. */
const worker = (now: Date): By => ({
  actor: SYSTEM,
  now,
  say: say('de'),
  chat: 'local',
  tenant: '',
  dm: false,
  room: '',
  publicUrl: '',
});

export async function calledBack(tx: Tx, ended: Ended, org: Org, now: Date): Promise<Written> {
  const { call, state, reason, answers, hash } = ended;
  const closed: Change = update('platformCalls', call, {
    state,
    endedAt: now,
    answer: { answers: [...answers], reason, sha256: hash },
  });
  const dossier = await incidentChannelDossier(tx, call.place, org);
  // The channel has left the incident meanwhile, so no card is left to redraw.
  if (!dossier) return { changes: [closed], effects: [], audit: [] };
  const by = worker(now);
  const step = dossier.steps.find(({ id }) => id === call.step);
  const out = step ? stepEnded(dossier, step, ended, by) : looked(dossier, ended, by);
  return { ...out, changes: [closed, ...out.changes] };
}

const labelOf = ({ connector }: Call): string => connectorRow(connector).label;

/** A link from the platform as evidence, else the hash of its answers. */
const proofOf = ({ answers, hash }: Ended): string => answers.find(({ url }) => url)?.url ?? hash;

function stepEnded(dossier: IncidentChannelDossier, step: Step, ended: Ended, by: By): Written {
  const { call, state, reason } = ended;
  const evidence = proofOf(ended);
  const data = {
    ...dataOf(dossier, step, by),
    connector: labelOf(call),
    call: call.id,
    ...(state === 'done' ? { evidence } : { problem: reason }),
  };
  const said: StepEntry[] = [{ kind: `connector-${state}`, data }];
  // Somebody has ticked it off by hand meanwhile; that stands.
  if (step.state !== 'running') return written(dossier, [], said, by);
  const set: Partial<Step> =
    state === 'done'
      ? { state: 'done', how: 'api', doneBy: call.by, doneAt: by.now, evidence, problem: null }
      : { state: 'failed', problem: problemOf(ended, by) };
  return written(dossier, [{ step, set }], said, by);
}

function problemOf({ call, state, reason }: Ended, { say: speak }: By): string {
  if (state === 'refused') return keyed(speak.lang, `connector.bar.${reason}`);
  return keyed(speak.lang, `connector.problem.${state}`, { connector: labelOf(call), reason });
}

/**
 * Before any change the look becomes the snapshot; after one, the state found. What people wrote in the snapshot
 * stands.
 */
function looked(dossier: IncidentChannelDossier, { call, state, reason, picture }: Ended, by: By): Written {
  const data = {
    place: dossier.place.id,
    channel: channelTitle(dossier.channel),
    connector: labelOf(call),
    call: call.id,
  };
  if (state !== 'done' || !picture) {
    return written(dossier, [], [{ kind: 'connector-look-failed', data: { ...data, problem: reason } }], by);
  }
  const { place } = dossier;
  const seen = Object.fromEntries(Object.entries(picture).filter(([, value]) => value !== ''));
  const isBefore = !isTouched(dossier.steps);
  const set: Partial<IncidentChannel> = isBefore
    ? {
        snapshot: { view: 'inside', ...seen, ...place.snapshot },
        snapshotAt: place.snapshotAt ?? by.now,
        snapshotBy: place.snapshotBy ?? call.by,
      }
    : {
        found: { ...place.found, ...seen },
        explained: stillExplained(place.explained, place.found, { ...place.found, ...seen }),
      };
  return written(dossier, [], [{ kind: isBefore ? 'connector-snapshot' : 'connector-found', data }], by, set);
}
