/** The steps of the checklists: what to do and, if known, where. */
export const checklist = {
  'step.safe-device':
    'Nur noch an einem dienstlichen Gerät arbeiten, das mit dem Vorfall nichts zu tun hat. Das verdächtige Gerät nicht mehr benutzen und nicht ausschalten.',
  'step.tools-stopped':
    'Geplante Beiträge in jedem Werkzeug anhalten (Redaktionsplaner, Social-Media-Software, automatische Weiterleitungen).',
  'step.tokens-withdrawn': 'In jedem Werkzeug die Verbindung zu diesem Auftritt trennen.',
  'step.ads-paused': 'Laufende Anzeigen anhalten und das Zahlungsmittel sperren lassen.',
  'step.evidence-first':
    'Beweise sichern, bevor etwas geändert wird: Bildschirmfotos mit Adresse und Uhrzeit (UTC), Liste der Berechtigten, Anmeldeverlauf.',
  'step.mailbox':
    'Postfach hinter dem Konto prüfen: neues Passwort, keine fremden Weiterleitungen, keine fremden Regeln.',
  'step.password': 'Neues Passwort setzen und alle Sitzungen auf allen Geräten beenden.',
  'step.second-factor': 'Zwei-Faktor-Anmeldung neu einrichten, ohne SMS. Alte Wiederherstellungscodes verwerfen.',
  'step.recovery': 'E-Mail-Adresse und Telefonnummer für die Wiederherstellung prüfen und berichtigen.',
  'step.strangers-out':
    'Fremde Berechtigte, Apps und Werkzeuge entfernen. Die Liste mit den Berechtigten im Register vergleichen.',
  'step.registry-mark':
    'Auf der Website der Stadt nachsehen: Der Auftritt ist dort als kompromittiert oder ruhend gekennzeichnet.',
  'step.outside-view':
    'In einem Browser ohne Anmeldung nachsehen: Der Hinweis steht da, nichts Fremdes ist zu sehen. Eine zweite Person bestätigt es.',
  'step.report-platform':
    'Die Übernahme beim Netzwerk melden und die Vorgangsnummer festhalten („/vorfall vorgang“). Der Weg steht oben auf der Karte.',
  'step.partners-report':
    'Andere Fachbereiche und Partner bitten, das Konto ebenfalls zu melden. Viele Meldungen werden schneller bearbeitet.',
  'step.warn-elsewhere':
    'Auf der Website der Stadt und auf nicht betroffenen Auftritten warnen, mit freigegebenem Text.',
  'step.ask-to-hide': 'Das Netzwerk bitten, das Konto bis zur Klärung zu sperren oder auszublenden.',
  'step.ask-to-remove': 'Das Netzwerk bitten, das Konto zu löschen, mit Nachweis, dass es der Stadt gehört.',
  'step.archive-all':
    'Zuerst alles archivieren: Beiträge, Kommentare, Nachrichten und Bilder herunterladen und ablegen. Erst danach geht es weiter.',
  'step.gone-outside': 'Ohne Anmeldung nachsehen: Die Adresse führt zu nichts mehr.',
  'step.strangers-posts': 'Fremde Beiträge, Kommentare und Nachrichten archivieren und dann löschen.',
  'step.access-checked': 'Berechtigte, Apps, Sitzungen und Wiederherstellung noch einmal prüfen.',
  'step.notice-off': 'Den Hinweis auf die Ruhe lösen und das Profil wie vorher herstellen.',
  'step.comments-back': 'Kommentare und Nachrichten wieder öffnen, wie sie vorher waren.',
  'step.tools-back': 'Werkzeuge wieder verbinden; geplante Beiträge vor dem Einschalten durchsehen.',
  'step.public-word': 'Öffentlich mitteilen, dass der Auftritt wieder der Stadt gehört.',
  'step.back-outside': 'Ohne Anmeldung nachsehen: Der Auftritt sieht aus wie vorher.',

  'step.facebook-planner': 'In der Meta Business Suite unter „Planer“ alle geplanten Beiträge und Stories anhalten.',
  'step.facebook-access':
    'Unter „Seitenzugriff“ und im Business-Portfolio unter „Personen“ und „Partner“ Fremde entfernen.',
  'step.facebook-portfolio':
    'Zweite*r Administrator*in des Business-Portfolios: dem übernommenen Konto den Zugriff auf die Seite nehmen.',
  'step.facebook-notice': 'Hinweis als Beitrag veröffentlichen und oben anheften.',
  'step.facebook-profile': 'Hinweis in „Info“ und Titelbild setzen.',
  'step.facebook-answers': 'Kommentare begrenzen und automatische Antworten im Messenger ausschalten.',
  'step.meta-linked':
    'In der Kontenübersicht von Meta die verknüpften Konten prüfen (Facebook, Instagram, Threads); sie gehören zum selben Vorfall.',
  'step.facebook-unpublish': 'Die Seite verbergen: Veröffentlichung aufheben.',
  'step.facebook-unpublish-portfolio': 'Zweite*r Administrator*in des Business-Portfolios: Veröffentlichung aufheben.',
  'step.facebook-delete': 'Die Seite löschen. Die Frist bis zur endgültigen Löschung notieren.',
  'step.facebook-publish': 'Die Seite wieder veröffentlichen.',

  'step.instagram-planned': 'Geplante Beiträge in der App und in der Meta Business Suite anhalten.',
  'step.instagram-bio': 'Hinweis und Link zur Website in die Profilbeschreibung setzen.',
  'step.instagram-notice': 'Hinweis als Beitrag veröffentlichen und im Profil anheften.',
  'step.instagram-comments': 'Kommentare bei den letzten Beiträgen ausschalten.',
  'step.instagram-highlights': 'Story-Highlights durchsehen; Fremdes sichern und entfernen.',
  'step.instagram-archive': 'Beiträge ins Archiv verschieben; mindestens alle fremden und alle angehefteten.',
  'step.instagram-delete': 'Das Konto löschen. Die Frist bis zur endgültigen Löschung notieren.',
  'step.instagram-unarchive': 'Beiträge aus dem Archiv zurückholen.',

  'step.x-planned': 'Geplante Beiträge in X anhalten.',
  'step.x-apps': 'Verbundene Apps widerrufen und vertraute Werkzeuge danach neu zulassen.',
  'step.x-delegates': 'Delegierte und hinterlegte E-Mail-Adresse prüfen.',
  'step.x-notice': 'Hinweis veröffentlichen und von Hand im Profil anheften.',
  'step.x-bio': 'Hinweis in die Profilbeschreibung setzen.',
  'step.x-replies': 'Direktnachrichten schließen; Antworten auf den Hinweis begrenzen.',
  'step.x-protect': 'Beiträge schützen, sodass nur bestätigte Follower*innen sie sehen.',
  'step.x-delete':
    'Das Konto deaktivieren. Achtung: Damit beginnt eine Frist, nach der es gelöscht wird und der Name frei werden kann.',
  'step.x-unprotect': 'Den Schutz der Beiträge aufheben.',

  'step.youtube-planned': 'Geplante Veröffentlichungen und Premieren in YouTube Studio anhalten.',
  'step.youtube-google': 'Das Google-Konto hinter dem Kanal sichern: Passwort, Sitzungen, Wiederherstellung.',
  'step.youtube-permissions': 'In YouTube Studio unter „Einstellungen“, „Berechtigungen“ Fremde entfernen.',
  'step.youtube-notice': 'Hinweis in die Kanalbeschreibung und als Kanaltrailer setzen; Banner und Links prüfen.',
  'step.youtube-comments': 'Kommentare bei den Videos anhalten; angeheftete Kommentare prüfen.',
  'step.youtube-streams': 'Laufende und geplante Livestreams beenden.',
  'step.youtube-private':
    'Videos auf „privat“ stellen, die neuesten und die fremden zuerst. Über die Schnittstelle höchstens etwa 200 am Tag, der Rest in YouTube Studio.',
  'step.youtube-delete': 'Den Kanal ausblenden oder löschen.',
  'step.youtube-strikes': 'Fremde Videos löschen, auch private; Verwarnungen prüfen und ihnen widersprechen.',
  'step.youtube-public': 'Die Videos wieder auf die Sichtbarkeit der Momentaufnahme stellen.',

  'step.linkedin-planned': 'Geplante Beiträge der Seite anhalten.',
  'step.linkedin-admins': 'Als Super-Administrator*in fremde Administrator*innen entfernen.',
  'step.linkedin-notice': 'Hinweis als Beitrag veröffentlichen und anheften.',
  'step.linkedin-profile': 'Hinweis in Slogan und Titelbild setzen.',
  'step.linkedin-comments': 'Kommentare bei den letzten Beiträgen ausschalten.',
  'step.linkedin-deactivate':
    'Die Seite deaktivieren, soweit LinkedIn das anbietet; sonst den Support bitten und diesen Schritt begründen.',
  'step.linkedin-delete': 'Die Seite löschen lassen.',
  'step.linkedin-reactivate': 'Die Seite wieder aktivieren.',

  'step.xing-planned': 'Geplante Neuigkeiten der Seite anhalten.',
  'step.xing-editors': 'Fremde Redakteur*innen der Seite entfernen.',
  'step.xing-notice': 'Hinweis als Neuigkeit veröffentlichen und in die Beschreibung setzen.',
  'step.xing-comments': 'Kommentare bei den letzten Neuigkeiten ausschalten.',
  'step.xing-hide': 'Die Seite über den Support von XING verbergen lassen.',
  'step.xing-delete': 'Die Seite über den Support von XING löschen lassen.',
  'step.xing-show': 'Die Seite wieder sichtbar machen lassen.',

  'step.mastodon-planned': 'Geplante Beiträge löschen oder verschieben.',
  'step.mastodon-apps': 'Unter „Konto“, „Autorisierte Anwendungen“ und „Sitzungen“ Fremdes entfernen.',
  'step.mastodon-alias': 'Unter „Konto umziehen“ prüfen: kein fremdes Umzugsziel, kein fremder Alias.',
  'step.mastodon-freeze':
    'Verwaltung des eigenen Servers: Anmeldung des Kontos einfrieren. Die Inhalte bleiben stehen. Nie löschen.',
  'step.mastodon-profile': 'Hinweis in Anzeigename und Beschreibung setzen.',
  'step.mastodon-notice': 'Hinweis veröffentlichen und anheften.',
  'step.mastodon-locked': 'Profil schließen: Folgeanfragen prüfen, aus Verzeichnis und Suche nehmen.',
  'step.mastodon-suspend': 'Verwaltung des eigenen Servers: das Konto stummschalten oder sperren, umkehrbar.',
  'step.mastodon-delete': 'Das Konto löschen. Achtung: Der Name kann auf diesem Server nie wieder vergeben werden.',
  'step.mastodon-unfreeze':
    'Verwaltung des eigenen Servers: die gesperrte Anmeldung wieder freigeben, falls sie gesperrt wurde.',
  'step.mastodon-unsuspend': 'Verwaltung des eigenen Servers: die Sperre des Kontos aufheben, falls es gesperrt wurde.',
  'step.mastodon-unlocked': 'Profil wieder öffnen.',

  'step.wordpress-planned': 'Geplante Beiträge auf „Entwurf“ stellen.',
  'step.wordpress-passwords': 'Unter „Benutzer“ alle Anwendungspasswörter widerrufen.',
  'step.wordpress-salts': 'Betrieb: Sicherheitsschlüssel (Salts) erneuern, damit alle Anmeldungen enden.',
  'step.wordpress-files': 'Betrieb: Plugins, Administrator*innen und Dateien auf Veränderungen prüfen.',
  'step.wordpress-hoster': 'Hoster: Zugang zur Verwaltung sperren oder eine Hinweisseite vorschalten.',
  'step.wordpress-notice': 'Hinweisseite anlegen und als Startseite setzen.',
  'step.wordpress-comments': 'Kommentare und Pingbacks schließen.',
  'step.wordpress-private': 'Fremde Beiträge auf „privat“ oder „Entwurf“ stellen.',
  'step.wordpress-503': 'Hoster: Die Website mit Status 503 und dem Hinweis ausliefern.',
  'step.wordpress-delete': 'Betrieb: Die Website abschalten; die Adresse bei der Stadt behalten.',
  'step.wordpress-open': 'Startseite und Beiträge wie vorher herstellen; die Hinweisseite abschalten.',

  'step.tiktok-planned': 'Geplante Videos anhalten.',
  'step.tiktok-devices': 'Unter „Sicherheit“ fremde Geräte und verbundene Apps entfernen.',
  'step.tiktok-notice': 'Hinweis in die Beschreibung setzen und als Video anheften.',
  'step.tiktok-comments': 'Kommentare, Duette und Nachrichten ausschalten.',
  'step.tiktok-private': 'Videos auf „nur ich“ stellen oder das Konto privat schalten, soweit die Kontoart es zulässt.',
  'step.tiktok-delete': 'Das Konto löschen. Die Frist bis zur endgültigen Löschung notieren.',
  'step.tiktok-public': 'Die Sichtbarkeit wie vorher herstellen.',

  'step.threads-planned': 'Geplante Beiträge anhalten.',
  'step.threads-instagram': 'Das Instagram-Konto dazu sichern; ohne es ist Threads nicht sicher.',
  'step.threads-notice': 'Hinweis veröffentlichen und anheften.',
  'step.threads-replies': 'Antworten begrenzen.',
  'step.threads-private': 'Das Profil auf „privat“ stellen.',
  'step.threads-delete': 'Das Threads-Profil löschen.',
  'step.threads-public': 'Das Profil wieder öffentlich stellen.',

  'step.bluesky-planned': 'Geplante Beiträge in angeschlossenen Werkzeugen anhalten.',
  'step.bluesky-passwords': 'Alle App-Passwörter widerrufen.',
  'step.bluesky-profile': 'Hinweis in Anzeigename und Beschreibung setzen.',
  'step.bluesky-notice': 'Hinweis veröffentlichen und anheften; vor dem Verbergen, danach geht es nicht mehr.',
  'step.bluesky-handle':
    'Betrieb: Den DNS-Eintrag der Domain der Stadt für diesen Namen entfernen. Das Konto trägt dann nicht mehr ihren Namen.',
  'step.bluesky-deactivate':
    'Mit dem Hauptpasswort anmelden und das Konto deaktivieren. Kein Löschdatum setzen; das Passwort nirgends speichern.',
  'step.bluesky-delete': 'Das Konto löschen; den DNS-Eintrag entfernen.',
  'step.bluesky-activate': 'Das Konto wieder aktivieren.',

  'step.flickr-uploads': 'Automatisches Hochladen auf allen Geräten ausschalten.',
  'step.flickr-apps': 'Unter „Einstellungen“, „Apps“ fremde Anwendungen entfernen.',
  'step.flickr-notice': 'Hinweis in die Profilbeschreibung setzen.',
  'step.flickr-comments': 'Kommentare ausschalten.',
  'step.flickr-private': 'Fotos auf „privat“ stellen, die neuesten und die fremden zuerst.',
  'step.flickr-delete': 'Das Konto löschen.',
  'step.flickr-public': 'Die Sichtbarkeit der Fotos nach der Momentaufnahme herstellen.',

  'step.whatsapp-phone': 'Das Diensttelefon der Inhaberin oder des Inhabers sichern; verknüpfte Geräte abmelden.',
  'step.whatsapp-pin': 'Die PIN der Verifizierung in zwei Schritten neu setzen.',
  'step.whatsapp-admins': 'Fremde Administrator*innen des Kanals entfernen.',
  'step.whatsapp-notice': 'Hinweis im Kanal veröffentlichen.',
  'step.whatsapp-sim': 'Mobilfunkanbieter: Rufnummer sperren und auf eine neue SIM-Karte legen lassen.',
  'step.whatsapp-hide': 'Kanalbeschreibung auf den Hinweis kürzen; den Link von allen Seiten der Stadt nehmen.',
  'step.whatsapp-delete': 'Den Kanal löschen.',
  'step.whatsapp-show': 'Die Kanalbeschreibung herstellen und den Link wieder setzen.',

  'step.other-operator': 'Betreiber oder Verwaltung des Systems: das Konto sperren lassen.',
  'step.other-notice': 'Hinweis an sichtbarer Stelle veröffentlichen.',
  'step.other-comments': 'Beiträge, Chat und Kommentare anderer schließen.',
  'step.other-hide': 'Den Auftritt verbergen, so dass es umkehrbar ist.',
  'step.other-operator-hide': 'Betreiber oder Verwaltung des Systems: den Auftritt ausblenden lassen.',
  'step.other-delete': 'Den Auftritt löschen.',
  'step.other-show': 'Den Auftritt wieder sichtbar machen.',
} as const;
