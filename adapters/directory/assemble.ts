/** Creates the configured directories with their endpoints and nightly sweeps. */
import type { RequestHandler } from 'express';
import type { Source } from '../../bot/leavers/case.ts';
import type { Config } from '../../bot/operation/config.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Intake } from '../../commands/leavers/intake.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { accountsOf, cursorOf, holderAccounts, openAccounts, saveCursor } from '../../db/leavers/directory.ts';
import { type Home, type KeptHome, slackBot } from '../slack/home.ts';
import { slackCaller } from '../slack/web.ts';
import { botToken } from '../teams/token.ts';
import { graphDirectory } from './graph.ts';
import { graphDoor } from './graph-door.ts';
import { createNight, type Night } from './night.ts';
import type { Directory, Log } from './port.ts';
import { scimRouter } from './scim.ts';
import { fromUserChange, slackDirectory } from './slack.ts';

type DirectoryParts = {
  store: Store;
  config: Pick<Config, 'slack' | 'teams' | 'scimToken' | 'publicUrl' | 'localWorkspace'> &
    Partial<Pick<Config, 'graphApiUrl'>>;
  intake: Intake;
  now: () => Date;
  log: Log;
  onFault: () => void;
  /** Stores the workspace in which Slack's bot is installed. */
  slackHome: KeptHome;
  /** Base URL of the token issuer. Default: Microsoft's. */
  login?: string;
};

type Directories = {
  night: Night;
  graph?: RequestHandler;
  scim?: RequestHandler;
  /** For Slack's endpoint: true if the event was about an account. */
  onSlackEvent(body: unknown): Promise<boolean>;
  close(): Promise<void>;
};

const LOGIN = 'https://login.microsoftonline.com';
const DEADLINE_MS = 15_000;

export function assembleDirectories(parts: DirectoryParts): Directories {
  const { store, config, intake, now, log, onFault } = parts;
  const swept: Directory[] = [];
  const closing: (() => Promise<void>)[] = [];
  let renew: (() => Promise<void>) | undefined;
  let graph: RequestHandler | undefined;

  let homeOf: () => Promise<Home | undefined> = async () => undefined;
  if (config.slack) {
    const { botToken: token, apiUrl } = config.slack;
    const call = slackCaller({ botToken: token.reveal(), apiUrl });
    homeOf = slackBot(call, now, () => {}, log, parts.slackHome).home;
    swept.push(slackDirectory(call, homeOf, intake, log));
  }
  if (config.teams?.auth === 'on' && config.graphApiUrl) {
    const { appId, appPassword, tenantId } = config.teams;
    const apiUrl = config.graphApiUrl;
    const secret = appPassword.reveal();
    const directory = graphDirectory({
      apiUrl,
      // Tokens expire in real time, whatever the workspace clock shows.
      token: botToken({
        appId,
        appPassword: secret,
        tenantId,
        login: parts.login ?? LOGIN,
        scope: `${new URL(apiUrl).origin}/.default`,
        deadline: DEADLINE_MS,
        now: () => new Date(),
      }),
      intake,
      cursor: cursorAt(store, 'graph', now),
      left: cursorAt(store, 'graph-left', now),
      known: () => store.db.transaction((tx) => openAccounts(tx as Tx, 'graph')),
      chains: {
        holders: (after, most) => store.db.transaction((tx) => holderAccounts(tx as Tx, 'graph', after, most)),
        kept: cursorAt(store, 'graph-chain', now),
        today: () => berlinDay(now()),
      },
      log,
    });
    swept.push(directory);
    if (config.publicUrl) {
      const kept = cursorAt(store, 'graph-subscription', now);
      const door = graphDoor({ directory, secret, publicUrl: config.publicUrl, kept, now: () => new Date(), log });
      graph = door.router;
      renew = door.renew;
      closing.push(door.close);
    }
  }
  const scim = config.scimToken
    ? scimRouter({
        token: config.scimToken.reveal(),
        intake,
        accounts: (filter) => store.db.transaction((tx) => accountsOf(tx as Tx, 'scim', filter)),
        onFault: (err) => {
          onFault();
          log.error({ err }, 'a request of the directory service failed');
        },
      })
    : undefined;
  const real: Source[] = [...swept.map(({ source }) => source), ...(scim ? (['scim'] as const) : [])];
  // The local workspace counts as a directory only if no real one is configured.
  const inUse = real.length === 0 && config.localWorkspace ? (['local'] as const) : real;
  const night = createNight({
    ...{ store, directories: swept, inUse, intake, now, log, onFault },
    ...(renew ? { renew } : {}),
  });
  return {
    night,
    ...(graph ? { graph } : {}),
    ...(scim ? { scim } : {}),
    async onSlackEvent(body) {
      const sighting = await fromUserChange(body, homeOf);
      if (!sighting) return false;
      if (sighting !== 'foreign') await intake.see(sighting);
      return true;
    },
    async close() {
      await Promise.all(closing.map((close) => close()));
      await night.close();
    },
  };
}

export function cursorAt(store: Store, source: string, now: () => Date) {
  return {
    get: () => store.db.transaction((tx) => cursorOf(tx as Tx, source)),
    set: (value: string | null) => store.db.transaction((tx) => saveCursor(tx as Tx, source, value, now())),
  };
}
