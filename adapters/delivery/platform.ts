/** A connector's call: sends the stored requests in the order shown to people, and records the outcome. */
import { createHash } from 'node:crypto';
import type { Effect } from '../../bot/delivery/effect.ts';
import {
  blockerOf,
  connectorRow,
  filled,
  isConnector,
  type StoredAnswer,
  storedAnswer,
} from '../../bot/platform/connector.ts';
import { calledBack, type Ended } from '../../commands/incident/connector/ended.ts';
import { canonical } from '../../db/audit.ts';
import { applyChanges } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { again, enqueue, finish, type OutboxRow } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import { type Call, callById, isAwaited, standingOf } from '../../db/platform/connectors.ts';
import type { Answer, Platforms } from '../platform/port.ts';
import { type AttemptEntry, routingContext } from './attempt-entry.ts';
import type { End, Job } from './job.ts';

type Called = Extract<End, { end: 'called' }>;
type PlatformEffect = Extract<Effect, { do: 'platform' }>;

/** Attempts before a person decides. Somebody in an incident is waiting. */
const TRIES = 4;
/** Milliseconds per request. After a timeout the next request is not sent. */
const REQUEST_MS = 15_000;
const LEAST_MS = 1000;

const NOBODY: Platforms = {
  reach: () => 'off',
  send: () => Promise.resolve({ outcome: 'failed', reason: 'off' }),
};

/** One attempt. Writes nothing. */
export async function callPlatform(
  job: Job & { read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>; left: () => number },
  row: OutboxRow,
  effect: PlatformEffect,
): Promise<End> {
  const { platforms = NOBODY } = job;
  const call = await job.read((tx) => callById(tx, effect.call));
  if (!call || !isConnector(call.connector)) return { end: 'gone' };
  if (call.state !== 'waiting') return { end: 'done' };
  const name = call.connector;
  // A snapshot needs all response bodies, so it starts over. Any other call resumes where it stopped.
  const answers: StoredAnswer[] = isLook(call) ? [] : [...doneOf(call)];
  const bodies: unknown[] = [...answers];
  const ended = (result: Called['result'], reason: string, after?: number): Called => ({
    end: 'called',
    result,
    reason,
    answers,
    ...(after === undefined ? {} : { after }),
  });
  // Claimed more often than allowed: the process died in each attempt.
  if (row.attempts > TRIES) return ended('unknown', 'crash');
  for (let index = answers.length; index < call.request.length; index++) {
    const request = call.request[index]!;
    // The process died, and nobody knows whether the request was sent.
    if (row.doubt === 'crash' && request.once === 'never') return ended('unknown', 'crash');
    const { standing, awaited } = await job.read(async (tx) => ({
      standing: await standingOf(tx, call.place),
      awaited: await isAwaited(tx, call),
    }));
    if (!standing) return ended('refused', 'removed');
    const { channel } = standing.file;
    const blocker = blockerOf({ ...standing, awaited, reach: platforms.reach(name, channel) });
    if (blocker) return ended('refused', blocker);
    const whole = filled(request, answers);
    if (!whole) return ended('failed', 'no-id');
    const timeout = Math.min(REQUEST_MS, job.left());
    if (timeout < LEAST_MS) return ended('later', 'no-time-left', 0);
    const answer: Answer = await platforms.send(name, whole, channel, { timeout, key: `${call.id}.${index}` });
    if (answer.outcome !== 'done')
      return ended(answer.outcome, answer.reason, 'after' in answer ? answer.after : undefined);
    answers.push(storedAnswer(answer.body));
    bodies.push(answer.body);
  }
  const picture = isLook(call) ? connectorRow(name).picture?.(bodies) : undefined;
  return { ...ended('done', ''), ...(picture ? { picture } : {}) };
}

const isLook = ({ operation }: Call): boolean => operation === 'snapshot';
const doneOf = ({ answer }: Call): readonly StoredAnswer[] => answer?.answers ?? [];

/**
 * Records how an attempt ended: schedules another, or ends the call with its step, a timeline entry and redrawn cards.
 */
export async function keepCall(entry: AttemptEntry, end: Called): Promise<void> {
  const { tx, job, row, audit } = entry;
  if (row.effect.do !== 'platform') return;
  const call = await callById(tx, row.effect.call);
  if (!call) return void (await finish(tx, row, 'dead', job.now(), 'gone'));
  const { result, reason } = end;
  if (mayRepeat(call, end) && row.attempts < TRIES) {
    const due = new Date(job.clock().getTime() + (end.after ?? job.backoff(row.attempts)));
    const doubt = result === 'unknown' ? { doubt: 'unknown' as const } : {};
    if (!(await again(tx, row, due, reason, doubt))) return;
    await applyChanges(tx, [progress(call, end)]);
    return;
  }
  if (!(await finish(tx, row, 'sent', job.now(), reason))) return;
  const hash = createHash('sha256').update(canonical(end.answers)).digest('hex');
  const told: Ended = {
    call,
    state: result === 'later' ? 'failed' : result,
    reason,
    answers: end.answers,
    hash,
    ...(end.picture ? { picture: end.picture } : {}),
  };
  const routing = await routingContext(entry);
  if (!routing) return;
  const out = await calledBack(tx, told, routing.org, job.now());
  await applyChanges(tx, out.changes);
  const cause = `outbox:${row.id}`;
  audit.push(...out.audit.map((one) => ({ at: job.now(), actor: 'system', ...one, data: one.data ?? {}, cause })));
  await enqueue(tx, await route(tx, out.effects, routing.org, routing.chats, routing.now), job.clock());
}

/** True if the request certainly had no effect, or is safe to repeat. */
function mayRepeat(call: Call, { result, answers }: Called): boolean {
  if (result === 'later') return true;
  const next = call.request[answers.length];
  return result === 'unknown' && next !== undefined && next.once !== 'never';
}

const progress = (call: Call, { answers, reason }: Called) =>
  ({
    update: 'platformCalls',
    id: call.id,
    seen: call.version,
    set: { answer: { answers, reason } },
  }) as const;
