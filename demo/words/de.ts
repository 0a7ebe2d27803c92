/** The narrator's words in German. */

import { incident } from './incident-de.ts';

export const de = {
  title: 'Kanalwacht – eine Vorführung',
  about:
    'Ein Kanal der Kulturbetriebe Dortmund, von März bis Januar: vom Link durch die Beteiligung, mit erneutem Antrag, Weggang und Fristen, bis zur jährlichen Durchsicht. Die Kulturbetriebe, der Datenschutz und ein Teil von FB 11 arbeiten mit Microsoft Teams, Leitung, FB 3 und FB 11 mit Slack, Bibliothek, Personalrat und IT-Sicherheit im Browser. Die Uhr wird dafür vorgestellt. Nichts davon ist nacherzählt: Jede Zeile entsteht beim Lesen, durch dieselben Türen wie im Betrieb; nur Slack und Teams werden auf diesem Rechner nachgestellt. Ein ✓ heißt: Das Ergebnis wurde nachgeprüft.',
  help: `npm run demo [-- --lang en]

Erzählt die ganze Geschichte auf einer Datenbank, die danach wieder verschwindet, und prüft jedes Ergebnis.

  --lang en   English
  --help      diese Hilfe

Ende: 0 alles geprüft und richtig, 1 etwas war anders als erwartet.`,
  places: { slack: 'Slack', teams: 'Microsoft Teams', local: 'Browser' },
  left: (rows: number) => `   … ${rows} weitere Zeilen`,
  writes: 'schreibt:',
  clicks: 'klickt:',
  enters: 'trägt ein:',
  more: (count: number) => `… und ${count} weitere Angaben`,
  inRoom: (room: string) => `im Raum „${room}“`,
  expected: 'erwartet:',
  found: 'gefunden:',
  end: (checks: number, seconds: number) => `${checks} Ergebnisse geprüft, alle richtig. Dauer: ${seconds} Sekunden.`,
  failed: 'Die Vorführung ist abgebrochen: Ein Ergebnis war anders als erwartet.',
  scenes: {
    import: {
      title: 'Der Bestand: eine alte Liste wird übernommen',
      about:
        'Die Antwort der sächsischen Staatsregierung von 2016 nennt 51 Kanäle. Jede Zeile wird ein Kanal mit einer Nachmeldung, die sagt, was ihr noch fehlt.',
    },
    register: {
      title: 'Ein Kanal wird beantragt',
      about: 'Die Sachbearbeitung hat nur einen Link. Netzwerk und Kennung liest der Bot daraus ab.',
    },
    no: {
      title: 'Ein Nein, und wie es abgewogen wird',
      about:
        'Zuerst entscheidet die Leitung, dann FB 3, Datenschutz und IT-Sicherheit. FB 3 ist dagegen: Damit steht der Antrag still, bis die Leitung das Nein mit Gründen abwägt.',
    },
    deputy: {
      title: 'Der Personalrat entscheidet in Vertretung',
      about: 'Zwei Tage später. Der Vorsitz ist verreist; die Stellvertretung sieht den Antrag unter ihren Aufgaben.',
    },
    atOnce: {
      title: 'Zwei entscheiden im selben Augenblick',
      about: 'Für FB 11 klicken zwei Personen gleichzeitig auf Ja, eine in Slack, eine in Teams.',
    },
    tasks: {
      title: 'Genehmigt: was jetzt zu tun ist',
      about:
        'Aus der Genehmigung entstehen Aufgaben. Erst wenn Impressum und Datenschutz gesetzt sind, ist der Kanal öffentlich.',
    },
    second: {
      title: 'Ein zweiter Kanal, im Zeitraffer',
      about: 'Zwei Monate später ist auch Flickr genehmigt. Die Schritte sind dieselben; hier steht nur das Ergebnis.',
    },
    renewal: {
      title: 'Ein halbes Jahr später: erneuter Antrag',
      about:
        'Ein eingereichter Antrag wird nie geändert. Wer etwas ändern will, stellt ihn erneut; die Daten kommen mit.',
    },
    leaver: {
      title: 'Jemand verlässt die Stadt',
      about:
        'Die stellvertretende Administration des Kanals scheidet aus. Niemand muss daran denken, es zu melden: Das Personalverzeichnis der Stadt sagt es.',
    },
    rights: {
      title: 'Rechte entziehen, zu zweit',
      about:
        'Einen Tag später ist noch nichts geschehen; der Bot erinnert daran. Wer die Rechte entzieht, kann es nicht selbst bestätigen.',
    },
    successor: {
      title: 'Die Nachfolge ist beantragt, der Fall wird geschlossen',
      about:
        'Wer Rechte hat, steht im Antrag. Also wird er erneut gestellt: ohne die ausgeschiedene Person. Bis die Stelle wieder besetzt ist, übernimmt die Leitung der Bibliothek selbst.',
    },
    mistake: {
      title: 'Niemand mehr da: Alarm, und ein Irrtum',
      about:
        'Am selben Tag führt das Personalverzeichnis auch die Hauptadministration als ausgeschieden. Das wäre die letzte Person.',
    },
    deadline: {
      title: 'Der Personalrat schweigt',
      about:
        'Alle anderen haben geantwortet. Die Frist des Personalrats läuft; ablaufen darf sie, ein Ja wird daraus nicht.',
    },
    months: {
      title: 'Drei Monate vergehen',
      about:
        'An jedem ersten Arbeitstag im Monat bekommt jede Person eine Karte mit dem, was bei ihr offen ist. Wer nichts offen hat, bekommt keine.',
    },
    january: {
      title: 'Es wird Januar',
      about: 'Jeder Fachbereich sieht seine Kanäle durch. Die Liste bekommen Leitung und Stellvertretung.',
    },
    ...incident.scenes,
    audit: {
      title: 'Das Protokoll hält',
      about: 'Jeder Schritt steht im Protokoll, jeder Eintrag trägt den Fingerabdruck des vorigen.',
    },
  },
  tell: {
    operator: 'Der Betrieb liest die Liste ein:  npm run import -- demo/saxony-2016.csv',
    again: 'Dieselbe Datei noch einmal:',
    registrar: 'Die Berechtigungssteuerung sieht den Bestand im Browser an.',
    headFirst: 'Die Karte der Leitung steht in Slack, obwohl der Antrag aus Teams kommt.',
    question: 'Der Datenschutz hat eine Frage. Solange sie offen ist, ruht die Frist; am Antrag ändert sich nichts.',
    security: 'Die IT-Sicherheit hat keine Einwände.',
    atOnce: 'Beide klicken, bevor eine der beiden Karten sich ändern kann.',
    tasks: 'Alle Karten aktualisieren sich von selbst; niemand muss nachfragen.',
    unchanged: 'Alle Stellen werden neu gefragt. Wer bei seiner Meinung bleibt, braucht einen Klick.',
    weighedAgain: 'Auch das Nein von FB 3 gilt weiter, und auch die Abwägung wird neu gegeben.',
    tamper: 'Jemand mit Zugang zur Datenbank versucht, einen alten Eintrag zu ändern.',
    directory: 'Das Personalverzeichnis führt die Person als ausgeschieden.',
    directoryAgain: 'Das Personalverzeichnis meldet dasselbe noch einmal.',
    anyway: 'Die Leitung versucht es trotzdem, an ihrer Karte vorbei.',
    allYes: 'Leitung, FB 3, Datenschutz, IT-Sicherheit und FB 11 sagen noch am selben Tag Ja.',
    struck:
      'Bis der Personalrat antwortet, kann es dauern. Im Verzeichnis der Kanäle soll die Person schon jetzt nicht mehr stehen.',
    back: 'Das Personalverzeichnis nimmt es zurück.',
    before: 'Drei Tage vor Ablauf der Frist erinnert der Bot den Vorsitz.',
    lastDay: 'Der letzte Tag der Frist. Den Vorsitz erinnert der Bot nicht, die Stellvertretung schon.',
    after: 'Die Frist ist abgelaufen. FB 11 und der Fachbereich erfahren es.',
    ownList:
      'Die Kulturbetriebe haben noch einen alten Kanal gefunden, der in keiner Liste stand.\nnpm run import -- demo/kulturbetriebe.csv',
    october: 'Der erste Arbeitstag im Monat.',
    snoozeOver: 'Der Tag, den sich der Vorsitz gewünscht hat.',
    november: 'Allerheiligen, ein Feiertag.',
    novemberWork: 'Der erste Arbeitstag im Monat. Der Personalrat hat getagt.',
    successor: 'Die Nachfolge bestätigt die Verhaltensregeln und willigt ein; der Kanal läuft weiter.',
    december: 'Der erste Arbeitstag im Monat.',
    newYear: 'Neujahr.',
    downtime: 'Am ersten Arbeitstag stand der Rechner still. Am zweiten läuft er wieder.',
    nextDay: 'Der nächste Tag.',
    chased: 'Zehn Arbeitstage, nachdem die Liste kam.',
  },
  checks: {
    imported: '51 von 51 Zeilen sind übernommen',
    faultless: 'keine Zeile hat einen Fehler',
    again: 'ein zweites Mal ändert nichts: 0 neu, 51 schon da',
    listed: 'das Verzeichnis zeigt 51 Kanäle',
    prefilled: 'Netzwerk und Kennung stehen schon im Formular',
    problem: 'unter dem Feld steht, was nicht stimmt',
    kept: 'alles andere ist noch da, wie es eingegeben wurde',
    complete: 'die Übersicht findet keine Lücke mehr',
    number: 'der Antrag hat eine Nummer und ist eingefroren',
    headHasIt: 'die Leitung hat ihre Karte, in ihrem Chat',
    othersWait: 'noch hat niemand sonst eine Karte',
    asked: 'FB 3, Datenschutz und IT-Sicherheit haben ihre Karten',
    notYet: 'FB 11 und Personalrat werden erst gefragt, wenn FB 3 geantwortet hat',
    told: 'Fachbereich und Leitung erfahren es sofort, mit der Begründung',
    weighed: 'die Abwägung steht dauerhaft auf jeder Karte',
    nowAsked: 'jetzt haben auch FB 11 und Personalrat ihre Karten',
    query: 'der Stand ist „Rückfrage“',
    answered: 'die Antwort steht neben dem Antrag, für alle Stellen sichtbar',
    silence: 'die Karte sagt, wie lange der Antrag schon beim Personalrat liegt',
    acting: 'das Votum nennt beide: wer entschieden hat und für wen',
    resolution: 'der Beschluss ist festgehalten',
    first: 'ein Ja zählt',
    second: 'die andere Person liest, wer schneller war',
    oneVote: 'im Protokoll steht für FB 11 genau ein Votum',
    approved: 'mit dem letzten Votum ist der Antrag genehmigt, ohne dass jemand „genehmigen“ klickt',
    line: 'die Übersichtszeile zeigt alle sechs Voten',
    unblocked: 'die Freischaltung ist mit Namen und Zeit erledigt',
    conduct: 'beide Personen haben die Verhaltensregeln bestätigt',
    consent: 'beide haben freiwillig eingewilligt',
    published: 'der Kanal ist veröffentlicht',
    list: 'er steht so im Verzeichnis',
    version: 'der erneute Antrag hat dieselbe Nummer, mit v2',
    diff: 'die Karte zeigt genau, was sich geändert hat',
    note: 'der Hinweis der alten Datenbank steht im Wortlaut auf der Karte',
    unchanged: 'sechs neue Voten, alle „Einschätzung unverändert“',
    archived: 'der bisherige Antrag ist archiviert und bleibt lesbar',
    whole: 'die Kette ist vollständig',
    refused: 'die Datenbank lässt es nicht zu',
    still: 'die Kette ist danach dieselbe',
    secondListed: 'das Verzeichnis zeigt zwei veröffentlichte Kanäle',
    toldAtOnce: 'Vorgesetzte, verbleibende Administration und FB 3 haben sofort ihre Karte',
    confidential: 'sonst niemand, auch nicht die Person selbst',
    toldOnce: 'es bleibt bei je einer Karte',
    reminded: 'die Erinnerung geht an die Leitung der Bibliothek, noch nicht an die anderen',
    notOffered: 'ihre Karte bietet ihr die Bestätigung nicht an',
    samePerson: 'auch so wird sie abgewiesen',
    allSaid: 'die Karte nennt für jeden Schritt, wer ihn getan hat und wann',
    thirdVersion: 'der erneute Antrag hat dieselbe Nummer, mit v3',
    onlyCouncil: 'alle haben geantwortet, nur der Personalrat noch nicht',
    caseClosed: 'der Fall ist geschlossen, auf jeder Karte',
    noCase: 'es gibt keinen offenen Fall mehr',
    alarmed: 'Leitung, Stellvertretung, FB 3 und IT-Sicherheit haben den Alarm sofort',
    back: 'der Alarm ist aufgehoben, der Fall geschlossen',
    clock: 'die Karte zeigt die Frist, und dass Schweigen keine Zustimmung ist',
    onlyHolder: 'die Stellvertretung ist noch nicht gefragt',
    snoozed: 'die Erinnerung ist mit Grund verschoben',
    deputyToo: 'nur die Stellvertretung hat die Erinnerung',
    informed: 'FB 11, Antragsteller*in und Leitung wissen es',
    noYes: 'in der Datenbank steht kein Ja, der Antrag ist nicht genehmigt',
    october: 'die Leitung liest, was fehlt: eine zweite Person und Angaben zum nachgemeldeten Kanal',
    onlyOwn: 'der Vorsitz liest nur, was ihn angeht',
    remindedAgain: 'die Erinnerung ist wieder da, einmal',
    holiday: 'am Feiertag kommt nichts',
    november: 'am nächsten Arbeitstag kommt der Überblick, einmal',
    stillOpen: 'auch nach zwei Monaten Schweigen steht kein Ja in der Datenbank',
    onlyYes: 'erst mit dem Ja ist der Antrag genehmigt',
    december: 'die fehlende zweite Person steht nicht mehr im Überblick',
    oncePerMonth: 'in keinem Monat kam der Überblick zweimal',
    quietNewYear: 'am Feiertag bekommt niemand die Liste',
    bothLists: 'Leitung und Stellvertretung haben die Liste, je einmal',
    caughtUp: 'auch der Überblick für Januar ist nachgeholt',
    nothingTwice: 'nichts davon kommt noch einmal',
    nobodyLeads: 'Listen von Stellen ohne Leitung hat die Berechtigungssteuerung',
    receipt: 'die Stellvertretung sieht, wer den Empfang bestätigt hat',
    corrected: 'aus „Korrigieren“ ist ein erneuter Antrag geworden, v4',
    answeredRows: 'zwei Zeilen sind beantwortet: eine mit der Korrektur, eine mit der Abmeldung',
    chased: 'beide bekommen die Liste noch einmal, mit der einen Zeile, die fehlt',
    allAnswered: 'alle Zeilen sind beantwortet, auf beiden Karten',
    clean: 'kein Chat hätte eine dieser Nachrichten abgelehnt, und nichts wurde als Fehler gemeldet',
  },
  incident,
  wrongLink: 'https://192.168.10.4/kultur',
  reason: 'Es gibt schon den Auftritt der Stadt. Bitte klären Sie, wer wofür zuständig ist.',
  weighing:
    'Die Kulturbetriebe erreichen Menschen, die dem Auftritt der Stadt nicht folgen. Termine stimmen wir wöchentlich mit FB 3 ab.',
  question: 'Wer löscht Kommentare, in denen Daten anderer Menschen stehen, und wie schnell?',
  answer: 'Die Hauptadministration, am selben Arbeitstag; abends und am Wochenende sind Kommentare gesperrt.',
  resolution: 'Beschluss Nr. 12',
  newPurpose: 'Veranstaltungen der Kulturbetriebe ankündigen und Karten verlosen',
  snoozeReason: 'Die nächste Sitzung ist erst dann.',
  secondResolution: 'Beschluss Nr. 31',
  newTargetGroup: 'Menschen in Dortmund und der Region, die Kultur suchen',
};

/** German is the source; what English lacks does not compile. */
export type Words = typeof de;
