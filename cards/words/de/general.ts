/** Words that many cards share, and what is said when something goes wrong. */
export const general = {
  'word.cancel': 'Abbrechen',
  'word.save': 'Speichern',
  'word.done': 'Erledigt',
  'word.deleted-person': 'gelöschte Person',
  'word.no-access': 'Kein Einblick',
  'button.show': 'Anzeigen',
  'button.register': 'Kanal registrieren',
  'button.list': 'Kanäle ansehen',
  'button.help': 'Hilfe',
  'chat.slack': 'Slack',
  'chat.teams': 'Microsoft Teams',
  'chat.local': 'der lokalen Arbeitsumgebung',
  'fault.unexpected':
    'Das hat gerade nicht geklappt. Gespeichertes ist nicht verloren. Bitte versuchen Sie es gleich noch einmal. Bleibt es dabei, nennen Sie der Betriebsgruppe die Nummer {reference}.',
  'fault.busy':
    'Mehrere Personen haben im selben Moment etwas geändert. Bitte versuchen Sie es noch einmal. (Nummer {reference})',
  'visitor.title': 'Unbekannte Person',
  'visitor.text': '{who} hat mir in {chat} geschrieben und steht nicht in der Organisation.',
  'visitor.todo':
    'Gehört die Person zur Stadt, tragen Sie sie mit ihrer dienstlichen E-Mail-Adresse in die Organisationsdatei ein.',
  'undelivered.title': 'Nicht zugestellt',
  'undelivered.dead': 'Diese Nachricht konnte nicht zugestellt werden.',
  'undelivered.doubtful':
    'Es ist unklar, ob diese Nachricht angekommen ist. Sie wurde deshalb nicht noch einmal gesendet.',
  'undelivered.again': 'Die Nachricht wird noch einmal gesendet.',
  'undelivered.what': 'Worum es geht',
  'undelivered.where': 'Wohin',
  'undelivered.why': 'Grund',
  'undelivered.tries': 'Versuche',
  'undelivered.since': 'Seit',
  'undelivered.retry': 'Noch einmal senden',
} as const;
