/** The composition root: the only file that imports every room and reads the environment. Start and tools begin here. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { auditTool } from '../adapters/operation/audit.ts';
import { configCheckTool } from '../adapters/operation/config-check.ts';
import { ConfigFault } from '../adapters/operation/fault.ts';
import { importTool } from '../adapters/operation/import.ts';
import { manifestTool } from '../adapters/operation/manifest.ts';
import { organisationTool } from '../adapters/operation/organisation.ts';
import { packTool } from '../adapters/operation/pack.ts';
import { startTool } from '../adapters/operation/start.ts';
import { langOf, misused, runTool, type Tool } from '../adapters/operation/tool.ts';
import { seeToFirstOrganisation } from '../adapters/organisation/in-force.ts';
import { openPglite, openPostgres, type Store } from '../db/connect.ts';
import { commandPage } from '../manifest/command-page.ts';
import { slackManifest } from '../manifest/slack.ts';
import { teamsPackage } from '../manifest/teams.ts';
import type { Lang } from './chat.ts';
import { type Config, readConfig } from './operation/config.ts';

// Days and deadlines are reckoned in Berlin by name, so the process needs no zone of its own. In Berlin's, node-cron reads the
// hour that comes twice each autumn as the first one, and neither ticks nor rests until it is over.
process.env.TZ = 'UTC';

/** Shell variables override `.env`; an empty variable counts as unset. */
function environment(): Record<string, string | undefined> {
  const said = Object.entries(process.env).filter(([, value]) => value?.trim());
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...file, ...Object.fromEntries(said) };
}

const env = environment();

function config(lang: Lang): Config {
  const reading = readConfig(env, lang);
  if (!reading.ok) throw new ConfigFault(reading.problems);
  return reading.config;
}

const open = ({ database }: Config): Promise<Store> =>
  database.kind === 'pglite' ? openPglite(database.dir) : openPostgres(database.url.reveal());

const openStore = async (lang: Lang): Promise<Store> => open(config(lang));
const now = () => new Date();

const demoFile = fileURLToPath(new URL('../demo/organisation.yaml', import.meta.url));
const start = startTool({
  config,
  open,
  demoFile,
  signals: process,
  writeLog: (line) => process.stderr.write(line),
  exit: (code) => process.exit(code),
});

const TOOLS: Record<string, Tool> = {
  import: importTool({
    openStore,
    now,
    organisation: (lang, store) => seeToFirstOrganisation(lang, config(lang), store, demoFile),
  }),
  organisation: organisationTool({ openStore, now }),
  'audit:verify': auditTool({ openStore }),
  pack: packTool({ openStore, now }),
  manifest: manifestTool({ makers: { slack: slackManifest, teams: teamsPackage, commands: commandPage }, env }),
  'config:check': configCheckTool({ env }),
};

const output = {
  say: (line: string) => void process.stdout.write(`${line}\n`),
  complain: (line: string) => void process.stderr.write(`${line}\n`),
  // Clear the rest of the line: the earlier text may have been longer.
  ...(process.stdout.isTTY ? { rewrite: (text: string) => void process.stdout.write(`\r${text}\u001b[K`) } : {}),
};
const [name = '', ...rest] = process.argv.slice(2);
const isStart = name === '' || name.startsWith('-');
const tool = isStart ? start : TOOLS[name];
const argv = isStart ? process.argv.slice(2) : rest;
process.exit(await (tool ? runTool(tool, argv, output) : misused(start, langOf(argv), output)));
