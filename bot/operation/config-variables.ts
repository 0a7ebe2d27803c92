/** Every environment variable there is: what it is for, and where its value comes from, in the operators' words. */
import type { Lang } from '../chat.ts';

type Variable = {
  /** Used when the variable is absent or empty. */
  fallback?: string;
  /** Never shown, not even in a fault. */
  secret?: true;
  /** Where to get or choose the value: the way through the vendor's pages. */
  where: Record<Lang, string>;
};

const SLACK_APP = 'https://api.slack.com/apps';
const AZURE = 'https://portal.azure.com';

export const VARIABLES = {
  PORT: {
    fallback: '3978',
    where: {
      de: 'Ein freier Port dieses Rechners; ohne Angabe 3978. 0 nimmt irgendeinen freien.',
      en: 'A free port of this machine; 3978 when absent. 0 takes any free one.',
    },
  },
  HOST: {
    fallback: '127.0.0.1',
    where: {
      de: 'Die Adresse, auf der gelauscht wird: 127.0.0.1 nur für diesen Rechner (auch hinter einem Proxy darauf), 0.0.0.0 für alle.',
      en: 'The address to listen on: 127.0.0.1 for this machine only (also behind a proxy on it), 0.0.0.0 for everybody.',
    },
  },
  PUBLIC_URL: {
    where: {
      de: 'Die https-Adresse, unter der Slack und Teams diesen Server erreichen, z. B. https://bot.example.org: fragen Sie, wer den Proxy betreut.',
      en: 'The https address at which Slack and Teams reach this server, e.g. https://bot.example.org: ask whoever runs the proxy.',
    },
  },
  LOCAL_WORKSPACE: {
    where: {
      de: '„on“ oder „off“. Ohne Angabe: an, solange kein echter Chat eingeschaltet und HOST nur dieser Rechner ist.',
      en: '“on” or “off”. When absent: on as long as no real chat is switched on and HOST is this machine only.',
    },
  },
  DATABASE_URL: {
    secret: true,
    where: {
      de: 'postgres://benutzer:passwort@host:5432/datenbank, von Ihrer Datenbankadministration. Ohne Angabe: eingebettete Datenbank in DATA_DIR.',
      en: 'postgres://user:password@host:5432/database, from your database administrators. When absent: an embedded database in DATA_DIR.',
    },
  },
  DATA_DIR: {
    fallback: './data',
    where: {
      de: 'Ein Ordner auf einer lokalen Platte, in den dieser Benutzer schreiben darf; ohne Angabe ./data.',
      en: 'A folder on a local disk that this user may write to; ./data when absent.',
    },
  },
  ORGANISATION_FILE: {
    where: {
      de: 'Ihre organisation.yaml (Vorlage: demo/organisation.yaml, Prüfung: npm run organisation -- check DATEI). Ohne Angabe: die Beispielstadt.',
      en: 'Your organisation.yaml (model: demo/organisation.yaml, check: npm run organisation -- check FILE). When absent: the demo city.',
    },
  },
  SLACK_SIGNING_SECRET: {
    secret: true,
    where: {
      de: `${SLACK_APP} → Ihre App → Basic Information → App Credentials → Signing Secret → Show.`,
      en: `${SLACK_APP} → your app → Basic Information → App Credentials → Signing Secret → Show.`,
    },
  },
  SLACK_BOT_TOKEN: {
    secret: true,
    where: {
      de: `${SLACK_APP} → Ihre App → OAuth & Permissions → Bot User OAuth Token (nach „Install to Workspace“).`,
      en: `${SLACK_APP} → your app → OAuth & Permissions → Bot User OAuth Token (after “Install to Workspace”).`,
    },
  },
  SLACK_API_URL: {
    where: {
      de: 'Nur für Tests und Proxys: die Adresse, die für https://slack.com/api/ steht.',
      en: 'For tests and proxies only: the address that stands for https://slack.com/api/.',
    },
  },
  TEAMS_APP_ID: {
    where: {
      de: `${AZURE} → Azure Bot → Ihr Bot → Konfiguration → Microsoft App ID.`,
      en: `${AZURE} → Azure Bot → your bot → Configuration → Microsoft App ID.`,
    },
  },
  TEAMS_APP_PASSWORD: {
    secret: true,
    where: {
      de: `${AZURE} → Microsoft Entra ID → App-Registrierungen → Ihre App → Zertifikate & Geheimnisse → Neuer geheimer Clientschlüssel → Spalte „Wert“.`,
      en: `${AZURE} → Microsoft Entra ID → App registrations → your app → Certificates & secrets → New client secret → column “Value”.`,
    },
  },
  TEAMS_TENANT_ID: {
    where: {
      de: `${AZURE} → Microsoft Entra ID → Übersicht → Mandanten-ID.`,
      en: `${AZURE} → Microsoft Entra ID → Overview → Tenant ID.`,
    },
  },
  TEAMS_ALLOWED_TENANTS: {
    where: {
      de: 'Mandanten-IDs, durch Komma getrennt, deren Leute mit dem Bot sprechen dürfen; ohne Angabe nur TEAMS_TENANT_ID. Welcher Mandant für welche Maildomäne bürgt, steht in der Organisationsdatei (city.tenants).',
      en: 'Tenant IDs, separated by commas, whose people may talk to the bot; only TEAMS_TENANT_ID when absent. Which tenant vouches for which mail domain stands in the organisation file (city.tenants).',
    },
  },
  TEAMS_AUTH: {
    fallback: 'on',
    where: {
      de: '„off“ nur zum Ausprobieren mit Microsofts Agents Playground und nur auf diesem Rechner (HOST=127.0.0.1).',
      en: '“off” only to try things out with Microsoft’s Agents Playground, and only on this machine (HOST=127.0.0.1).',
    },
  },
  GRAPH_API_URL: {
    fallback: 'https://graph.microsoft.com/v1.0',
    where: {
      de: 'Nur für Tests und andere Clouds: die Adresse, die für https://graph.microsoft.com/v1.0 steht.',
      en: 'For tests and other clouds only: the address that stands for https://graph.microsoft.com/v1.0.',
    },
  },
  SCIM_TOKEN: {
    secret: true,
    where: {
      de: 'Selbst erzeugen (openssl rand -hex 32) und im Verzeichnisdienst als Bearer-Token eintragen.',
      en: 'Make one yourself (openssl rand -hex 32) and enter it in the directory service as bearer token.',
    },
  },
  CONNECTORS: {
    where: {
      de: 'Welche Anbindungen der Bot überhaupt benutzen darf, durch Komma getrennt: mastodon, mastodon-admin, wordpress, facebook. Ohne Angabe: keine.',
      en: 'Which connectors the bot may use at all, separated by commas: mastodon, mastodon-admin, wordpress, facebook. When absent: none.',
    },
  },
  CONNECTOR_TOKENS: {
    secret: true,
    where: {
      de: 'JSON-Objekt in einer Zeile, Adresse des Kanals → Token: Mastodon {"https://social.example/@stadt":"Token"} (Einstellungen → Entwicklung → Neue Anwendung), Verwaltung des eigenen Servers mit "…#admin"; WordPress "benutzer:Anwendungspasswort" (Benutzer → Profil); Facebook "Seiten-ID:Seiten-Token".',
      en: 'A JSON object in one line, address of the channel → token: Mastodon {"https://social.example/@city":"token"} (Preferences → Development → New application), administration of our own server with "…#admin"; WordPress "user:application password" (Users → Profile); Facebook "page id:page token".',
    },
  },
  LOG_LEVEL: {
    fallback: 'info',
    where: {
      de: 'Eines von fatal, error, warn, info, debug, trace, silent.',
      en: 'One of fatal, error, warn, info, debug, trace, silent.',
    },
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];
export const isSecret = (name: VariableName): boolean => 'secret' in VARIABLES[name];
