/**
 * A step by connector: first the dry run; after confirmation, exactly those requests. Also reads how a channel looks
 * now.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Effect } from '../../../bot/delivery/effect.ts';
import { connectorRow, type PlatformRequest } from '../../../bot/platform/connector.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import type { Button } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import { canonical } from '../../../db/audit.ts';
import { type Change, insert, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { receipt } from '../../participation/small-form.ts';
import { channelTitle } from '../channel-names.ts';
import { mayLook } from '../dormant/connect-button.ts';
import { atChannel } from '../dormant/incident-channel.ts';
import { type Changed, dataOf, type StepEntry, written } from '../dormant/settle.ts';
import { stepBlocker } from '../dormant/tick.ts';
import { nameIn, notNow } from '../dossier.ts';
import { dryRunCard } from './dry-run.ts';
import { brokenOff, connectorBlocker, requestsOf, type Wanted, wantedLook, wantedStep } from './request.ts';

/** Includes the channel's address: two accounts on one server have the same requests but different tokens. */
const hashOf = (requests: readonly PlatformRequest[], { dossier, connector }: Wanted): string =>
  createHash('sha256')
    .update(canonical([connector, dossier.channel.url, requests]))
    .digest('hex');

/** Why nothing can be sent now. A drill is checked first. */
function hindered(wanted: Wanted, { say }: By): Refusal | null {
  const channel = channelTitle(wanted.dossier.channel);
  const blocker = connectorBlocker(wanted);
  if (blocker) return refuse('connector-barred', { channel, why: say(`connector.bar.${blocker}`) });
  return wanted.last?.state === 'waiting' ? refuse('connector-running', { channel }) : null;
}

/** The dry run, or why there is none. */
function shown(wanted: Wanted, name: string, args: Record<string, string | number>, by: By): Outcome | Refusal {
  const no = hindered(wanted, by);
  if (no) return no;
  const requests = requestsOf(wanted);
  if (typeof requests === 'string') {
    return refuse('connector-lacks', {
      channel: channelTitle(wanted.dossier.channel),
      what: by.say(`connector.lacks.${requests}`),
    });
  }
  const send: Button = {
    label: by.say('connector.send'),
    do: name,
    args: { ...args, plan: hashOf(requests, wanted) },
    style: 'danger',
    confirm: {
      title: by.say('connector.confirm.title'),
      text: by.say('connector.confirm.text', { channel: channelTitle(wanted.dossier.channel) }),
      yes: by.say('connector.send'),
      no: by.say('connector.confirm.no'),
    },
  };
  return { answer: { card: dryRunCard(wanted, requests, send, by) } };
}

/** Stores the requests shown and wakes the outbox. Refuses if they changed since the dry run. */
function sendIt(wanted: Wanted, seen: string, by: By): Outcome | Refusal {
  const no = hindered(wanted, by);
  if (no) return no;
  const requests = requestsOf(wanted);
  if (typeof requests === 'string' || hashOf(requests, wanted) !== seen) return refuse('moved-on');
  const { dossier, step, operation, connector } = wanted;
  const again = brokenOff(wanted)?.call;
  const id = again?.id ?? newId('call');
  const change: Change = again
    ? update('platformCalls', again, { state: 'waiting', by: by.actor.person, endedAt: null })
    : insert('platformCalls', {
        id,
        incident: dossier.file.row.id,
        place: dossier.place.id,
        step: step?.id ?? '',
        connector,
        operation,
        request: requests,
        state: 'waiting',
        by: by.actor.person,
        at: by.now,
      });
  const changed: Changed[] = step ? [{ step, set: { state: 'running', problem: null, tries: step.tries + 1 } }] : [];
  const data = {
    ...(step ? dataOf(dossier, step, by) : { place: dossier.place.id, channel: channelTitle(dossier.channel) }),
    connector: connectorRow(connector).label,
    call: id,
    plan: seen,
  };
  const said: StepEntry[] = [{ kind: step ? 'connector-sent' : 'connector-looked', data }];
  const out = written(dossier, changed, said, by);
  const effect: Effect = { do: 'platform', call: id };
  return {
    answer: receipt(by.say('connector.sent', { channel: channelTitle(dossier.channel) }), by),
    ...out,
    changes: [change, ...out.changes],
    effects: [effect, ...out.effects],
  };
}

const about = (wanted: Wanted | null) => (wanted ? [wanted.dossier] : []);

const stepArgs = z.object({ step: z.string(), seen: z.coerce.number().int() });
const plan = z.string().regex(/^[0-9a-f]{64}$/);

/** Refuses while the step is running; a failed step may be retried at once. */
function barredConnect(wanted: Wanted | null, seen: number, by: By): Refusal | null {
  if (!wanted?.step) return refuse('moved-on');
  const { dossier, step } = wanted;
  // In a drill the connector's refusal comes first.
  if (dossier.file.row.drill) return hindered(wanted, by);
  const no = stepBlocker({ dossier, step }, seen, by);
  if (no) return no;
  return step.state === 'running' ? refuse('connector-running', { channel: channelTitle(dossier.channel) }) : null;
}

export const connect = command({
  name: 'incident-connect',
  authority: atChannel('work'),
  args: stepArgs,
  load: ({ step }, context) => wantedStep(step, context),
  about,
  decide: ({ step, seen }, wanted, by) =>
    barredConnect(wanted, seen, by) ?? shown(wanted!, 'incident-connect-send', { step, seen }, by),
});

export const connectSend = command({
  name: 'incident-connect-send',
  authority: atChannel('work'),
  args: stepArgs.extend({ plan }),
  load: ({ step }, context) => wantedStep(step, context),
  about,
  decide: ({ seen, plan: shownPlan }, wanted, by) => barredConnect(wanted, seen, by) ?? sendIt(wanted!, shownPlan, by),
});

/** Refuses between the first change and the restore, when there is nothing to compare with. */
function barredLook(wanted: Wanted | null, by: By): Refusal | null {
  if (!wanted) return refuse('moved-on');
  const { dossier } = wanted;
  if (dossier.file.row.drill) return hindered(wanted, by);
  const no = notNow('evidence', dossier.file, by);
  if (no || mayLook(dossier.place, dossier.steps)) return no;
  const { snapshotBy, snapshotAt } = dossier.place;
  return refuse('snapshot-kept', {
    who: nameIn(dossier.names, snapshotBy ?? '', by),
    at: snapshotAt ? sayTime(by.say.lang, snapshotAt) : '–',
  });
}

/** Reads how the channel looks now: the snapshot before any change, the state found after. */
export const look = command({
  name: 'incident-look',
  authority: atChannel('work'),
  args: z.object({ place: z.string() }),
  load: ({ place }, context) => wantedLook(place, context),
  about,
  decide: ({ place }, wanted, by) => barredLook(wanted, by) ?? shown(wanted!, 'incident-look-send', { place }, by),
});

export const lookSend = command({
  name: 'incident-look-send',
  authority: atChannel('work'),
  args: z.object({ place: z.string(), plan }),
  load: ({ place }, context) => wantedLook(place, context),
  about,
  decide: ({ plan: shownPlan }, wanted, by) => barredLook(wanted, by) ?? sendIt(wanted!, shownPlan, by),
});
