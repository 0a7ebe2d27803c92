/**
 * What can be wrong with the environment, as sentences that say what to do. `{value}` is filled in unless it is secret.
 */
import type { Lang } from '../chat.ts';

export const CONFIG_FAULTS = {
  port: {
    de: 'muss eine Zahl von 0 bis 65535 sein, nicht „{value}“.',
    en: 'must be a number from 0 to 65535, not “{value}”.',
  },
  host: {
    de: 'muss eine IP-Adresse oder ein Rechnername ohne Port sein, nicht „{value}“.',
    en: 'must be an IP address or a host name without a port, not “{value}”.',
  },
  url: {
    de: 'muss eine Adresse mit https:// sein (http:// nur für diesen Rechner), nicht „{value}“.',
    en: 'must be an address with https:// (http:// for this machine only), not “{value}”.',
  },
  switch: { de: 'muss „on“ oder „off“ sein, nicht „{value}“.', en: 'must be “on” or “off”, not “{value}”.' },
  'database-url': {
    de: 'muss mit postgres:// oder postgresql:// beginnen und einen Host nennen.',
    en: 'must begin with postgres:// or postgresql:// and name a host.',
  },
  'signing-secret': {
    de: 'ist kein Signing Secret: es besteht aus 32 Zeichen 0–9 und a–f.',
    en: 'is no signing secret: it has 32 characters 0–9 and a–f.',
  },
  'bot-token': {
    de: 'ist kein Bot-Token: es beginnt mit xoxb- (xoxp- und xapp- sind andere).',
    en: 'is no bot token: it begins with xoxb- (xoxp- and xapp- are others).',
  },
  guid: {
    de: 'muss aussehen wie 00000000-0000-0000-0000-000000000000, nicht wie „{value}“.',
    en: 'must look like 00000000-0000-0000-0000-000000000000, not like “{value}”.',
  },
  'password-is-id': {
    de: 'ist die ID des Clientschlüssels; gebraucht wird sein Wert, der nur einmal nach dem Anlegen zu sehen ist.',
    en: 'is the ID of the client secret; its value is needed, which can be seen only once, right after it was made.',
  },
  'log-level': { de: 'kennt „{value}“ nicht.', en: 'does not know “{value}”.' },
  'scim-token': {
    de: 'ist zu kurz: mindestens 32 Zeichen ohne Leerzeichen.',
    en: 'is too short: at least 32 characters without spaces.',
  },
  connectors: {
    de: 'nennt in „{value}“ etwas, das keine Anbindung ist: es gibt mastodon, mastodon-admin, wordpress und facebook.',
    en: 'names something in “{value}” that is no connector: there are mastodon, mastodon-admin, wordpress and facebook.',
  },
  'connector-tokens': {
    de: 'ist kein JSON-Objekt, das jeder Kanaladresse einen Token zuordnet (druckbare Zeichen, ohne Leerzeichen am Rand).',
    en: 'is no JSON object that gives each channel address a token (printable characters, no blanks at the ends).',
  },
  'tokens-missing': {
    de: 'fehlt: die Anbindungen in CONNECTORS brauchen Tokens.',
    en: 'is missing: the connectors in CONNECTORS need tokens.',
  },
  'slack-incomplete': {
    de: 'fehlt: Slack braucht SLACK_SIGNING_SECRET und SLACK_BOT_TOKEN.',
    en: 'is missing: Slack needs SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN.',
  },
  'teams-incomplete': {
    de: 'fehlt: Teams braucht TEAMS_APP_ID, TEAMS_APP_PASSWORD und TEAMS_TENANT_ID.',
    en: 'is missing: Teams needs TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.',
  },
  'auth-off-open': {
    de: 'darf nur „off“ sein, wenn HOST dieser Rechner ist (127.0.0.1, ::1, localhost): sonst nähme der Bot Anfragen von allen an.',
    en: 'may be “off” only when HOST is this machine (127.0.0.1, ::1, localhost): the bot would take requests from anybody.',
  },
  'workspace-open': {
    de: 'darf nur „on“ sein, wenn HOST dieser Rechner ist (127.0.0.1, ::1, localhost): der lokale Arbeitsplatz kennt keine Anmeldung.',
    en: 'may be “on” only when HOST is this machine (127.0.0.1, ::1, localhost): the local workspace has no login.',
  },
  'no-chat': {
    de: 'lässt keinen Chat übrig: schalten Sie Slack oder Teams ein, oder nehmen Sie HOST=127.0.0.1 für den lokalen Arbeitsplatz.',
    en: 'leaves no chat: switch on Slack or Teams, or use HOST=127.0.0.1 for the local workspace.',
  },
} as const satisfies Record<string, Record<Lang, string>>;

export type ConfigFault = keyof typeof CONFIG_FAULTS;
