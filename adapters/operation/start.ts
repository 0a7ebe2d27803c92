/**
 * `npm start`: opens the database, makes sure that an organisation is in force, opens the endpoints, and reports what
 * is enabled.
 */
import type { Lang } from '../../bot/chat.ts';
import type { Config } from '../../bot/operation/config.ts';
import type { Store } from '../../db/connect.ts';
import { type App, assemble } from '../assemble.ts';
import { clockFor } from '../local/clock.ts';
import { seeToOrganisation } from '../organisation/in-force.ts';
import { type Listening, listen } from '../server.ts';
import { startTicking } from '../time/tick.ts';
import { EXIT } from './exit.ts';
import { createLog, type Log, secretsOf } from './log.ts';
import { outlive, type Signals, stopOnSignals } from './stop.ts';
import type { Call, Tool } from './tool.ts';
import { fill } from './words/fill.ts';
import { WORDS } from './words/start.ts';

type Deps = {
  config: (lang: Lang) => Config;
  open: (config: Config) => Promise<Store>;
  /** The organisation in force until the operator provides one. */
  demoFile: string;
  signals: Signals;
  writeLog: (line: string) => void;
  exit: (code: number) => void;
};

export function startTool(deps: Deps): Tool {
  return {
    help: { de: WORDS.de.help, en: WORDS.en.help },
    arguments: { least: 0, most: 0 },
    async run(call) {
      const config = deps.config(call.lang);
      const log = createLog(config.logLevel, secretsOf(config), deps.writeLog);
      const store = await deps.open(config);
      let app: App | undefined;
      let listening: Listening;
      let organisation: string;
      try {
        organisation = await seeToOrganisation(call.lang, config, store, deps.demoFile);
        app = await assemble({ store, config, clock: clockFor(config), log });
        listening = await listen(app.app, config.host, config.port);
      } catch (error) {
        await app?.close();
        await store.close();
        throw error;
      }
      const ended = run(deps, { store, app, listening, log });
      for (const line of greeting(call, config, listening.url, organisation)) call.say(line);
      log.info({ url: listening.url, chats: [...app.chats.keys()], database: store.kind }, 'ready');
      await ended;
      call.say(WORDS[call.lang].stopped);
      return EXIT.ok;
    },
  };
}

type Running = { store: Store; app: App; listening: Listening; log: Log };

/** Runs until a signal arrives. @returns resolves after an orderly shutdown; otherwise the process exits by itself */
function run({ signals, exit }: Deps, { store, app, listening, log }: Running): Promise<void> {
  app.worker.start();
  const stopTicking = startTicking(app.tick, app.tickWatch);
  const stop = async () => {
    await listening.close();
    await stopTicking();
    await app.close();
    await store.close();
  };
  return new Promise((resolve) => {
    const end = (code: number) => (code === EXIT.ok ? resolve() : exit(code));
    stopOnSignals({ signals, stop, exit: end, log });
    outlive({ signals, stop, exit, log, onFault: () => app.metrics.fault('process') });
  });
}

/** What is enabled, what is not, and how to enable it. */
function greeting({ lang }: Call, config: Config, url: string, organisation: string): string[] {
  const words = WORDS[lang];
  const { slack, teams, localWorkspace, database, publicUrl } = config;
  const outside = { url: publicUrl ?? url };
  const teamsLine = teams?.auth === 'off' ? words.teamsOpen : teams ? words.teamsOn : words.teamsOff;
  return [
    fill(words.ready, { url }),
    ...[
      database.kind === 'pglite' ? fill(words.pglite, { dir: database.dir }) : words.postgres,
      organisation,
      localWorkspace ? fill(words.localOn, { url }) : words.localOff,
      slack ? fill(words.slackOn, outside) : words.slackOff,
      fill(teamsLine, teams?.auth === 'off' ? { url } : outside),
    ].map((line) => `  ${line}`),
    words.howToStop,
  ];
}
