/**
 * Templates of texts for the outside, in plain German and English, facts only; Leichte Sprache has a file of its own.
 * The bot fills `{name}`, the author fills `[…]`. A text with a gap left can't be submitted. Changed wording needs a
 * new version.
 */

import type { Lang } from '../node.ts';
import { LEICHT } from './leichte-sprache.ts';

/** `leicht`: Leichte Sprache, German for people who read little. */
export const OUTSIDE_LANGS = ['de', 'leicht', 'en'] as const satisfies readonly (Lang | 'leicht')[];
export type OutsideLang = (typeof OUTSIDE_LANGS)[number];

export const OUTSIDE = {
  holding: {
    de: `Zurzeit können Beiträge auf {channels} von Unbefugten stammen. Wir haben das am {time} festgestellt.

Bitte klicken Sie dort auf keine Links und antworten Sie nicht auf Nachrichten. Geben Sie keine Passwörter und keine Bankdaten ein.

Wir arbeiten daran, den Zugang zu sichern. Verlässliche Informationen der {city} finden Sie hier: [bitte ergänzen: Adresse der Website]

Der nächste Stand folgt hier um [bitte ergänzen: Uhrzeit].`,
    en: `At the moment, posts on {channels} may come from somebody without authorisation. We noticed this on {time}.

Please do not click on any links there and do not reply to messages. Do not enter passwords or bank details.

We are working on securing access. Reliable information from {city} can be found here: [please add: address of the website]

The next update follows here at [please add: time].`,
  },
  update: {
    de: `Neuer Stand zu {channels}:

[bitte ergänzen: Was ist seit der letzten Mitteilung geschehen? Nur gesicherte Tatsachen.]

Weiterhin gilt: Bitte klicken Sie dort auf keine Links und antworten Sie nicht auf Nachrichten.

Verlässliche Informationen der {city} finden Sie hier: [bitte ergänzen: Adresse der Website]`,
    en: `Update on {channels}:

[please add: what has happened since the last notice? Confirmed facts only.]

It still holds: please do not click on any links there and do not reply to messages.

Reliable information from {city} can be found here: [please add: address of the website]`,
  },
  'all-clear': {
    de: `Entwarnung: {channels} wird wieder von der {city} betrieben.

Beiträge, die nicht von uns waren, sind entfernt: [bitte ergänzen: Was wurde entfernt, aus welchem Zeitraum?]

Haben Sie in dieser Zeit dort auf einen Link geklickt oder Daten eingegeben? Dann ändern Sie bitte Ihr Passwort und wenden Sie sich an [bitte ergänzen: Ansprechstelle].

Danke für Ihre Geduld und Ihre Hinweise.`,
    en: `All clear: {channels} is run by {city} again.

Posts that were not ours have been removed: [please add: what was removed, from which period?]

Did you click on a link or enter data there during this time? Then please change your password and contact [please add: contact].

Thank you for your patience and your reports.`,
  },
  faq: {
    de: `Fragen und Antworten zu {channels}

Was ist passiert?
[bitte ergänzen: nur gesicherte Tatsachen]

Bin ich betroffen?
[bitte ergänzen: wer etwas tun muss, und was]

Woran erkenne ich echte Mitteilungen der {city}?
Auf unserer Website steht, welche Kanäle von uns sind: [bitte ergänzen: Adresse der Website]

An wen kann ich mich wenden?
[bitte ergänzen: Ansprechstelle]`,
    en: `Questions and answers about {channels}

What has happened?
[please add: confirmed facts only]

Am I affected?
[please add: who has to do something, and what]

How do I recognise genuine messages from {city}?
Our website says which channels are ours: [please add: address of the website]

Whom can I contact?
[please add: contact]`,
  },
} as const satisfies Record<string, Record<Lang, string>>;

type OutsideFacts = { city: string; channels: string; time: string };

/** The template filled with what the bot knows; the author's gaps stay. */
export function outsideText(kind: keyof typeof OUTSIDE, lang: OutsideLang, facts: OutsideFacts): string {
  const template = lang === 'leicht' ? LEICHT[kind] : OUTSIDE[kind][lang];
  return template.replaceAll(/\{(city|channels|time)\}/g, (_all, name: keyof OutsideFacts) => facts[name]);
}
