/** Which column of a foreign channel list holds what: German and English headings, in any order. */
import { type Platform, platformByName } from '../platform/platform.ts';

export const IMPORT_FIELDS = [
  'office',
  'platform',
  'name',
  'handle',
  'url',
  'unit',
  'administrators',
  'contentSafeguards',
  'leaverSafeguards',
  'agency',
  'limitedUntil',
  'dormantSince',
  'note',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/**
 * Headings in plain letters: the Saxon list of 2016 and words common in other lists. A longer heading may begin with
 * one.
 */
const HEADINGS = {
  office: [
    'stelle',
    'behoerde',
    'fachbereich',
    'eigenbetrieb',
    'amt',
    'dienststelle',
    'einrichtung',
    'organisation',
    'office',
    'department',
    'body',
    'authority',
  ],
  platform: [
    'medium',
    'netzwerk',
    'soziales netzwerk',
    'plattform',
    'dienst',
    'platform',
    'network',
    'service',
    'social network',
  ],
  name: [
    'kanal',
    'kanalname',
    'name',
    'bezeichnung',
    'titel',
    'auftritt',
    'channel',
    'channel name',
    'account name',
    'title',
  ],
  handle: ['kennung', 'handle', 'benutzername', 'nutzername', 'accountname', 'username', 'account'],
  url: ['adresse', 'url', 'link', 'internetadresse', 'webadresse', 'address', 'web address'],
  unit: [
    'angesiedelt im bereich',
    'angesiedelt',
    'bereich',
    'abteilung',
    'referat',
    'team',
    'zustaendig',
    'zustaendiger bereich',
    'unit',
    'division',
    'unit in charge',
  ],
  administrators: [
    'administration',
    'administratoren',
    'administrator',
    'anzahl administratoren',
    'zahl der administratoren',
    'admins',
    'anzahl admins',
    'administrators',
    'number of administrators',
  ],
  contentSafeguards: [
    'sicherheitsvorkehrungen fuer den inhalt',
    'sicherheitsvorkehrungen inhalt',
    'vorkehrung inhalt',
    'inhaltliche vorkehrungen',
    'content safeguards',
    'content safeguard',
  ],
  leaverSafeguards: [
    'sicherheitsvorkehrungen bei ausscheiden',
    'vorkehrung bei ausscheiden',
    'vorkehrungen bei ausscheiden',
    'ausscheiden',
    'leaver safeguards',
    'leaver safeguard',
  ],
  agency: ['agentur', 'beauftragte agentur', 'dienstleister', 'agency'],
  limitedUntil: ['befristet bis', 'befristet', 'laufzeit bis', 'limited until'],
  dormantSince: ['ruhend seit', 'stillgelegt seit', 'still gelegt seit', 'dormant since'],
  note: ['bemerkung', 'anmerkung', 'hinweis', 'kommentar', 'notiz', 'note', 'remark', 'comment'],
} as const satisfies Record<ImportField, readonly string[]>;

const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
const words = (heading: string) =>
  heading
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
    .replace(/\*innen|:innen|_innen/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/**
 * In: the headings of a list. Out: the heading that holds each field, and the headings that were not recognised. The
 * exact word wins over a heading that only begins with it ("Stelle (Behörde)"); of two equal headings the first wins.
 * `networks`: the columns of a list that has one per network. A list with a column of addresses or platforms has none.
 */
export function readHeadings(headings: readonly string[]): {
  columns: Partial<Record<ImportField, string>>;
  networks: { heading: string; platform: Platform }[];
  unread: string[];
} {
  const columns: Partial<Record<ImportField, string>> = {};
  const taken = new Set<string>();
  const rules = [
    (heading: string, word: string) => heading === word,
    (heading: string, word: string) => heading.startsWith(`${word} `) || heading.startsWith(`${word}en `),
  ];
  for (const fits of rules) {
    for (const field of IMPORT_FIELDS) {
      const found = headings.find(
        (heading) => !taken.has(heading) && HEADINGS[field].some((word) => fits(words(heading), word)),
      );
      if (found === undefined || columns[field] !== undefined) continue;
      columns[field] = found;
      taken.add(found);
    }
  }
  const left = [...new Set(headings)].filter((heading) => heading.trim() !== '' && !taken.has(heading));
  const perNetwork = columns.url === undefined && columns.platform === undefined;
  const networks = left.flatMap((heading) => {
    const platform = perNetwork ? platformByName(heading) : undefined;
    return platform ? [{ heading, platform }] : [];
  });
  return { columns, networks, unread: left.filter((heading) => !networks.some((one) => one.heading === heading)) };
}
