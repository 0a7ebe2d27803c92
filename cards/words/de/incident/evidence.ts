/** Evidence, the emergency pack. */
export const incidentEvidenceWords = {
  'help.incident-files': 'Die Belege eines Vorfalls: wer sie wann geschickt hat, Prüfsumme, Link zur Datei',
  'usage.incident-files': '[V-2026-0001]',
  'refusal.which-incident':
    'Sie wirken in mehreren offenen Vorfällen mit: {numbers}. Bitte schicken Sie die Datei noch einmal und schreiben Sie dazu, zu welchem sie gehört: „vorfall beleg V-2026-0001“.',
  'refusal.too-much-evidence':
    'Ein Vorfall nimmt höchstens {max} Dateien auf. Bitte legen Sie weitere in Ihrer Ablage ab und nennen Sie den Link als Nachweis.',
  'refusal.file-not-stored': 'Diese Datei liegt nicht vor.',
  'refusal.link-dm-only':
    'Links zu Dateien gebe ich nur im persönlichen Chat heraus, weil sie der Person gehören, die fragt.',
  'timeline.evidence-file': 'Beleg abgelegt: {name} ({about}), SHA-256 {sha256}',
  'timeline.evidence-announced': 'Beleg angekündigt: {name} ({about})',
  'timeline.evidence-refused': 'Beleg nicht angenommen: {name}',
  'timeline.evidence-fetched': 'Beleg herausgegeben: {name}',
  'evidence.kept': '{name} ist als Beleg zu {number} abgelegt.\nSHA-256 {sha256}',
  'evidence.loading':
    '{files} wird geladen und dann als Beleg zu {number} abgelegt. Klappt das nicht, schreibe ich Ihnen.',
  'evidence.instead':
    'Gehört sie stattdessen zu einem Vorfall ({number})? Dann schicken Sie sie noch einmal mit dem Text „vorfall beleg“.',
  'evidence.step.done': 'Schritt {code} ist damit erledigt; die Prüfsumme ist sein Nachweis.',
  'evidence.step.added': 'Die Prüfsumme ist jetzt der Nachweis zu Schritt {code}.',
  'evidence.step.kept':
    'Schritt {code} bleibt, wie er ist: Er hat schon einen Nachweis, braucht einen Link oder ist noch nicht an der Reihe. Die Datei liegt trotzdem vor.',
  'evidence.title': '{number}: {count} {count|Beleg|Belege}',
  'evidence.none': 'Noch hat niemand einen Beleg geschickt.',
  'evidence.line': 'Von {who}, {at}',
  'evidence.fetch': 'Link zur Datei',
  'evidence.link': 'Beleg zu {number}',
  'evidence.state.stored': 'liegt vor',
  'evidence.state.waiting': 'wird geladen',
  'evidence.state.refused': 'nicht angenommen',
  'evidence.how':
    'Belege schicken Sie als Datei im persönlichen Chat mit dem Text „vorfall beleg“, gern mit Kanal und Schritt („vorfall beleg S1.5“).',
  'evidence.no.type':
    'Dieser Dateityp ist nicht erlaubt. Möglich sind E-Mails (EML), Bilder (PNG, JPG), Videos (MP4, MOV, WebM), PDF, Word, Excel, OpenDocument, Text und CSV.',
  'evidence.no.too-big':
    'Die Datei ist größer als 5 MB. Bitte legen Sie sie in Ihrer Ablage ab und nennen Sie den Link als Nachweis.',
  'evidence.missing': '{number}: Ihr Beleg fehlt',
  'evidence.refused': 'Ihre Datei „{name}“ liegt nicht als Beleg vor. Bitte schicken Sie sie noch einmal.',
  'evidence.part': 'Belege: {count} {count|Datei|Dateien}',
  'steps.screenshots-first':
    '📷 Dieser Schritt löscht etwas. Machen Sie vorher Bildschirmfotos und schicken Sie sie mit „vorfall beleg“.',
  'steps.screenshots-ask':
    'Dieser Schritt löscht etwas, das danach niemand mehr belegen kann. Liegen die Bildschirmfotos vor?',
  'steps.screenshots-yes': 'Ja, sie liegen vor',
  'record.files': 'Belege',
  'record.files.name': 'Datei',
  'record.files.sha256': 'SHA-256',
  'record.files.size': 'Größe (Byte)',
  'record.files.type': 'Art',
  'record.files.person': 'Geschickt von',
  'record.files.handed-in': 'Eingegangen (UTC)',
  'record.files.channel': 'Kanal',
  'record.files.step': 'Schritt',
  'record.files.state': 'Stand',
  'help.incident-pack': 'Die Notfallmappe zum Ausdrucken: Telefonnummern, Kanäle, Meldewege, Checklisten',
  'pack.title': 'Notfallmappe',
  'pack.file': 'notfallmappe',
  'pack.intro':
    '{city}. Stand: {at}.\nFür den Fall, dass der Chat nicht geht. Vertraulich: Bitte unter Verschluss halten und die alte Fassung vernichten.',
  'pack.what':
    'Sie enthält Telefonnummern, alle Kanäle mit ihren Administrator*innen, die Meldewege der Netzwerke und die Checklisten.',
  'pack.print':
    'Bitte drucken Sie die Notfallmappe aus und legen Sie sie unter Verschluss. Sie hilft, wenn der Chat nicht geht.',
  'pack.get': 'Link zur Notfallmappe',
  'pack.link-note':
    'Der Link gehört Ihnen und gilt bis {until}. Dahinter liegt jede Nacht der neue Stand. Ihr voriger Link gilt nicht mehr.',
  'pack.who': 'Wer',
  'pack.phone': 'Telefon',
  'pack.address': 'Adresse',
  'pack.platform': 'Netzwerk',
  'pack.channel': 'Kanal',
  'pack.state': 'Stand',
  'pack.administrators': 'Administrator*innen',
  'pack.channels': 'Kanäle',
  'pack.stage': 'Stufe',
  'pack.step': 'Schritt',
  'pack.no-door': 'Kein Formular bekannt: Betreiber, eigene Serververwaltung oder Support fragen',
  'pack.runbook': 'Die ersten 15 Minuten',
  'pack.runbook.call':
    'Rufen Sie die IT-Sicherheit an. Sie leitet den Einsatz und entscheidet, ob es ein Vorfall ist. Ist sie nicht zu erreichen, rufen Sie die nächste Person der Liste an.',
  'pack.runbook.login': 'Eine Administrator*in des Kanals versucht, sich von einem sicheren Gerät anzumelden.',
  'pack.runbook.proof': 'Machen Sie Bildschirmfotos mit Adresse und Uhrzeit, bevor Sie etwas ändern oder löschen.',
  'pack.runbook.recover':
    'Gelingt die Anmeldung: neues Passwort, alle Sitzungen beenden, Postfach prüfen. Gelingt sie nicht: den Meldeweg des Netzwerks nutzen und die Vorgangsnummer aufschreiben.',
  'pack.runbook.stop': 'Auf dem Kanal wird nichts mehr veröffentlicht. Halten Sie geplante Beiträge und Werbung an.',
  'pack.runbook.related':
    'Dasselbe gilt für alle Kanäle mit denselben Administrator*innen, demselben Postfach oder demselben Werkzeug.',
  'pack.runbook.tell':
    'Rufen Sie Pressestelle, Datenschutz, Leitung des Fachbereichs und Freigabe an: welcher Kanal, was zu sehen ist, nicht anklicken, nicht weitergeben, nur die Pressestelle spricht.',
  'pack.runbook.public':
    'Die Pressestelle warnt auf der Website und auf Kanälen, die nicht betroffen sind. Eine zweite Person gibt den Text frei.',
  'pack.runbook.write-down':
    'Schreiben Sie auf, wer wann was getan hat. Melden Sie den Vorfall mit „/vorfall melden“ nach, sobald der Chat wieder geht. Die 72 Stunden für die Aufsicht laufen ab jetzt.',
} as const;
