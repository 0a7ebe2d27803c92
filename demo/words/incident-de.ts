/** The narrator's words about an incident and a drill, in German. */

export const incident = {
  seen: 'Dort steht ein Gewinnspiel, das nach Bankdaten fragt.',
  seenToo: 'Ein seltsames Gewinnspiel',
  snapshot: {
    bio: 'Kultur in Dortmund: Termine und Karten',
    links: 'https://www.dortmund.de/kultur',
    visibility: 'öffentlich',
    administrators: 'Öffentlichkeitsarbeit, Bibliothek',
  },
  warning:
    'Auf der Facebook-Seite „Kulturbetriebe Dortmund“ stehen zurzeit Beiträge, die nicht von uns sind. Bitte klicken Sie dort auf keine Links und geben Sie keine Daten ein.',
  sentence: 'Aktuelles finden Sie unter www.dortmund.de.',
  page: 'https://www.dortmund.de/warnung',
  update: 'Die Seite ruht, der Hinweis steht. Als Nächstes prüfen wir, was veröffentlicht wurde.',
  newBio: 'Kultur in Dortmund: Termine, Karten und Führungen',
  why: 'So hatte die Öffentlichkeitsarbeit es für diese Woche geplant.',
  noReport: 'Es wurden keine Nachrichten gelesen und keine Daten abgerufen, das Protokoll des Netzwerks liegt vor.',
  allClear: 'Entwarnung: Die Facebook-Seite „Kulturbetriebe Dortmund“ betreibt wieder die Stadt Dortmund.',
  pageClear: 'https://www.dortmund.de/entwarnung',
  drilled: 'Wir üben die ersten zehn Minuten.',
  drillNoReport: 'In der Übung gibt es keine Daten.',
  scenes: {
    takeover: {
      title: 'Ein Konto ist übernommen',
      about:
        'Auf der Facebook-Seite der Kulturbetriebe steht etwas, das nicht von der Stadt ist. Wer es sieht, meldet es; mehr als den Link braucht es nicht.',
    },
    frozen: {
      title: 'Der Kanal ruht, mit Hinweis',
      about:
        'Jedes Netzwerk hat seine eigene Liste von Schritten. Menschen führen sie aus; die Kanalwacht merkt sich, wer was wann getan hat und was es beweist.',
    },
    outside: {
      title: 'Eine Warnung nach außen',
      about:
        'Die Pressestelle schreibt, die Stadtdirektion gibt frei, der Datenschutz zeichnet mit. Veröffentlichen tun es Menschen, nicht der Bot.',
    },
    restored: {
      title: 'Der Kanal kommt zurück',
      about:
        'Eingedämmt ist schnell; zurück kommt ein Kanal erst, wenn jeder Unterschied zu vorher erklärt ist und eine zweite Person ihn freigibt.',
    },
    closed: {
      title: 'Der Vorfall wird geschlossen',
      about: 'Schließen lässt er sich erst, wenn nichts mehr offen ist. Danach bleibt die Akte.',
    },
    drill: {
      title: 'Eine Übung',
      about: 'Geübt wird mit denselben Karten und denselben Menschen. Nichts davon geht nach außen.',
    },
  },
  tell: {
    room: 'Ein vertraulicher Raum ist offen. Wer darin ist, hat die Kanalwacht im Register nachgesehen.',
    confirm: 'Vier Minuten später hat die Einsatzleitung nachgesehen: Es ist echt.',
    stop: 'Zwei Minuten später. Was noch in Gefahr ist, steht im Register; ein Klick hält alles an.',
    steps: 'Den ersten Schritt mit Nachweis, die übrigen ebenso.',
    ownText:
      'Auch die Pressestelle dürfte freigeben, nur nicht, was sie selbst geschrieben hat. Sie versucht es trotzdem.',
    edit: 'Freigegeben. Dann fällt der Pressestelle noch ein Satz ein.',
    back: 'Vierzig Minuten später ist der Zugang gesichert, alles Fremde entfernt, jeder Schritt zurück abgehakt.',
    related: 'Auch der Stopp auf Flickr wird aufgehoben, wieder zu zweit.',
    allClear: 'Wer gewarnt wurde, soll auch die Entwarnung lesen. Sie geht denselben Weg.',
    record: 'Was bleibt: die Akte als Datei und der Bericht.',
    drillEnds: 'Die Übung endet wie ein Vorfall, mit Entscheidungen und Bericht.',
  },
  checks: {
    declared: 'eine Zeile hat genügt: Der Vorfall hat eine Nummer',
    once: 'eine zweite Meldung gleich danach landet beim selben Vorfall',
    compromised: 'die öffentliche Liste der Stadt nennt den Kanal sofort kompromittiert',
    inRoom: 'im Raum sind nur Beteiligte; wer gemeldet hat, ist es nicht',
    told: 'wer es wissen muss, hat die Erstmeldung, in Browser, Slack und Teams; sonst niemand',
    read: 'drei haben sie gelesen: wer sie gesendet hat und die beiden, die geklickt haben',
    blast: 'die Karte nennt die anderen Kanäle, und was sie mit dem ersten gemeinsam haben',
    stopped:
      'eine Bestätigung gilt für alle; zwei stehen still, den dritten verwaltet niemand, das zeigt die Übersicht',
    snapshotFirst: 'vor der Momentaufnahme lässt sich kein Schritt abhaken',
    samePerson: 'wer die Schritte getan hat, kann sie nicht selbst bestätigen',
    waits: 'die Karte wartet auf eine zweite Person',
    dormant: 'nach der Bestätigung der zweiten Person ruht der Kanal',
    public: 'die öffentliche Liste sagt jetzt „ruhend“',
    listed: 'und ebenso das Verzeichnis der Kanäle',
    notOffered: 'ihre Karte bietet der Pressestelle die Freigabe nicht an',
    ownText: 'auch so wird die Pressestelle abgewiesen',
    voided: 'die Freigabe ist aufgehoben, veröffentlichen geht nicht mehr',
    published: 'der Text ist neu freigegeben, mitgezeichnet und mit Link festgehalten',
    update: 'die Lagemeldung ist bei denen, die Bescheid wissen müssen',
    contained: 'der Vorfall ist eingedämmt',
    diff: 'solange der Unterschied nicht erklärt ist, lässt sich der Kanal nicht freigeben',
    sameAgain: 'und wer ihn erklärt hat, gibt ihn nicht selbst frei',
    active: 'die öffentliche Liste sagt wieder „aktiv“',
    restored: 'alle Kanäle sind zurück, der Vorfall ist wiederhergestellt',
    gate: 'die Karte nennt, was noch fehlt: Entwarnung, Datenverlust, Aufsicht',
    notYet: 'geschlossen ist er noch nicht',
    gdpr: 'auch „keine Meldung“ ist mit Begründung festgehalten',
    closed: 'jetzt ist der Vorfall geschlossen',
    sum: 'die Datei hinter dem Link hat genau die Prüfsumme, die auf der Karte steht',
    record: 'sie enthält den Vorfall mit seiner ganzen Zeitleiste',
    figures: 'der Bericht hat für jeden Abschnitt seine Minuten',
    ownNumber: 'die Übung hat ihre eigene Nummer',
    ownFigures: 'sie hat ihre eigenen Zahlen',
    marked: 'auf jeder Karte der Übung steht zuerst „ÜBUNG“',
    inside: 'wer nicht beteiligt ist, hat nichts davon bekommen',
    untouched: 'die öffentliche Liste ist, wie sie war',
  },
};
