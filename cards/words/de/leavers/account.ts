/** People whose departure would go unnoticed, and how a person is linked to their office account. */
export const account = {
  'help.admins-link':
    'Eine Person mit ihrem dienstlichen Konto verbinden. Ohne Angaben sehen Sie, bei wem ein Weggang nicht auffiele.',
  'usage.admins-link': '@Person name@stadt.example',
  'account.unnoticed': 'Ein Weggang fiele nicht auf: Mit dieser Person ist kein dienstliches Konto verbunden.',
  'account.todo': 'Bitte verbinden Sie es über die dienstliche E-Mail-Adresse.',
  'account.todo-others': 'Verbinden können es die Berechtigungssteuerung, die Leitung und deren Vertretung.',
  'account.todo-registrar': 'Verbinden kann es die Berechtigungssteuerung, niemand jedoch das eigene Konto.',
  'account.no-directory':
    'Kein Benutzerverzeichnis ist angeschlossen. Verlässt jemand die Stadt, erfahre ich es nur, wenn es mir jemand meldet.',
  'account.button': 'Mit Konto verbinden …',
  'account.title': 'Konto verbinden',
  'account.intro':
    'Wird dieses Konto geschlossen, beginnt ein Weggangsfall. Auch im Chat erkenne ich die Person dann an dieser Adresse.',
  'account.submit': 'Verbinden',
  'field.officeEmail': 'Dienstliche E-Mail-Adresse',
  'field.officeEmail.hint': 'Die Adresse, mit der die Person sich bei der Stadt anmeldet oder Post bekommt.',
  'account.address': 'Adresse',
  'account.accounts': 'Konten',
  'account.is-open': '{source} (offen)',
  'account.is-closed': '{source} (geschlossen)',
  'account.sure-title': '{name}: Konto verbinden?',
  'account.ask.closed':
    'Ein Konto mit dieser Adresse ist geschlossen. Verbinden Sie es, gilt das als Meldung: Hat die Person Rechte oder ein Amt, beginnt sofort ein Weggangsfall, und die Zuständigen bekommen eine Karte.',
  'account.ask.instead': 'Bisher ist {name} mit einem anderen Konto verbunden. Das neue tritt an dessen Stelle.',
  'account.ask.reused': '{other} hatte diese Adresse und hat die Stadt verlassen. Gehört sie jetzt zu {name}?',
  'account.ask.moved':
    'Mit dieser Adresse ist bisher {other} verbunden. War das ein Irrtum? Wenn Sie fortfahren, fällt ein Weggang von {other} nicht mehr auf.',
  'account.yes': 'Ja, verbinden',
  'account.same-person':
    'Ist {other} dieselbe Person, übergeben Sie ihr bitte die Rechte. Dazu wird der Antrag erneut gestellt.',
  'account.hand-over': 'Rechte übergeben …',
  'account.theirs': 'Diese Adresse gehört zu {other}. Ist es jemand anderes, prüfen Sie bitte die Adresse.',
  'account.theirs-gone':
    '{other} hatte diese Adresse und hat die Stadt verlassen. Ein neues Konto mit dieser Adresse kenne ich nicht. Bitte prüfen Sie die Adresse.',
  'account.done': '{name} ist jetzt verbunden: {accounts}. Wird das Konto geschlossen, beginnt ein Weggangsfall.',
  'account.done-case': '{name} ist jetzt verbunden: {accounts}. Der Weggangsfall hat begonnen.',
  'account.done-closed':
    '{name} ist jetzt verbunden: {accounts}. Es ist nichts zu tun: Die Person hat an keinem Kanal Rechte und kein Amt in der Beteiligung.',
  'account.already': '{name} ist schon mit diesem Konto verbunden. Es ist nichts zu tun.',
  'account.list-title': 'Weggang fiele nicht auf ({count})',
  'account.list-intro':
    'Mit diesen Personen ist kein dienstliches Konto verbunden. Verlassen sie die Stadt, erfahre ich nichts davon.',
  'account.list-none': 'Verlässt eine Person, für die Sie zuständig sind, die Stadt, fällt es auf.',
  'account.list-more': 'Und {count} weitere. Sie rücken nach, sobald Sie jemanden verbunden haben.',
  'account.rights': 'Rechte an: {channels}',
  'account.seats': 'Ämter: {seats}',
  'digest.unnoticed': 'Personen, deren Weggang nicht auffiele',
  'digest.unnoticed.row': 'Kein dienstliches Konto ist verbunden. {what}',
  'digest.unnoticed.all': 'Alle ansehen',
  'digest.no-directory': 'Weggänge fallen nicht auf',
  'problem.not-an-address': 'Das ist keine E-Mail-Adresse. Bitte schreiben Sie sie so: name@stadt.example.',
  'problem.no-account':
    'Kein Konto mit dieser Adresse. Bitte prüfen Sie die Schreibweise. Ein neues Konto kenne ich meist erst am nächsten Morgen.',
  'problem.had-left':
    'Diese Person ist schon ausgeschieden. Bitte tragen Sie sie in einem neuen Antrag als neue Person ein, wenn sie wiederkommt.',
  'refusal.not-an-address': '„{said}“ ist keine E-Mail-Adresse. Bitte schreiben Sie sie so: name@stadt.example.',
  'refusal.no-account':
    'Kein Konto mit dieser Adresse: {said}. Bitte prüfen Sie die Schreibweise. Ein neues Konto kenne ich meist erst am nächsten Morgen.',
  'refusal.had-left':
    '{name} ist schon ausgeschieden. Bitte tragen Sie sie in einem neuen Antrag als neue Person ein, wenn sie wiederkommt.',
} as const;
