/** Assembles the app on an open database: shell, chats, outbox worker, endpoints. Nothing runs until it is started. */
import type { Express } from 'express';
import type { ChatName, Inbound } from '../bot/chat.ts';
import type { Config } from '../bot/operation/config.ts';
import { createCalendar } from '../bot/time/calendar.ts';
import type { Reply } from '../cards/reply.ts';
import { createIntake } from '../commands/leavers/intake.ts';
import { handle, opensForm } from '../commands/run.ts';
import { drawCard } from '../commands/views.ts';
import type { Store } from '../db/connect.ts';
import { outboxCounts } from '../db/delivery/outbox.ts';
import { databaseFault } from '../db/operation/health.ts';
import { loadOrganisation } from '../db/organisation/organisation.ts';
import type { Chat, Shell, TakeUp } from './chat.ts';
import { downloadDoor } from './delivery/downloads.ts';
import { createTakeUp, deliveriesOf } from './delivery/take-up.ts';
import { createWorker, type Worker, type WorkerOptions } from './delivery/worker.ts';
import { assembleDirectories, cursorAt } from './directory/assemble.ts';
import { localChat } from './local/chat.ts';
import type { MaybeClock } from './local/clock.ts';
import { completions } from './local/completions.ts';
import type { LocalDeps } from './local/deps.ts';
import { LocalFault } from './local/local-words.ts';
import { localRouter } from './local/router.ts';
import { changeNotifier, localStorage } from './local/storage.ts';
import type { Log } from './operation/log.ts';
import { createMetrics, type Metrics } from './operation/metrics.ts';
import { assemblePlatforms } from './platform/assemble.ts';
import { publicRouter } from './registry/public-channels.ts';
import { createApp, type Doors } from './server.ts';
import type { SlackDoorOptions } from './slack/app.ts';
import type { TeamsOptions } from './teams/app.ts';
import { nrwHolidays } from './time/holidays.ts';
import { createTick } from './time/tick.ts';
import { createTickWatch, type TickWatch } from './time/tick-watch.ts';

export type Parts = {
  store: Store;
  config: Pick<Config, 'slack' | 'teams' | 'localWorkspace' | 'scimToken' | 'publicUrl' | 'connectors'> &
    // If absent, Graph is not queried.
    Partial<Pick<Config, 'graphApiUrl' | 'port'>>;
  /** Applies to everything except signatures and tokens, which are checked against real time. */
  clock: MaybeClock;
  log: Log;
  /** For tests and the demo, which use their own Slack and Microsoft. */
  slack?: Pick<SlackDoorOptions, 'patience' | 'timeout'>;
  teams?: Pick<TeamsOptions, 'endpoints' | 'patience'>;
  /** For tests: platforms on this machine may be called. */
  platforms?: { loopback: boolean };
  worker?: Pick<WorkerOptions, 'leaseMs' | 'attempts' | 'pollMs' | 'backoff'>;
};

export type App = {
  shell: Shell;
  chats: ReadonlyMap<ChatName, Chat>;
  worker: Worker;
  metrics: Metrics;
  /** One minute of the clock. Never throws. Concurrent calls run one after the other. */
  tick: () => Promise<void>;
  /** Whether the tick does its work. */
  tickWatch: TickWatch;
  app: Express;
  /** Used by the local workspace's page; absent if the workspace is off. */
  local?: LocalDeps;
  /** Waits for answers in progress and stops the worker. The database stays open. */
  close(): Promise<void>;
};

/** The key in `directory_sync` for the workspace in which Slack's bot is installed. */
const SLACK_HOME = 'slack-home';
/** A database that has not responded within this time counts as down. */
const PING_MS = 2000;

export async function assemble(parts: Parts): Promise<App> {
  const { store, config, clock, log } = parts;
  const real = () => new Date();
  const calendar = createCalendar(nrwHolidays);
  const tickWatch = createTickWatch((outcome) => metrics.tick(outcome));
  const metrics = createMetrics(() => outboxCounts(store.db), tickWatch.age);
  const chats = new Map<ChatName, Chat>();
  const doors: Doors = { files: downloadDoor({ store, now: clock.now }) };
  const closing: (() => Promise<void>)[] = [];

  const shell: Shell = {
    handle: (inbound) => answer(inbound),
    opensForm,
    ...deliveriesOf(store.db, clock.now, parts.worker?.leaseMs),
  };
  const takers = new Map<ChatName, TakeUp>();
  const platforms = assemblePlatforms(config.connectors, { now: real, ...parts.platforms });
  const worker = createWorker({
    store,
    chats,
    platforms,
    draw: async (tx, ref, reader) => {
      const org = await loadOrganisation(tx);
      return org ? drawCard(tx, ref, org, reader, clock.now(), calendar) : null;
    },
    org: loadOrganisation,
    now: clock.now,
    log,
    onOutcome: metrics.effect,
    orphans: createTakeUp({ store, doors: takers, now: clock.now, log, ...parts.worker }),
    ...parts.worker,
  });
  async function answer(inbound: Inbound): Promise<Reply> {
    const reply = await handle(
      {
        store,
        chats: () => [...chats.keys()],
        now: clock.now,
        calendar,
        connectors: platforms,
        ...(parts.worker?.leaseMs ? { leaseMs: parts.worker.leaseMs } : {}),
        wake: worker.wake,
        publicUrl: config.publicUrl ?? `http://127.0.0.1:${config.port ?? 3978}`,
        onFault: ({ reference, error, key }) => {
          metrics.fault('request');
          log.error({ err: error, reference, key }, 'a request could not be answered');
        },
      },
      inbound,
    );
    metrics.delivery(inbound.who.chat, reply);
    return reply;
  }

  const time = createTick({
    store,
    chats: () => [...chats.keys()],
    calendar,
    now: clock.now,
    wake: worker.wake,
    log,
    onFault: () => metrics.fault('tick'),
  });

  const intake = createIntake({ store, chats: () => [...chats.keys()], now: clock.now, wake: worker.wake });
  const login = parts.teams?.endpoints?.login;
  // Stored, because after a restart during an outage the bot must still know which accounts are ours.
  const slackHome = cursorAt(store, SLACK_HOME, real);
  const directories = assembleDirectories({
    slackHome,
    store,
    config,
    intake,
    now: clock.now,
    log,
    onFault: () => metrics.fault('directory'),
    ...(login ? { login } : {}),
  });
  closing.push(directories.close);
  if (directories.graph) doors.graph = directories.graph;
  if (directories.scim) doors.scim = directories.scim;
  doors.public = publicRouter({ store, now: clock.now });

  // Load a chat's SDK only if it is used: Slack's takes half a second, Microsoft's a second and 60 MB.
  if (config.slack) {
    const { slackDoor } = await import('./slack/app.ts');
    const { signingSecret, botToken, apiUrl } = config.slack;
    const secrets = { signingSecret: signingSecret.reveal(), botToken: botToken.reveal() };
    const onEvent = directories.onSlackEvent;
    const door = slackDoor({
      ...secrets,
      ...(apiUrl ? { apiUrl } : {}),
      shell,
      now: real,
      log,
      onEvent,
      kept: slackHome,
      ...parts.slack,
    });
    chats.set('slack', door.chat);
    takers.set('slack', door.takeUp);
    doors.slack = door.listener;
    closing.push(() => door.close());
  }
  if (config.teams) {
    const { teamsDoor } = await import('./teams/app.ts');
    const { allowedTenants } = config.teams;
    const known =
      config.teams.auth === 'on' ? { ...config.teams, appPassword: config.teams.appPassword.reveal() } : config.teams;
    const tenants = allowedTenants.length > 0 ? allowedTenants : undefined;
    const door = teamsDoor({ ...known, allowedTenants: tenants, shell, now: real, log, ...parts.teams });
    chats.set('teams', door.chat);
    doors.teams = door.handler;
    closing.push(() => door.close());
  }
  const tick = () =>
    tickWatch.run(async () => {
      const isDone = await time();
      const isNoted = await directories.night.minute();
      return isDone && isNoted;
    });
  let local: LocalDeps | undefined;
  if (config.localWorkspace) {
    const changes = changeNotifier();
    chats.set('local', localChat({ store, now: clock.now, changed: changes.ring }));
    local = {
      ...localStorage(store, clock.now, changes, intake.mark),
      handle: shell.handle,
      commands: completions,
      clock: {
        now: clock.now,
        forward: async (to) => {
          if (!clock.forward) throw new LocalFault(403, 'clockFixed');
          const moved = clock.forward(to);
          // Run the new day's work before responding, not a minute later.
          await tick();
          worker.wake();
          changes.ring();
          return moved;
        },
      },
    };
    doors.local = localRouter(local, (err) => {
      metrics.fault('door');
      log.error({ err }, 'a request of the local workspace failed');
    });
  }

  const faults = async (): Promise<Record<string, string>> => {
    const database = await databaseFault(store, PING_MS);
    const minute = tickWatch.fault();
    return {
      ...(database ? { database } : {}),
      ...(worker.isAlive() ? {} : { worker: 'not-running' }),
      ...(minute ? { tick: minute } : {}),
    };
  };
  return {
    shell,
    chats,
    worker,
    metrics,
    tick,
    tickWatch,
    app: createApp({ doors, faults, metrics, log }),
    ...(local ? { local } : {}),
    async close() {
      await Promise.all(closing.map((close) => close()));
      await worker.stop();
    },
  };
}
