/** `config:check`: shows for every variable whether it is set and valid, without starting anything. */
import type { Lang } from '../../bot/chat.ts';
import { type Config, readConfig } from '../../bot/operation/config.ts';
import { isSecret, VARIABLE_NAMES, VARIABLES, type VariableName } from '../../bot/operation/config-variables.ts';
import { EXIT } from './exit.ts';
import { ConfigFault } from './fault.ts';
import type { Tool } from './tool.ts';

const WORDS = {
  de: {
    help: `npm run config:check

Liest die Umgebungsvariablen (auch aus .env) und nennt jede: gesetzt, Vorgabe oder nicht gesetzt. Geheimnisse werden nie
gezeigt. Gibt es Fehler, stehen alle auf einmal da, jeder mit dem Weg zum richtigen Wert.

  --lang en   English
  --help      diese Hilfe

Ende: 0 in Ordnung, 78 die Konfiguration hat Fehler.`,
    fallback: '(Vorgabe)',
    absent: 'nicht gesetzt',
    secret: 'gesetzt, geheim',
    fine: 'In Ordnung. Eingeschaltet: {chats}.',
    slack: 'Slack',
    teams: 'Teams',
    playground: 'Teams ohne Anmeldung (Agents Playground)',
    local: 'lokaler Arbeitsplatz',
  },
  en: {
    help: `npm run config:check

Reads the environment variables (also from .env) and names each: set, default or not set. Secrets are never shown.
If there are faults, all stand there at once, each with the way to the right value.

  --lang en   English
  --help      this help

Exit: 0 in order, 78 the configuration has faults.`,
    fallback: '(default)',
    absent: 'not set',
    secret: 'set, secret',
    fine: 'In order. Switched on: {chats}.',
    slack: 'Slack',
    teams: 'Teams',
    playground: 'Teams without login (Agents Playground)',
    local: 'local workspace',
  },
} as const satisfies Record<Lang, Record<string, string>>;

type Env = Record<string, string | undefined>;

export function configCheckTool({ env }: { env: Env }): Tool {
  return {
    help: { de: WORDS.de.help, en: WORDS.en.help },
    arguments: { least: 0, most: 0 },
    async run({ lang, say }) {
      for (const name of VARIABLE_NAMES) say(`  ${name.padEnd(22)} ${shownValue(name, env, lang)}`);
      const reading = readConfig(env, lang);
      if (!reading.ok) throw new ConfigFault(reading.problems);
      say(WORDS[lang].fine.replace('{chats}', chatsOf(reading.config, lang).join(', ')));
      return EXIT.ok;
    },
  };
}

function shownValue(name: VariableName, env: Env, lang: Lang): string {
  const words = WORDS[lang];
  const value = env[name]?.trim();
  if (value) return isSecret(name) ? words.secret : value;
  const variable = VARIABLES[name];
  return 'fallback' in variable ? `${variable.fallback} ${words.fallback}` : words.absent;
}

/** The names of the enabled chats. */
function chatsOf({ slack, teams, localWorkspace }: Config, lang: Lang): string[] {
  const words = WORDS[lang];
  return [
    ...(slack ? [words.slack] : []),
    ...(teams ? [teams.auth === 'on' ? words.teams : words.playground] : []),
    ...(localWorkspace ? [words.local] : []),
  ];
}
