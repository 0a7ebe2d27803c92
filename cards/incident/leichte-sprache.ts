/**
 * Texts for the outside in Leichte Sprache: one statement per sentence and line, no genitive, passive, subjunctive or
 * abbreviation; long words have a hyphen. They accompany the German text, for people who can't read that one.
 */

export const LEICHT = {
  holding: `Achtung!
Mit diesen Seiten im Internet stimmt etwas nicht:
{channels}

Vielleicht schreiben dort fremde Menschen.
Vielleicht sind die Texte falsch.
Wir wissen das seit {time}.

Das müssen Sie wissen:
Klicken Sie dort auf keinen Link.
Ein Link ist ein Knopf zu einer anderen Internet-Seite.
Antworten Sie dort auf keine Nachricht.
Schreiben Sie dort kein Pass-Wort.
Schreiben Sie dort keine Bank-Daten.

Das tun wir:
Wir arbeiten an dem Problem.
Die Seiten sollen wieder uns gehören.

Hier finden Sie richtige Informationen:
[bitte ergänzen: Adresse der Website]
Diese Internet-Seite macht: {city}

Wir schreiben hier wieder.
Wir schreiben um diese Uhr-Zeit: [bitte ergänzen: Uhrzeit]`,
  update: `Es gibt etwas Neues zu diesen Seiten:
{channels}

Das ist passiert:
[bitte ergänzen: Was ist geschehen? Nur gesicherte Tatsachen. Kurze Sätze.]

Das müssen Sie weiter wissen:
Klicken Sie dort auf keinen Link.
Antworten Sie dort auf keine Nachricht.

Hier finden Sie richtige Informationen:
[bitte ergänzen: Adresse der Website]
Diese Internet-Seite macht: {city}`,
  'all-clear': `Das Problem ist vorbei.
Diese Seiten gehören wieder uns:
{channels}

Wir sind: {city}

Fremde Menschen haben dort geschrieben.
Wir haben diese Texte gelöscht:
[bitte ergänzen: Welche Texte, aus welcher Zeit? Kurze Sätze.]

Haben Sie dort auf einen Link geklickt?
Oder haben Sie dort Daten geschrieben?
Dann ändern Sie bitte Ihr Pass-Wort.
Und melden Sie sich bitte hier:
[bitte ergänzen: Ansprechstelle]

Danke für Ihre Hilfe.
Danke für Ihre Geduld.`,
  faq: `Fragen und Antworten zu diesen Seiten:
{channels}

Was ist passiert?
[bitte ergänzen: nur gesicherte Tatsachen, kurze Sätze]

Muss ich etwas tun?
[bitte ergänzen: wer etwas tun muss, und was]

Welche Seiten sind richtig?
Wir haben eine Liste.
In der Liste stehen alle richtigen Seiten.
Die Liste finden Sie hier:
[bitte ergänzen: Adresse der Website]
Diese Liste macht: {city}

Wer hilft mir?
[bitte ergänzen: Ansprechstelle]`,
} as const;
