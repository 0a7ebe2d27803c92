/** What the operator reads when the bot starts. */
import type { Lang } from '../../../bot/chat.ts';

const de = {
  help: `npm start [-- --lang en]

Startet Kanalwacht. Ohne jede Einstellung: eingebettete Datenbank in ./data, Beispielstadt und lokaler Arbeitsplatz unter
http://127.0.0.1:3978. Eingestellt wird über Umgebungsvariablen oder eine Datei .env (Vorlage: .env.example).

Werkzeuge, jedes mit --help:
  npm run config:check                     prüft die Einstellungen
  npm run organisation -- check DATEI      prüft die Organisationsdatei
  npm run organisation -- apply DATEI      setzt sie in Kraft
  npm run import -- DATEI.csv              liest eine Kanalliste ein
  npm run manifest -- --host HOST          schreibt die Manifeste für Slack und Teams
  npm run audit:verify                     rechnet die Prüfkette des Protokolls nach
  npm run pack -- DATEI.html               schreibt die Notfallmappe zum Ausdrucken

Ende: 0 ordentlich beendet, 69 Port oder Datenbank nicht zu haben, 75 Datenordner in Benutzung, 78 Konfiguration fehlerhaft.`,
  ready: 'Kanalwacht ist bereit: {url}',
  pglite:
    'Datenbank: eingebettet in {dir}. Für Vorführung und Pilot; für den Betrieb DATABASE_URL auf ein Postgres setzen.',
  postgres: 'Datenbank: Postgres.',
  demoApplied:
    'Organisation: die Beispielstadt ({city}) gilt jetzt. Die eigene: ORGANISATION_FILE setzen oder npm run organisation.',
  fileApplied: 'Organisation: {file} ({city}) gilt jetzt.',
  inForce: 'Organisation: {city}, wie in Kraft gesetzt.',
  fileDiffers:
    'Organisation: {city}. {file} sagt inzwischen etwas anderes; in Kraft setzen: npm run organisation -- apply {file}',
  fileFaulty: '{file} hat Fehler. Prüfen: npm run organisation -- check {file}',
  localOn: 'Lokaler Arbeitsplatz: an, {url}/ im Browser öffnen.',
  localOff: 'Lokaler Arbeitsplatz: aus. Einschalten: LOCAL_WORKSPACE=on, nur mit HOST=127.0.0.1.',
  slackOn: 'Slack: an. Anfragen an {url}/slack/events.',
  slackOff:
    'Slack: aus. Einschalten: SLACK_SIGNING_SECRET und SLACK_BOT_TOKEN setzen; App anlegen: npm run manifest -- --host HOST',
  teamsOn: 'Teams: an. Anfragen an {url}/api/messages.',
  teamsOpen: 'Teams: an, ohne Anmeldung, für Microsofts Agents Playground: {url}/api/messages',
  teamsOff:
    'Teams: aus. Einschalten: TEAMS_APP_ID, TEAMS_APP_PASSWORD und TEAMS_TENANT_ID setzen; App-Paket: npm run manifest -- --host HOST',
  howToStop: 'Beenden mit Strg+C.',
  stopped: 'Kanalwacht ist beendet.',
} as const;

type StartWords = { readonly [K in keyof typeof de]: string };

const en = {
  help: `npm start [-- --lang en]

Starts Kanalwacht. With nothing configured: an embedded database in ./data, the demo city and the local workspace at
http://127.0.0.1:3978. Configured by environment variables or a file .env (model: .env.example).

Tools, each with --help:
  npm run config:check                     checks the settings
  npm run organisation -- check FILE       checks the organisation file
  npm run organisation -- apply FILE       puts it in force
  npm run import -- FILE.csv               reads a list of channels
  npm run manifest -- --host HOST          writes the manifests for Slack and Teams
  npm run audit:verify                     recalculates the audit's hash chain
  npm run pack -- FILE.html                writes the emergency pack to be printed

Exit: 0 ended in order, 69 port or database not to be had, 75 data directory in use, 78 configuration has faults.`,
  ready: 'Kanalwacht is ready: {url}',
  pglite: 'Database: embedded in {dir}. For demonstration and pilot; set DATABASE_URL to a Postgres for production.',
  postgres: 'Database: Postgres.',
  demoApplied:
    'Organisation: the demo city ({city}) is in force now. Your own: set ORGANISATION_FILE or npm run organisation.',
  fileApplied: 'Organisation: {file} ({city}) is in force now.',
  inForce: 'Organisation: {city}, as put in force.',
  fileDiffers:
    'Organisation: {city}. {file} says something else by now; put it in force: npm run organisation -- apply {file}',
  fileFaulty: '{file} has faults. Check: npm run organisation -- check {file}',
  localOn: 'Local workspace: on, open {url}/ in a browser.',
  localOff: 'Local workspace: off. Switch on: LOCAL_WORKSPACE=on, only with HOST=127.0.0.1.',
  slackOn: 'Slack: on. Requests to {url}/slack/events.',
  slackOff:
    'Slack: off. Switch on: set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN; make the app: npm run manifest -- --host HOST',
  teamsOn: 'Teams: on. Requests to {url}/api/messages.',
  teamsOpen: 'Teams: on, without login, for Microsoft’s Agents Playground: {url}/api/messages',
  teamsOff:
    'Teams: off. Switch on: set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID; app package: npm run manifest -- --host HOST',
  howToStop: 'Stop with Ctrl+C.',
  stopped: 'Kanalwacht has ended.',
} as const satisfies StartWords;

export const WORDS = { de, en } as const satisfies Record<Lang, StartWords>;
