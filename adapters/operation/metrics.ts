/**
 * Metrics for the operators' monitoring. Labels name endpoints, chats and outcomes, never a person, room or channel.
 */
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ChatName } from '../../bot/chat.ts';
import type { Reply } from '../../cards/reply.ts';
import type { OutcomeName } from '../delivery/job.ts';
import type { TickOutcome } from '../time/tick-watch.ts';

export type Metrics = {
  /** Counts and times every request by endpoint. */
  watch: RequestHandler;
  /** Counts an answered delivery. */
  delivery(chat: ChatName, reply: Reply): void;
  /** Counts an ended attempt to execute an effect. */
  effect(chat: ChatName | 'none', outcome: OutcomeName): void;
  /** Counts a minute of the clock that ended or was left out. */
  tick(outcome: TickOutcome): void;
  /** Counts an unexpected error: a bug or an outage. */
  fault(where: 'request' | 'door' | 'tick' | 'directory' | 'process'): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

const DOORS = ['/slack/events', '/api/messages', '/healthz', '/readyz', '/metrics', '/local', '/'] as const;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];

/**
 * Both functions are called whenever the metrics are read.
 * @param outboxCounts effects in the outbox by state
 * @param tickAge seconds since a minute's work was last done; null while no tick is expected
 */
export function createMetrics(
  outboxCounts: () => Promise<Record<string, number>>,
  tickAge: () => number | null = () => null,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const labelNames = ['door', 'method', 'status'] as const;
  const requests = new Histogram({
    name: 'kanalwacht_http_request_seconds',
    help: 'HTTP requests: how many, and how long until the answer was sent',
    labelNames,
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10],
    registers,
  });
  const deliveries = new Counter({
    name: 'kanalwacht_inbox_deliveries_total',
    help: 'Deliveries from chats by what they were answered with',
    labelNames: ['chat', 'outcome'] as const,
    registers,
  });
  const effects = new Counter({
    name: 'kanalwacht_effect_tries_total',
    help: 'Tries to carry out an effect by how they ended',
    labelNames: ['chat', 'outcome'] as const,
    registers,
  });
  const faults = new Counter({
    name: 'kanalwacht_faults_total',
    help: 'Bugs and outages, each counted once',
    labelNames: ['where'] as const,
    registers,
  });
  const ticks = new Counter({
    name: 'kanalwacht_ticks_total',
    help: 'Minutes of the clock by how they ended',
    labelNames: ['outcome'] as const,
    registers,
  });
  new Gauge({
    name: 'kanalwacht_tick_age_seconds',
    help: 'Seconds since the work of a minute was last done; more than 120 is too long',
    registers,
    collect() {
      const age = tickAge();
      if (age === null) this.reset();
      else this.set(age);
    },
  });
  new Gauge({
    name: 'kanalwacht_outbox_effects',
    help: 'Effects in the outbox by state',
    labelNames: ['state'] as const,
    registers,
    async collect() {
      // The other metrics matter even more while the database is down.
      const counts = await outboxCounts().catch(() => null);
      this.reset();
      for (const [state, count] of Object.entries(counts ?? {})) this.set({ state }, count);
    },
  });

  return {
    watch(request, response, next) {
      const stop = requests.startTimer();
      const { method, path } = request;
      response.once('close', () => {
        stop({ door: doorOf(path), method: METHODS.includes(method) ? method : 'other', status: response.statusCode });
      });
      next();
    },
    delivery: (chat, reply) => deliveries.inc({ chat, outcome: outcomeOf(reply) }),
    effect: (chat, outcome) => effects.inc({ chat, outcome }),
    tick: (outcome) => ticks.inc({ outcome }),
    fault: (where) => faults.inc({ where }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** Callers choose the path, so only known paths become a label. Otherwise the number of labels would be unlimited. */
function doorOf(path: string): string {
  return DOORS.find((door) => path === door || (door !== '/' && path.startsWith(`${door}/`))) ?? 'other';
}

function outcomeOf(reply: Reply): 'answered' | 'refused' | 'fault' {
  if (reply.kind !== 'notice') return 'answered';
  if (reply.again === true) return 'fault';
  return reply.tone === 'warning' ? 'refused' : 'answered';
}
