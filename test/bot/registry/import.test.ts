import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHeadings } from '../../../bot/registry/import-columns.ts';
import { CELL_MAX, type ImportRow } from '../../../bot/registry/import-entry.ts';
import {
  agencyIn,
  contentSafeguardsIn,
  dateIn,
  leaverSafeguardsIn,
  saysDormant,
} from '../../../bot/registry/import-safeguards.ts';
import { parseCsv, readRows } from '../../support/listed.ts';

const makeRow = (overrides: Record<string, string> = {}, line = 2): ImportRow => ({
  line,
  cells: {
    Stelle: 'Kulturbetriebe',
    Medium: 'Facebook',
    Kanal: 'Oper',
    Adresse: 'facebook.com/oper',
    Administration: '2',
    ...overrides,
  },
});
const readOne = (overrides: Record<string, string>) => readRows([makeRow(overrides)]);

describe('readRows on the Saxon list of 2016', async () => {
  const { rows, errors: fileErrors } = await parseCsv(
    readFileSync(new URL('../../../demo/saxony-2016.csv', import.meta.url)),
  );
  const { entries, errors, unread } = readRows(rows, {
    required: ['platform', 'purpose', 'contentSafeguards', 'agencyUsed'],
  });
  const byKey = (key: string) => entries.find((entry) => entry.key === key);

  it('makes an entry of all 51 rows', () => {
    expect([fileErrors, errors, unread]).toEqual([[], [], []]);
    expect(entries).toHaveLength(51);
    expect(entries.map((entry) => entry.line)).toEqual(Array.from({ length: 51 }, (_, index) => index + 2));
    expect(new Set(entries.map((entry) => entry.key)).size).toBe(51);
  });

  it('counts the platforms as the list does', () => {
    const count = (platform: string) => entries.filter((entry) => entry.platform === platform).length;
    const platforms = [...new Set(entries.map((entry) => entry.platform))];
    expect(Object.fromEntries(platforms.map((platform) => [platform, count(platform)]))).toEqual({
      x: 19,
      facebook: 22,
      instagram: 1,
      youtube: 8,
      flickr: 1,
    });
  });

  it('keeps what a row says', () => {
    expect(byKey('x.com/sachsende')).toEqual({
      line: 2,
      platform: 'x',
      kind: 'profile',
      name: 'SachsenDe',
      handle: 'SachsenDE',
      url: 'https://x.com/SachsenDE',
      key: 'x.com/sachsende',
      office: 'SK',
      unit: 'Presse, Kommunikation und Öffentlichkeitsarbeit',
      administrators: 4,
      contentSafeguards: ['four-eyes', 'consultation', 'instruction'],
      contentText:
        'Rückkopplung mit Bereichsleiter zu jeder Veröffentlichung, 4-Augen-Prinzip, Einweisung und Belehrung der schreibberechtigten Mitarbeiter vorab',
      leaverSafeguards: ['credentials-changed'],
      leaverText: 'Änderung der Zugangsdaten',
      state: 'active',
      limited: false,
      missing: ['purpose', 'agencyUsed'],
    });
  });

  it('reads the old page address with umlauts and sees that the number of administrators is missing', () => {
    const entry = byKey('facebook.com/profile.php?id=361317780585377');
    expect(entry).toMatchObject({
      office: 'SBS',
      handle: '361317780585377',
      missing: ['purpose', 'agencyUsed', 'administrators'],
    });
    expect(entry).not.toHaveProperty('administrators');
    expect(entries.filter((one) => one.missing.includes('administrators'))).toEqual([entry]);
  });

  it('finds the two channels at rest and keeps "still gelegt" out of their safeguards', () => {
    const dormant = entries.filter((entry) => entry.state === 'dormant');
    expect(dormant.map((entry) => entry.key)).toEqual(['x.com/smitweets', 'x.com/2015ecsm']);
    expect(dormant.map((entry) => entry.contentText + entry.leaverText)).toEqual(['', '']);
  });

  it('finds the page for a limited time and every agency', () => {
    expect(entries.filter((entry) => entry.limited).map((entry) => entry.handle)).toEqual(['ranandenherd2016']);
    expect(entries.filter((entry) => entry.agency).map((entry) => [entry.line, entry.agency])).toEqual([
      [4, 'Ketchum Pleon'],
      [6, 'Ketchum Pleon'],
      [7, expect.stringContaining('durch Rahmenvertrag gebundenen Agenturen')],
      [8, 'Ketchum Pleon'],
      [13, 'Heimrich & Hannot'],
      [15, expect.stringContaining('durch die Agentur')],
    ]);
  });
});

describe('readRows', () => {
  it.each<[Record<string, string>, string, string]>([
    [{ Adresse: '' }, 'Adresse', 'missing'],
    [{ Stelle: ' ' }, 'Stelle', 'missing'],
    [{ Adresse: 'javascript:alert(1)' }, 'Adresse', 'scheme'],
    [{ Adresse: 'http://10.0.0.1/x' }, 'Adresse', 'private-address'],
    [{ Adresse: 'facebook.com/oper/posts/1' }, 'Adresse', 'post-not-profile'],
    [{ Adresse: 'twitter.com/oper' }, 'Adresse', 'platform-mismatch'],
    [{ Adresse: 'www.example.org/oper' }, 'Adresse', 'platform-mismatch'],
    [{ Administration: 'zwei bis drei' }, 'Administration', 'number'],
    [{ Administration: '-2' }, 'Administration', 'number'],
    [{ Administration: '2,5' }, 'Administration', 'number'],
    [{ Kanal: 'x'.repeat(121) }, 'Kanal', 'too-long'],
    [{ Bemerkung: 'x'.repeat(CELL_MAX + 1) }, 'Bemerkung', 'too-long'],
    [{ 'Befristet bis': '31.02.2025' }, 'Befristet bis', 'date'],
  ])('names line, column and reason for %o', (overrides, column, reason) => {
    const { entries, errors } = readRows([makeRow(overrides, 7), makeRow({ Adresse: 'facebook.com/zoo' }, 8)]);
    expect(errors).toEqual([expect.objectContaining({ line: 7, column, reason })]);
    expect(entries.map((entry) => entry.line)).toEqual([8]);
  });

  it('reports the same account on a later line and names the earlier one', () => {
    const rows = [makeRow({}, 2), makeRow({ Adresse: 'https://www.facebook.com/Oper/?x=1' }, 5)];
    const { entries, errors } = readRows(rows);
    expect(entries).toHaveLength(1);
    expect(errors).toEqual([
      { line: 5, column: 'Adresse', reason: 'duplicate', value: 'https://www.facebook.com/Oper/?x=1', earlier: 2 },
    ]);
  });

  it('reads English headings in any order, with a byte order mark', () => {
    const cells = {
      '\uFEFFURL': 'youtube.com/@oper',
      Remark: 'new',
      Department: 'Culture',
      Network: 'Youtube',
      'Number of administrators': '3',
    };
    const { entries, unread } = readRows([{ line: 2, cells }]);
    expect(entries[0]).toMatchObject({
      platform: 'youtube',
      office: 'Culture',
      note: 'new',
      administrators: 3,
      name: 'oper',
    });
    expect(unread).toEqual([]);
  });

  it('says which headings it did not understand', () => {
    expect(readOne({ Haushaltsstelle: '1', '': 'x' }).unread).toEqual(['Haushaltsstelle']);
  });

  it('says once that the column of addresses is missing instead of faulting each row', () => {
    const cells = { Stelle: 'A', Medium: 'Facebook' };
    const { errors } = readRows([
      { line: 2, cells },
      { line: 3, cells },
    ]);
    expect(errors).toEqual([{ line: 1, column: 'url', reason: 'no-column', value: 'Stelle, Medium' }]);
  });

  it('does not read a column without heading for the ones that are absent', () => {
    const { entries } = readRows([makeRow({ '': 'derzeit still gelegt' })]);
    expect(entries[0]).toMatchObject({ state: 'active' });
    expect(entries[0]).not.toHaveProperty('note');
  });

  it('takes the office of the whole list where the list names none', () => {
    const { entries } = readRows([{ line: 2, cells: { Link: 'facebook.com/oper' } }], { office: 'Kulturbetriebe' });
    expect(entries[0]).toMatchObject({ office: 'Kulturbetriebe', name: 'oper', platform: 'facebook' });
  });

  it.each<[Record<string, string>, string]>([
    [{ Adresse: '@oper' }, 'facebook.com/oper'],
    [{ Adresse: 'Oper.Dortmund' }, 'facebook.com/operdortmund'],
    [{ Adresse: '', Kennung: '@oper' }, 'facebook.com/oper'],
    [{ Medium: 'Mastodon', Adresse: '@oper@social.dortmund.de' }, 'social.dortmund.de/@oper'],
    [{ Medium: 'Blog', Adresse: 'www.dortmund.de/oper' }, 'dortmund.de/oper'],
    [{ Medium: '', Adresse: 'facebook.com/oper' }, 'facebook.com/oper'],
    [{ Medium: 'Snapchat', Adresse: 'snapchat.com/add/oper' }, 'snapchat.com/add/oper'],
  ])('finds the account of %o', (overrides, key) => {
    expect(readOne(overrides).entries[0]?.key).toBe(key);
  });

  it('lets the list name the kind of a site whose address says nothing', () => {
    expect(readOne({ Medium: 'Wiki', Adresse: 'www.dortmund.de/wissen' }).entries[0]?.platform).toBe('wiki');
  });

  it.each<[string, number | undefined]>([
    ['4', 4],
    ['ca. 4', 4],
    ['4 Personen', 4],
    ['0', 0],
    ['', undefined],
    ['k. A.', undefined],
    ['-', undefined],
    ['unbekannt', undefined],
    ['derzeit still gelegt', undefined],
  ])('reads "%s" administrators as %s', (text, administrators) => {
    const [entry] = readOne({ Administration: text }).entries;
    expect(entry?.administrators).toBe(administrators);
    expect(entry?.missing.includes('administrators')).toBe(administrators === undefined);
  });

  it('keeps dates of rest and of the end', () => {
    const { entries } = readOne({ 'Ruhend seit': '01.03.2024', 'Befristet bis': '2025-12-31' });
    expect(entries[0]).toMatchObject({
      state: 'dormant',
      dormantSince: '2024-03-01',
      limited: true,
      limitedUntil: '2025-12-31',
    });
    expect(readOne({ 'Ruhend seit': 'nein', 'Befristet bis': 'unbefristet' }).entries[0]).toMatchObject({
      state: 'active',
      limited: false,
    });
  });

  it('counts an answer that follows from the row as given', () => {
    const required = ['agencyUsed', 'term', 'accountKind', 'handle', 'imprint'];
    const row = makeRow({ Bemerkung: 'Zeitlich begrenzte Seite, Agentur Beispiel & Partner' });
    expect(readRows([row], { required }).entries[0]).toMatchObject({
      agency: 'Beispiel & Partner',
      missing: ['imprint'],
    });
  });

  it('drops control characters that the database cannot store', () => {
    expect(readOne({ Kanal: 'Oper\u0000 \u0007Dortmund' }).entries[0]?.name).toBe('Oper Dortmund');
  });

  it('skips empty rows and gives nothing for an empty list', () => {
    expect(readRows([])).toEqual({ entries: [], errors: [], unread: [], notes: [] });
    expect(readRows([makeRow(), { line: 3, cells: { Stelle: '', Medium: ' ' } }]).errors).toEqual([]);
  });
});

describe('readHeadings', () => {
  it.each(
    Object.entries({
      office:
        'stelle, behoerde, fachbereich, eigenbetrieb, amt, dienststelle, einrichtung, organisation, office, department, body, authority',
      platform: 'medium, netzwerk, soziales netzwerk, plattform, dienst, platform, network, service, social network',
      name: 'kanal, kanalname, name, bezeichnung, titel, auftritt, channel, channel name, account name, title',
      handle: 'kennung, handle, benutzername, nutzername, accountname, username, account',
      url: 'adresse, url, link, internetadresse, webadresse, address, web address',
      unit: 'angesiedelt im bereich, angesiedelt, bereich, abteilung, referat, team, zustaendig, zustaendiger bereich, unit, division, unit in charge',
      administrators:
        'administration, administratoren, administrator, anzahl administratoren, zahl der administratoren, admins, anzahl admins, administrators, number of administrators',
      contentSafeguards:
        'sicherheitsvorkehrungen fuer den inhalt, sicherheitsvorkehrungen inhalt, vorkehrung inhalt, inhaltliche vorkehrungen, content safeguards, content safeguard',
      leaverSafeguards:
        'sicherheitsvorkehrungen bei ausscheiden, vorkehrung bei ausscheiden, vorkehrungen bei ausscheiden, ausscheiden, leaver safeguards, leaver safeguard',
      agency: 'agentur, beauftragte agentur, dienstleister, agency',
      limitedUntil: 'befristet bis, befristet, laufzeit bis, limited until',
      dormantSince: 'ruhend seit, stillgelegt seit, still gelegt seit, dormant since',
      note: 'bemerkung, anmerkung, hinweis, kommentar, notiz, note, remark, comment',
    }),
  )('reads as %s: %s', (field, words) => {
    for (const word of words.split(', ')) {
      expect(readHeadings([word]).columns).toEqual({ [field]: word });
      expect(readHeadings([`${word} (Stand 2026)`]).columns).toEqual({ [field]: `${word} (Stand 2026)` });
    }
  });

  it('prefers the exact word and lets a heading begin with it', () => {
    const { columns, unread } = readHeadings(['Stelle (Behörde)', 'Kanal', 'Kanaladresse', 'Link zum Kanal']);
    expect(columns).toEqual({ office: 'Stelle (Behörde)', name: 'Kanal', url: 'Link zum Kanal' });
    expect(unread).toEqual(['Kanaladresse']);
  });
});

describe('the words of the safeguards', () => {
  it('reads the usual ones and leaves others to the text', () => {
    expect(contentSafeguardsIn('Vier-Augen-Prinzip; Tweetplan')).toEqual(['four-eyes', 'editorial-plan']);
    expect(contentSafeguardsIn('Ausschließliche Informationen')).toEqual(['professional-only']);
    expect(contentSafeguardsIn('durch das Dienstrecht gewährleistet')).toEqual([]);
    expect(leaverSafeguardsIn('Entzug der Rechte, Passwortwechsel')).toEqual(['role-removal', 'credentials-changed']);
  });

  it.each([
    ['derzeit still gelegt', true],
    ['Stillgelegt seit 2015', true],
    ['ruht', true],
    ['nicht stillgelegt', false],
    ['beruhend auf Vertrag', false],
  ])('hears rest in "%s": %s', (text, dormant) => {
    expect(saysDormant(text)).toBe(dormant);
  });

  it.each([
    ['Dortmund-Agentur', undefined],
    ['Agentur für Arbeit', undefined],
    ['Bundesagentur', undefined],
    ['Agentur Beispiel GmbH, Presse', 'Beispiel GmbH'],
    ['gemeinsam mit der Agentur', 'gemeinsam mit der Agentur'],
  ])('sees the outside agency in "%s": %s', (text, agency) => {
    expect(agencyIn(text)).toBe(agency);
  });

  it.each([
    ['seit 1.3.2024', '2024-03-01'],
    ['2024-12-31', '2024-12-31'],
    ['30.02.2024', undefined],
    ['bald', undefined],
  ])('reads the date in "%s" as %s', (text, date) => {
    expect(dateIn(text)).toBe(date);
  });
});
