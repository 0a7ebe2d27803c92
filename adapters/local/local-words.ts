/** Error messages of the server part. The page's own texts are in page/words.js. */
import type { Lang } from '../../bot/chat.ts';

const de = {
  foreign: 'Der lokale Arbeitsplatz ist nur im Browser auf demselben Rechner erreichbar.',
  malformed: 'Diese Anfrage ist unvollständig. Bitte laden Sie die Seite neu.',
  tooBig: 'Das ist zu groß: zusammen höchstens 7 MB Dateien je Nachricht.',
  tooLong: 'Die Nachricht ist zu lang: höchstens {max} Zeichen.',
  nothing: 'Bitte geben Sie etwas ein oder hängen Sie eine Datei an.',
  noPerson: 'Diese Person gibt es nicht (mehr). Bitte wählen Sie links eine andere.',
  gone: 'Diese Person ist ausgeschieden und kann nichts mehr tun. Bitte wählen Sie links eine andere.',
  noRoom: 'Diesen Raum gibt es für diese Person nicht.',
  noMessage: 'Diese Karte gibt es nicht mehr.',
  clockFixed: 'Die Uhr lässt sich nur verstellen, solange kein echter Chat eingeschaltet ist.',
  failed: 'Das hat nicht geklappt. Ihre Eingaben sind noch da; bitte versuchen Sie es gleich noch einmal.',
} as const;

const en = {
  foreign: 'The local workspace can only be reached in a browser on the same machine.',
  malformed: 'This request is incomplete. Please reload the page.',
  tooBig: 'That is too big: files of at most 7 MB together in one message.',
  tooLong: 'The message is too long: at most {max} characters.',
  nothing: 'Please type something or attach a file.',
  noPerson: 'This person does not exist (any more). Please choose another one on the left.',
  gone: 'This person has left and can no longer do anything. Please choose another one on the left.',
  noRoom: 'This person has no such room.',
  noMessage: 'This card does not exist any more.',
  clockFixed: 'The clock can only be moved while no real chat is switched on.',
  failed: 'That did not work. What you typed is still there; please try again in a moment.',
} as const satisfies Record<keyof typeof de, string>;

const WORDS = { de, en } as const satisfies Record<Lang, Record<keyof typeof de, string>>;
type Fault = keyof typeof de;

/** The response body of an error. `reason` is for people who read the network tab. */
type ErrorBody = { error: string; code: Fault; reason?: string };

export function errorBody(lang: Lang, code: Fault, reason?: string): ErrorBody {
  return { error: WORDS[lang][code], code, ...(reason ? { reason } : {}) };
}

/** A request that cannot be fulfilled, with the HTTP status that says why. */
export class LocalFault extends Error {
  readonly status: 400 | 403 | 404 | 413;
  readonly code: Fault;
  readonly args: Record<string, string | number>;
  constructor(status: LocalFault['status'], code: Fault, args: Record<string, string | number> = {}) {
    super(code);
    this.name = 'LocalFault';
    this.status = status;
    this.code = code;
    this.args = args;
  }
}

/** The error as text. */
export function sayFault(lang: Lang, fault: LocalFault): ErrorBody {
  const body = errorBody(lang, fault.code);
  const error = Object.entries(fault.args).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, String(value)),
    body.error,
  );
  return { ...body, error };
}
