/** Every refusal: the reason, and what to do now. Also what can be wrong with a link or a file. */
export const refusal = {
  'refusal.unknown-person':
    'Ich kenne Sie noch nicht. Bitte wenden Sie sich an {registrars}. Dort weiß man jetzt, dass Sie mir geschrieben haben.',
  'refusal.one-channel':
    'Bitte nennen Sie genau einen Kanal, am besten mit seinem Link. Mehrere Kanäle auf einmal kann melden, wen das Register kennt.',
  'refusal.not-allowed': 'Dafür haben Sie keine Berechtigung. Die Berechtigungen pflegt: {registrars}.',
  'refusal.not-found': 'Das habe ich nicht gefunden. Mit „/kanal liste“ sehen Sie, was es gibt.',
  'refusal.ambiguous': 'Das passt auf mehrere Kanäle. Bitte nennen Sie die Antragsnummer (zum Beispiel SN-2026-0001).',
  'refusal.not-understood': '„{word}“ verstehe ich nicht. Mit „{help}“ zeige ich Ihnen, was ich kann.',
  'refusal.too-long': 'Der Text ist zu lang. Bitte kürzen Sie ihn auf höchstens {max} Zeichen.',
  'refusal.bad-arguments': 'Da fehlt eine Angabe, oder sie passt nicht. Bitte schreiben Sie es so: „{usage}“',
  'refusal.wrong-state': 'Das geht jetzt nicht mehr oder noch nicht. Stand des Antrags: {state}.',
  'refusal.not-readable':
    'Diesen Antrag dürfen Sie nicht einsehen. Lesen können ihn der Fachbereich und die beteiligten Stellen.',
  'refusal.not-applicant': 'Das kann nur tun, wer den Antrag stellt.',
  'refusal.not-a-member':
    'Sie können hier nicht für „{body}“ entscheiden. Das können nur deren Mitglieder und Vertretungen.',
  'refusal.own-application':
    'Über den eigenen Antrag entscheidet niemand selbst. Bitte lassen Sie die Vertretung oder die nächste Ebene entscheiden.',
  'refusal.holder':
    'Sie sind in diesem Antrag als Person mit Rechten am Kanal genannt. Deshalb entscheidet hier jemand anderes.',
  'refusal.not-your-turn': '„{body}“ ist noch nicht an der Reihe. Sie bekommen eine Karte, sobald es so weit ist.',
  'refusal.already-decided': 'Schon entschieden: {answer} – {who}, {at}. Ihr Klick hat nichts geändert.',
  'refusal.reason-missing': 'Ein Nein braucht eine Begründung.',
  'refusal.nobody-can-decide':
    'Der Antrag kann noch nicht eingereicht werden: Für {bodies} gibt es niemanden, der entscheiden darf. Bitte wenden Sie sich an die Stelle, die die Organisation pflegt. Ihr Entwurf bleibt erhalten.',
  'refusal.files-waiting': 'Eine Anlage wird noch geladen. Bitte reichen Sie den Antrag gleich noch einmal ein.',
  'refusal.already-registered':
    'Dieser Kanal ist schon registriert oder beantragt: {number} (Fachbereich: {office}). Mit „/kanal zeigen {number}“ sehen Sie den Stand.',
  'refusal.draft-exists':
    'Dazu gibt es schon einen Entwurf von: {who}. Bitte sprechen Sie sich ab, damit nur ein Antrag gestellt wird.',
  'refusal.no-office':
    'Sie gehören in der Organisation zu keinem Fachbereich. Bitte wenden Sie sich an die Stelle, die die Organisation pflegt.',
  'refusal.no-draft': 'Sie haben gerade keinen Entwurf. Mit „/kanal registrieren“ beginnen Sie einen.',
  'refusal.nothing-to-weigh': 'Bei „{body}“ gibt es kein offenes Nein abzuwägen.',
  'refusal.nothing-unchanged':
    'Zum bisherigen Antrag liegt von dieser Stelle kein Votum vor. Bitte entscheiden Sie mit Ja oder Nein.',
  'refusal.already-answered': 'Diese Rückfrage ist schon beantwortet.',
  'refusal.already-done': 'Das ist schon erledigt: {who}, {at}.',
  'refusal.already-sent-again':
    'Das hat schon jemand noch einmal gesendet. Was nicht ankommt, erscheint wieder auf dieser Karte.',
  'refusal.not-yours': 'Das ist nicht Ihre Aufgabe und nicht Ihr Fachbereich.',
  'refusal.newer-version': 'Es gibt schon einen neueren Antrag: {number}. Bitte gehen Sie von diesem aus.',
  'refusal.too-many-files': 'Ein Antrag kann höchstens {max} Anlagen haben. Bitte entfernen Sie zuerst eine.',
  'refusal.moved-on': 'Diese Karte ist überholt. Mit „/kanal aufgaben“ sehen Sie, was jetzt ansteht.',
  'refusal.dm-only': 'Dateien nehme ich nur im persönlichen Chat an, damit sie nicht alle sehen.',
  'link.not-a-link': 'Das ist kein Link. Bitte kopieren Sie die ganze Adresse aus dem Browser.',
  'link.not-one-link': 'Das sind mehrere Angaben. Bitte nennen Sie genau einen Link.',
  'link.cut-off': 'Der Link ist abgeschnitten („…“). Bitte kopieren Sie die ganze Adresse aus dem Browser.',
  'link.handle-only': 'Das ist nur ein Name. Bitte kopieren Sie die ganze Adresse aus dem Browser.',
  'link.e-mail': 'Das ist eine E-Mail-Adresse. Bitte nennen Sie den Link zum Kanal.',
  'link.too-long': 'Der Link ist zu lang. Bitte kopieren Sie die Adresse der Seite, ohne Zusätze.',
  'link.scheme': 'Solche Adressen nehme ich nicht an. Ein Link beginnt mit https://.',
  'link.credentials': 'Der Link enthält Zugangsdaten. Bitte entfernen Sie sie und ändern Sie das Passwort.',
  'link.private-address':
    'Diese Adresse gehört zu einem internen Netz. Bitte nennen Sie die öffentliche Adresse des Kanals.',
  'link.post-not-profile': 'Das ist ein einzelner Beitrag, kein Kanal. Bitte nennen Sie die Adresse des Kanals.',
  'link.blank': 'Im Link oder dahinter steht ein Leerzeichen. Bitte nennen Sie nur den Link, ohne Leerzeichen.',
  'link.part-of-account': 'Das ist eine Unterseite eines Kontos, nicht das Konto selbst.',
  'link.doubled-link': 'In diesem Link steckt ein zweiter Link. Bitte nennen Sie nur den des Kanals.',
  'link.old-form':
    'Das ist eine alte Form des Profil-Links. Bitte öffnen Sie ihn und kopieren Sie die neue Adresse aus dem Browser.',
  'link.file': 'Der Link führt zu einer Datei, nicht zu einem Kanal. Bitte nennen Sie die Adresse des Kanals.',
  'link.no-account': 'Das ist eine allgemeine Seite des Netzwerks, kein Kanal.',
  'link.short-link': 'Das ist ein Kurzlink. Bitte öffnen Sie ihn und kopieren Sie die ganze Adresse aus dem Browser.',
  'link.did-you-mean': 'Meinten Sie {profile}?',
  'file.how':
    'Anlagen: Senden Sie mir die Datei einfach hier im Chat (PDF, PNG, JPG, Word, Excel, OpenDocument, Text; höchstens 5 MB).',
  'file.attached': '{files} ist angehängt an: {title}.',
  'file.announced': '{files} wird geladen und dann angehängt an: {title}. Klappt das nicht, schreibe ich Ihnen.',
  'file.text-unread': 'Den Text zu der Datei habe ich nicht übernommen. Bitte senden Sie ihn noch einmal ohne Datei.',
  'file.remove': 'Entfernen',
  'file.waiting': 'wird geladen …',
  'file.stored': 'angehängt',
  'file.refused': 'nicht angenommen',
  'file.too-big': 'Die Datei ist größer als 5 MB. Bitte verkleinern Sie sie.',
  'file.type':
    'Dieser Dateityp ist nicht erlaubt. Möglich sind PDF, PNG, JPG, Word, Excel, OpenDocument, Text und CSV.',
  'file.empty': 'Die Datei ist leer.',
  'file.unreachable': 'Ich konnte die Datei im Chat nicht abholen. Bitte senden Sie sie noch einmal.',
  'file.mismatch': 'Der Inhalt passt nicht zur Endung der Datei.',
} as const;
