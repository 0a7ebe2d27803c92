/** `manifest --host HOST`: writes the Slack manifest, the Teams app package and the list of all commands. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lang } from '../../bot/chat.ts';
import { EXIT } from './exit.ts';
import { misused, type Tool } from './tool.ts';
import { fill } from './words/fill.ts';

type Details = { host: string; appId: string; developer: string; website: string };
/** Builders of the three files, passed in from manifest/. */
type Makers = { slack: (host: string) => object; teams: (details: Details) => Uint8Array; commands: () => string };

const WORDS = {
  de: {
    help: `npm run manifest -- --host bot.example.org [--app-id GUID] [--developer NAME] [--website URL] [--out ORDNER]

Schreibt, was Slack und Teams über die App wissen müssen, aus der Tabelle der Befehle:
  slack.json              api.slack.com/apps → Create New App → From a manifest
  kanalwacht-teams.zip    Teams Admin Center → Teams-Apps → Apps verwalten → Neue App hochladen
  commands.md             alle Befehle und wer sie nutzen darf, auf Englisch

  --host HOST       unter welchem Namen Slack und Teams den Bot erreichen (sonst aus PUBLIC_URL)
  --app-id GUID     App-ID der Bot-Registrierung (sonst TEAMS_APP_ID)
  --developer NAME  wer die App verantwortet, höchstens 32 Zeichen (sonst „Stadtverwaltung“)
  --website URL     Seite zu Hilfe, Datenschutz und Nutzung (sonst https://HOST)
  --out ORDNER      wohin (sonst dist/manifest)
  --lang en         English
  --help            diese Hilfe

Ende: 0 geschrieben, 64 falsch aufgerufen.`,
    wrote: 'Geschrieben: {path}',
    noAppId:
      'Hinweis: ohne --app-id und TEAMS_APP_ID trägt das Teams-Paket die Platzhalter-ID {id}. Teams nimmt es so nicht an.',
    developer: 'Stadtverwaltung',
  },
  en: {
    help: `npm run manifest -- --host bot.example.org [--app-id GUID] [--developer NAME] [--website URL] [--out DIR]

Writes what Slack and Teams need to know about the app, from the table of commands:
  slack.json              api.slack.com/apps → Create New App → From a manifest
  kanalwacht-teams.zip    Teams admin center → Teams apps → Manage apps → Upload new app
  commands.md             all commands and who may use them

  --host HOST       the name at which Slack and Teams reach the bot (else from PUBLIC_URL)
  --app-id GUID     app id of the bot's registration (else TEAMS_APP_ID)
  --developer NAME  who answers for the app, at most 32 signs (else “Stadtverwaltung”)
  --website URL     page for help, privacy and terms (else https://HOST)
  --out DIR         where to (else dist/manifest)
  --lang en         English
  --help            this help

Exit: 0 written, 64 called wrongly.`,
    wrote: 'Written: {path}',
    noAppId:
      'Note: without --app-id and TEAMS_APP_ID the Teams package carries the placeholder {id}. Teams will not take it like that.',
    developer: 'Stadtverwaltung',
  },
} as const satisfies Record<Lang, Record<string, string>>;

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_ID = '00000000-0000-0000-0000-000000000000';
const DEVELOPER_MAX = 32;

type Deps = { makers: Makers; env: Record<string, string | undefined> };

export function manifestTool({ makers, env }: Deps): Tool {
  const tool: Tool = {
    help: { de: WORDS.de.help, en: WORDS.en.help },
    options: {
      host: { type: 'string' },
      'app-id': { type: 'string' },
      developer: { type: 'string' },
      website: { type: 'string' },
      out: { type: 'string' },
    },
    arguments: { least: 0, most: 0 },
    async run(call) {
      const words = WORDS[call.lang];
      const details = detailsFrom(call.options as Record<string, string | undefined>, env, words.developer);
      if (!details) return misused(tool, call.lang, call);
      const out = typeof call.options.out === 'string' ? call.options.out : join('dist', 'manifest');
      const files = {
        'slack.json': `${JSON.stringify(makers.slack(details.host), null, 2)}\n`,
        'kanalwacht-teams.zip': makers.teams(details),
        'commands.md': makers.commands(),
      };
      mkdirSync(out, { recursive: true });
      for (const [name, content] of Object.entries(files)) {
        writeFileSync(join(out, name), content);
        call.say(fill(words.wrote, { path: join(out, name) }));
      }
      if (details.appId === NO_ID) call.say(fill(words.noAppId, { id: NO_ID }));
      return EXIT.ok;
    },
  };
  return tool;
}

/** @returns null if something is missing or not allowed in a manifest */
function detailsFrom(given: Record<string, string | undefined>, env: Deps['env'], nobody: string): Details | null {
  const host = given.host ?? hostOf(env.PUBLIC_URL);
  const appId = given['app-id'] ?? (env.TEAMS_APP_ID?.trim() || NO_ID);
  const developer = given.developer ?? nobody;
  const website = given.website ?? `https://${host}`;
  const isFit =
    host !== undefined &&
    HOST.test(host) &&
    GUID.test(appId) &&
    developer.length <= DEVELOPER_MAX &&
    URL.canParse(website) &&
    new URL(website).protocol === 'https:';
  return isFit ? { host, appId, developer, website } : null;
}

const hostOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined;
