/** The narrator's words in German. */
import type { Words } from '../words.ts';

export const de: Words = {
  title: 'Kanalwacht – eine Vorführung',
  about:
    'Ein Kanal der Kulturbetriebe Dortmund geht durch die Beteiligung, vom Link bis zum erneuten Antrag. Die Kulturbetriebe, der Datenschutz und ein Teil von FB 11 arbeiten mit Microsoft Teams, Leitung, FB 3 und FB 11 mit Slack, Personalrat und IT-Sicherheit im Browser. Nichts davon ist nacherzählt: Jede Zeile entsteht beim Lesen, durch dieselben Türen wie im Betrieb; nur Slack und Teams werden auf diesem Rechner nachgestellt. Ein ✓ heißt: Das Ergebnis wurde nachgeprüft.',
  help: `npm run demo [-- --lang en]

Erzählt die ganze Geschichte auf einer Datenbank, die danach wieder verschwindet, und prüft jedes Ergebnis.

  --lang en   English
  --help      diese Hilfe

Ende: 0 alles geprüft und richtig, 1 etwas war anders als erwartet.`,
  places: { slack: 'Slack', teams: 'Microsoft Teams', local: 'Browser' },
  left: (rows) => `   … ${rows} weitere Zeilen`,
  writes: 'schreibt:',
  clicks: 'klickt:',
  enters: 'trägt ein:',
  more: (count) => `… und ${count} weitere Angaben`,
  inRoom: (room) => `im Raum „${room}“`,
  expected: 'erwartet:',
  found: 'gefunden:',
  end: (checks, seconds) => `${checks} Ergebnisse geprüft, alle richtig. Dauer: ${seconds} Sekunden.`,
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
    renewal: {
      title: 'Ein halbes Jahr später: erneuter Antrag',
      about:
        'Ein eingereichter Antrag wird nie geändert. Wer etwas ändern will, stellt ihn erneut; die Daten kommen mit.',
    },
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
    clean: 'kein Chat hätte eine dieser Nachrichten abgelehnt, und nichts wurde als Fehler gemeldet',
  },
  wrongLink: 'https://192.168.10.4/kultur',
  reason: 'Es gibt schon den Auftritt der Stadt. Bitte klären Sie, wer wofür zuständig ist.',
  weighing:
    'Die Kulturbetriebe erreichen Menschen, die dem Auftritt der Stadt nicht folgen. Termine stimmen wir wöchentlich mit FB 3 ab.',
  question: 'Wer löscht Kommentare, in denen Daten anderer Menschen stehen, und wie schnell?',
  answer: 'Die Hauptadministration, am selben Arbeitstag; abends und am Wochenende sind Kommentare gesperrt.',
  resolution: 'Beschluss 12/2026',
  newPurpose: 'Veranstaltungen der Kulturbetriebe ankündigen und Karten verlosen',
};
