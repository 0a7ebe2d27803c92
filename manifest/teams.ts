/** The app package for Microsoft Teams: manifest and two icons in a zip. */
import { strToU8, zipSync } from 'fflate';
import { colourIcon, outlineIcon } from './icon.ts';
import { LONG, menu, NAME, SHORT } from './introduction.ts';

const VERSION = '1.25';
/** Older clients accept no more commands, and no longer hints. */
const MENU_MAX = 10;
const HINT_MAX = 128;

export type TeamsDetails = {
  /** Where Teams reaches the bot, such as `bot.example.org`. */
  host: string;
  /** Application (client) id of the bot's registration. */
  appId: string;
  /** Who is responsible for the app: shown to everybody who installs it. At most 32 characters. */
  developer: string;
  /** A page about the app, for help, privacy and terms of use. */
  website: string;
};

export function teamsManifest({ host, appId, developer, website }: TeamsDetails) {
  const scopes = ['personal', 'team', 'groupChat'];
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: VERSION,
    version: '0.1.0',
    id: appId,
    developer: { name: developer, websiteUrl: website, privacyUrl: website, termsOfUseUrl: website },
    name: { short: NAME, full: `${NAME}: Register der Kanäle in sozialen Netzwerken` },
    description: { short: SHORT, full: LONG },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0f5b66',
    localizationInfo: { defaultLanguageTag: 'de' },
    bots: [
      {
        botId: appId,
        scopes,
        supportsFiles: true,
        isNotificationOnly: false,
        commandLists: [{ scopes, commands: menu().slice(0, MENU_MAX).map(shortened) }],
      },
    ],
    defaultInstallScope: 'personal',
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [host],
  };
}

const shortened = ({ title, description }: { title: string; description: string }) => ({
  title,
  description: description.length <= HINT_MAX ? description : `${description.slice(0, HINT_MAX - 1)}…`,
});

/** The zip to upload; its three files are at the top level, as Teams requires. */
export function teamsPackage(details: TeamsDetails): Uint8Array {
  return zipSync(
    {
      'manifest.json': strToU8(`${JSON.stringify(teamsManifest(details), null, 2)}\n`),
      'color.png': colourIcon(),
      'outline.png': outlineIcon(),
    },
    // The same content gives the same file, so that comparing two packages shows whether anything changed.
    { mtime: new Date('2020-01-01T00:00:00'), level: 9 },
  );
}
