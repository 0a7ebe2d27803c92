/** The page's own texts in German and English, and the current language. */

const de = {
  skip: 'Zum Nachrichtenfeld',
  workplace: 'Lokaler Arbeitsplatz',
  openSide: 'Personen und Räume',
  openTools: 'Uhr, Verzeichnis und Sprache',
  clock: 'Uhr',
  nextDay: 'Nächster Tag',
  nextMonth: 'Nächster Monat',
  january: 'Januar',
  clockSet: 'Die Uhr steht jetzt auf {date}.',
  directory: 'Verzeichnis',
  directoryNote:
    'Wer ausscheidet, verliert sofort alle Rechte. Kanalwacht meldet es den Zuständigen, wie es ein echtes Verzeichnis täte.',
  markGone: 'Als ausgeschieden markieren',
  markBack: 'Wieder im Dienst',
  gone: 'ausgeschieden',
  wentOff: '{name} ist jetzt als ausgeschieden markiert.',
  cameBack: '{name} ist wieder im Dienst.',
  language: 'Sprache',
  close: 'Schließen',
  offline: 'Die Verbindung ist unterbrochen. Sobald Kanalwacht wieder läuft, geht es hier weiter.',
  people: 'Personen',
  searchPeople: 'Person suchen',
  nobody: 'Niemand gefunden.',
  noOffice: 'Ohne Fachbereich',
  you: 'Sie',
  unread: '{count} ungelesen',
  rooms: 'Räume',
  noRooms: 'Noch keine Räume.',
  dm: 'Persönlicher Chat',
  dmNote: '{name} im persönlichen Chat mit Kanalwacht',
  roomNote: '{name} im Raum. Andere lesen mit; Befehle an Kanalwacht und ihre Antworten sehen nur Sie.',
  choosePerson: 'Wählen Sie eine Person',
  choosePersonNote: 'Hier arbeitet eine ganze Stadtverwaltung. Wählen Sie in der Liste, für wen Sie handeln möchten.',
  conversation: 'Nachrichten',
  empty: 'Hier ist noch nichts geschrieben worden.',
  emptyHint: 'Tippen Sie / für alle Befehle, zum Beispiel:',
  onlyYou: 'Nur für Sie sichtbar',
  today: 'Heute',
  message: 'Nachricht an Kanalwacht',
  placeholder: 'Nachricht oder /Befehl',
  send: 'Senden',
  sending: 'Wird gesendet …',
  composeHint: 'Eingabetaste sendet, Umschalt + Eingabetaste beginnt eine neue Zeile, / zeigt Befehle.',
  suggestions: 'Befehle',
  suggestionCount: '{count} Vorschläge. Pfeiltasten wählen, Tabulator übernimmt.',
  attach: 'Dateien anhängen',
  attachments: 'Angehängte Dateien',
  removeFile: '{name} entfernen',
  filesTooBig: 'Die Dateien sind zusammen zu groß (höchstens 7 MB).',
  filesTooMany: 'Höchstens 10 Dateien auf einmal.',
  fileUnreadable: 'Die Datei {name} lässt sich nicht lesen.',
  goneCannot: '{name} ist ausgeschieden und kann nichts mehr schreiben.',
  working: 'Einen Moment …',
  unreachable: 'Kanalwacht antwortet nicht. Ihre Eingaben sind noch da; bitte versuchen Sie es gleich noch einmal.',
  failed: 'Das hat nicht geklappt. Ihre Eingaben sind noch da; bitte versuchen Sie es gleich noch einmal.',
  cardBroken: 'Diese Karte lässt sich nicht darstellen. Inhalt: {text}',
  newMessage: 'Neue Nachricht von {name}: {text}',
  dismiss: 'Hinweis schließen',
  newTab: 'öffnet in neuem Tab',
};

/** @type {typeof de} */
const en = {
  skip: 'Skip to the message box',
  workplace: 'Local workspace',
  openSide: 'People and rooms',
  openTools: 'Clock, directory and language',
  clock: 'Clock',
  nextDay: 'Next day',
  nextMonth: 'Next month',
  january: 'January',
  clockSet: 'The clock now says {date}.',
  directory: 'Directory',
  directoryNote:
    'Somebody who leaves loses all rights at once. Kanalwacht tells those in charge, as it would with a real directory.',
  markGone: 'Mark as having left',
  markBack: 'Back on duty',
  gone: 'has left',
  wentOff: '{name} is now marked as having left.',
  cameBack: '{name} is back on duty.',
  language: 'Language',
  close: 'Close',
  offline: 'The connection is interrupted. Once Kanalwacht is running again, this page goes on.',
  people: 'People',
  searchPeople: 'Find a person',
  nobody: 'Nobody found.',
  noOffice: 'Without an office',
  you: 'You',
  unread: '{count} unread',
  rooms: 'Rooms',
  noRooms: 'No rooms yet.',
  dm: 'Personal chat',
  dmNote: '{name} in the personal chat with Kanalwacht',
  roomNote: '{name} in the room. Others read along; commands to Kanalwacht and their answers are seen by you alone.',
  choosePerson: 'Choose a person',
  choosePersonNote: 'A whole city administration works here. Choose from the list on whose behalf you want to act.',
  conversation: 'Messages',
  empty: 'Nothing has been written here yet.',
  emptyHint: 'Type / to see all commands, for example:',
  onlyYou: 'Only visible to you',
  today: 'Today',
  message: 'Message to Kanalwacht',
  placeholder: 'Message or /command',
  send: 'Send',
  sending: 'Sending …',
  composeHint: 'Enter sends, Shift + Enter starts a new line, / shows commands.',
  suggestions: 'Commands',
  suggestionCount: '{count} suggestions. Arrow keys choose, Tab accepts.',
  attach: 'Attach files',
  attachments: 'Attached files',
  removeFile: 'Remove {name}',
  filesTooBig: 'The files are too big together (7 MB at most).',
  filesTooMany: 'At most 10 files at once.',
  fileUnreadable: 'The file {name} can’t be read.',
  goneCannot: '{name} has left and can no longer write.',
  working: 'One moment …',
  unreachable: 'Kanalwacht does not answer. What you typed is still there; please try again in a moment.',
  failed: 'That did not work. What you typed is still there; please try again in a moment.',
  cardBroken: 'This card can’t be shown. Content: {text}',
  newMessage: 'New message from {name}: {text}',
  dismiss: 'Dismiss',
  newTab: 'opens in a new tab',
};

const ROLES = {
  registrar: ['Berechtigungssteuerung', 'Registrar'],
  security: ['IT-Sicherheit', 'IT security'],
  press: ['Presse', 'Press'],
  auditor: ['Prüfung', 'Audit'],
  reviewer: ['Externe Begutachtung', 'Outside reviewer'],
  fulfilment: ['Auftragsannahme', 'Fulfilment'],
  operator: ['Betrieb', 'Operator'],
};

const CATALOGUES = { de, en };
const KEY = 'kanalwacht.lang';

let current = localStorage.getItem(KEY) === 'en' ? 'en' : 'de';

/** @returns {'de' | 'en'} */
export const lang = () => current;

/** Switches the language permanently and redraws all fixed texts of the page. */
export function setLang(next) {
  current = next;
  localStorage.setItem(KEY, next);
  drawWords();
}

/** The text for a key, with its `{placeholders}` filled. */
export function say(key, args = {}) {
  return CATALOGUES[current][key].replace(/\{(\w+)\}/g, (whole, name) => (name in args ? String(args[name]) : whole));
}

/** A role's name. Unknown roles are shown as they come. */
export const sayRole = (role) => ROLES[role]?.[current === 'de' ? 0 : 1] ?? role;

const FORMATS = {
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
};

/** A time in the city's time zone, wherever the browser is. */
export function sayTime(iso, format) {
  const locale = current === 'de' ? 'de-DE' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Berlin', ...FORMATS[format] }).format(new Date(iso));
}

/**
 * Fills elements with their texts: `data-word` the content, `data-label` the accessible name, `data-placeholder` the
 * placeholder.
 */
export function drawWords() {
  document.documentElement.lang = current;
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = say(element.dataset.word);
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', say(element.dataset.label));
    if (element instanceof HTMLButtonElement) element.title = say(element.dataset.label);
  }
  for (const element of document.querySelectorAll('[data-placeholder]'))
    element.placeholder = say(element.dataset.placeholder);
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.setAttribute('aria-pressed', String(button.dataset.lang === current));
  }
}
