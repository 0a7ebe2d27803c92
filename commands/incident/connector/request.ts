/** Loads everything a connector's step or look needs, and plans the requests that are shown, stored and sent. */

import { stepRow } from '../../../bot/incident/checklist.ts';
import { needsCoSign, releaseBlocker } from '../../../bot/incident/external-text.ts';
import {
  type Availability,
  type Blocker,
  blockerOf,
  type ConnectorName,
  connectorFor,
  type Facts,
  type PlanBlocker,
  type PlatformRequest,
  plan,
  remainingRequests,
  type StoredAnswer,
} from '../../../bot/platform/connector.ts';
import { type OutsideText, textsOf } from '../../../db/incident/communication.ts';
import type { Step } from '../../../db/incident/incidents.ts';
import { type Call, type CallStanding, lastCall, standingOf } from '../../../db/platform/connectors.ts';
import type { Context } from '../../command.ts';
import { dossierOfStep, type IncidentChannelDossier, incidentChannelDossier } from '../dormant/incident-channel.ts';
import { noticeText } from '../dormant/notice-text.ts';

/** What is read before a connector's work is planned. `step` null: only look at the channel, change nothing. */
export type Wanted = {
  dossier: IncidentChannelDossier;
  step: Step | null;
  operation: string;
  connector: ConnectorName;
  reach: Availability;
  standing: CallStanding;
  last: Call | null;
  texts: OutsideText[];
  city: string;
};

const LOOK = 'snapshot';

export async function wantedStep(id: string, context: Context): Promise<Wanted | null> {
  const found = await dossierOfStep(context.tx, id, context.org);
  if (!found) return null;
  const { dossier, step } = found;
  const operation = stepRow(dossier.channel.platform, step.stage, step.step)?.operation;
  return operation === undefined ? null : wanted(dossier, step, operation, context);
}

export async function wantedLook(place: string, context: Context): Promise<Wanted | null> {
  const dossier = await incidentChannelDossier(context.tx, place, context.org);
  return dossier && wanted(dossier, null, LOOK, context);
}

async function wanted(
  dossier: IncidentChannelDossier,
  step: Step | null,
  operation: string,
  { tx, org, connectors }: Context,
): Promise<Wanted | null> {
  const connector = connectorFor(dossier.channel.platform, operation);
  const standing = await standingOf(tx, dossier.place.id);
  if (!connector || !standing) return null;
  return {
    dossier,
    step,
    operation,
    connector,
    reach: connectors.reach(connector, dossier.channel),
    standing,
    last: await lastCall(tx, dossier.place.id, step?.id ?? ''),
    texts: await textsOf(tx, dossier.file.row.id),
    city: org.organisation.city.name,
  };
}

export const connectorBlocker = ({ standing, reach }: Wanted): Blocker | null => blockerOf({ ...standing, reach });

/**
 * The call that broke off and its remaining requests, which resume with the same keys or not at all. A look starts
 * over, and so does a step in a new round.
 */
export function brokenOff({ last, step }: Wanted): { call: Call; left: PlatformRequest[] } | null {
  if (!last || !step || step.tries === 0) return null;
  const { answers = [], reason = '' } = (last.answer ?? {}) as { answers?: StoredAnswer[]; reason?: string };
  const left = remainingRequests({ ...last, answers, reason });
  return left && { call: last, left };
}

/** @returns the requests as they will be sent, or what they lack */
export const requestsOf = (wanted: Wanted): PlatformRequest[] | PlanBlocker =>
  brokenOff(wanted)?.left ?? plan(wanted.connector, wanted.operation, factsOf(wanted));

function factsOf(wanted: Wanted): Facts {
  const { dossier, reach } = wanted;
  const { place, channel, file } = dossier;
  const account = typeof reach === 'object' ? reach.account : undefined;
  return {
    url: channel.url ?? '',
    handle: channel.handle,
    incident: file.row.number,
    notice: noticeOf(wanted),
    snapshot: place.snapshot ?? {},
    ...(account === undefined ? {} : { account }),
  };
}

/**
 * The public notice: a text released for this incident, while its release holds. Otherwise, and always in the profile,
 * the channel's standing notice.
 */
function noticeOf({ dossier, operation, texts, city }: Wanted): { text: string; lang: 'de' | 'en' } {
  const coSign = needsCoSign(dossier.file.row.dataLoss);
  const released = texts.filter(
    (text) =>
      (text.kind === 'holding' || text.kind === 'update') &&
      // Leichte Sprache accompanies the standard text and never replaces it.
      text.lang !== 'leicht' &&
      (text.state === 'published' || releaseBlocker(text, coSign) === undefined),
  );
  const last = released.at(-1);
  if (operation === 'post-notice' && last) return { text: last.body, lang: last.lang === 'en' ? 'en' : 'de' };
  return { text: noticeText(dossier.channel, dossier.application, city, 'de'), lang: 'de' };
}
