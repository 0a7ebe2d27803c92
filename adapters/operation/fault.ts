/** Tells the operator what keeps a tool or the bot from starting, and how to fix it. */
import type { Lang } from '../../bot/chat.ts';
import type { Problem } from '../../bot/operation/config.ts';
import { DirectoryInUse } from '../../db/connect.ts';
import { ListenFault } from '../server.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { serializeError } from './log.ts';

/** The environment has errors. They are already in the tool's language. */
export class ConfigFault extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join(' '));
    this.name = 'ConfigFault';
    this.problems = problems;
  }
}

/** An error that the operator can fix, already in words. */
export class ToolFault extends Error {
  readonly lines: readonly string[];
  readonly exit: ExitCode;
  constructor(lines: readonly string[], exit: ExitCode) {
    super(lines.join('\n'));
    this.name = 'ToolFault';
    this.lines = lines;
    this.exit = exit;
  }
}

const WORDS = {
  de: {
    config: 'Die Konfiguration hat Fehler. Nichts wurde gestartet.',
    inUse:
      'Der Datenordner wird gerade vom Prozess {pid} benutzt, vermutlich vom laufenden Bot. Beenden Sie ihn zuerst, oder setzen Sie DATABASE_URL: Postgres bedient beliebig viele Prozesse.',
    portTaken:
      'Auf {host} ist Port {port} schon belegt, vielleicht vom Bot selbst. Beenden Sie das andere Programm, oder setzen Sie PORT auf einen freien.',
    portDenied: 'Port {port} darf dieser Benutzer nicht öffnen. Nehmen Sie einen Port ab 1024.',
    noAddress: 'Die Adresse {host} gehört nicht zu diesem Rechner. Prüfen Sie HOST.',
    noFile: '{path} gibt es nicht.',
    noRight: 'Auf {path} darf dieser Benutzer nicht zugreifen.',
    noSpace: 'Auf dem Datenträger von {path} ist kein Platz mehr.',
    noDatabase: 'Die Datenbank antwortet nicht ({reason}). Prüfen Sie DATABASE_URL und ob Postgres läuft.',
    login:
      'Die Datenbank lässt uns nicht hinein ({reason}). Prüfen Sie Benutzer, Passwort und Datenbankname in DATABASE_URL.',
    bug: 'Das war nicht vorgesehen. Bitte melden Sie es mit dem, was hier steht:',
  },
  en: {
    config: 'The configuration has faults. Nothing was started.',
    inUse:
      'The data directory is in use by process {pid}, probably the running bot. Stop that first, or set DATABASE_URL: Postgres serves any number of processes.',
    portTaken:
      'Port {port} on {host} is taken, perhaps by the bot itself. Stop the other program, or set PORT to a free one.',
    portDenied: 'This user may not open port {port}. Take one from 1024 on.',
    noAddress: 'The address {host} does not belong to this machine. Check HOST.',
    noFile: '{path} does not exist.',
    noRight: 'This user has no access to {path}.',
    noSpace: 'There is no space left where {path} is.',
    noDatabase: 'The database does not answer ({reason}). Check DATABASE_URL and whether Postgres is running.',
    login: 'The database does not let us in ({reason}). Check user, password and database name in DATABASE_URL.',
    bug: 'Nobody expected this. Please report it with what stands here:',
  },
} as const satisfies Record<Lang, Record<string, string>>;

type Word = keyof (typeof WORDS)['de'];
type Told = { lines: string[]; code: ExitCode };

/** Error codes of Node and Postgres, grouped by what the operator has to do. */
const BY_CODE: Record<string, { word: Word; code: ExitCode }> = {
  EADDRINUSE: { word: 'portTaken', code: EXIT.unavailable },
  EADDRNOTAVAIL: { word: 'noAddress', code: EXIT.unavailable },
  ENOENT: { word: 'noFile', code: EXIT.noInput },
  EISDIR: { word: 'noFile', code: EXIT.noInput },
  EACCES: { word: 'noRight', code: EXIT.cantCreate },
  EPERM: { word: 'noRight', code: EXIT.cantCreate },
  EROFS: { word: 'noRight', code: EXIT.cantCreate },
  ENOSPC: { word: 'noSpace', code: EXIT.cantCreate },
  ECONNREFUSED: { word: 'noDatabase', code: EXIT.unavailable },
  ENOTFOUND: { word: 'noDatabase', code: EXIT.unavailable },
  EAI_AGAIN: { word: 'noDatabase', code: EXIT.unavailable },
  CONNECT_TIMEOUT: { word: 'noDatabase', code: EXIT.unavailable },
  CONNECTION_CLOSED: { word: 'noDatabase', code: EXIT.unavailable },
  // Postgres: wrong password, wrong user, no such database, not listed in pg_hba.conf.
  '28P01': { word: 'login', code: EXIT.unavailable },
  '28000': { word: 'login', code: EXIT.unavailable },
  '3D000': { word: 'login', code: EXIT.unavailable },
};

export function tellFault(error: unknown, lang: Lang): Told {
  if (error instanceof ToolFault) return { lines: [...error.lines], code: error.exit };
  if (error instanceof ConfigFault)
    return { lines: [WORDS[lang].config, ...problemLines(error.problems)], code: EXIT.config };
  if (error instanceof DirectoryInUse) return told(lang, 'inUse', { pid: error.pid }, EXIT.busy);
  if (error instanceof ListenFault && error.code === 'EACCES')
    return told(lang, 'portDenied', { port: error.port }, EXIT.unavailable);
  const found = known(error);
  if (found) {
    const { row, path } = found;
    const listen = error instanceof ListenFault ? { host: error.host, port: error.port } : {};
    return told(lang, row.word, { path, reason: found.code, ...listen }, row.code);
  }
  return { lines: [WORDS[lang].bug, JSON.stringify(serializeError(error), null, 2)], code: EXIT.bug };
}

/** The first known code along the chain of causes. */
function known(error: unknown) {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    const { code, path = '' } = inner as NodeJS.ErrnoException;
    const row = code === undefined ? undefined : BY_CODE[code];
    if (code !== undefined && row) return { code, path, row };
  }
  return null;
}

function told(lang: Lang, word: Word, args: Record<string, string | number>, code: ExitCode): Told {
  const text = WORDS[lang][word].replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(args[name] ?? ''));
  return { lines: [text], code };
}

/** Each error, and below it where to find the right value. */
function problemLines(problems: readonly Problem[]): string[] {
  return problems.flatMap(({ message, where }) => [`  ✗ ${message}`, `      ${where}`]);
}
