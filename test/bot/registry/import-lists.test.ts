/** Lists as cities keep them: titles above the heading, merged cells, names in the wrong column, a column for each network. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Listed, listed as listedIn } from '../../support/listed.ts';

const read = (text: Uint8Array | string, office?: string) =>
  listedIn('liste.csv', typeof text === 'string' ? Buffer.from(text) : text, office);
const listed = (name: string) => read(readFileSync(new URL(`lists/import-${name}.csv`, import.meta.url)));
const brief = ({ entries }: Listed) => entries.map(({ line, office, key }) => [line, office, key]);

describe('a list as a city keeps it', () => {
  it('has a title line above its heading', async () => {
    const list = await listed('title-line');
    expect(brief(list)).toEqual([[4, 'FB 41', 'facebook.com/kulturbeispiel']]);
    expect([list.errors, list.unread, list.entries[0]?.name]).toEqual([[], [], 'Kultur']);
  });

  it.each([
    ['with other delimiters in it', 'Kanäle, Stand, Liste, neu\n\nFachbereich;Adresse\nFB 41;facebook.com/a1'],
    ['above a single column', 'Unsere Kanäle\nAdresse\nfacebook.com/a1'],
    ['in quotes', '"Kanäle; Stand; neu"\tx\nFachbereich\tAdresse\nFB 41\tfacebook.com/a1'],
  ])('has a title line %s', async (_what, text) => {
    expect((await read(text, 'FB 41')).entries.map(({ key }) => key)).toEqual(['facebook.com/a1']);
  });

  it('has merged office cells, and says so', async () => {
    const list = await listed('merged-office');
    expect(brief(list)).toEqual([
      [2, 'FB 41', 'facebook.com/a1beispiel'],
      [3, 'FB 41', 'instagram.com/a1beispiel'],
      [4, 'FB 41', 'youtube.com/@a1beispiel'],
    ]);
    expect(list.notes.map(({ line, note, value }) => [line, note, value])).toEqual([
      [3, 'office-above', 'FB 41'],
      [4, 'office-above', 'FB 41'],
    ]);
  });

  it('has the office in a line of its own', async () => {
    const list = await read('Amt;Adresse\nFB 41;\n;facebook.com/a1\nFB 42;\n;facebook.com/a2');
    expect(brief(list)).toEqual([
      [3, 'FB 41', 'facebook.com/a1'],
      [5, 'FB 42', 'facebook.com/a2'],
    ]);
    expect(list.errors).toEqual([]);
  });

  it('forgot an office where it writes the others in every row', async () => {
    const list = await read('Amt;Adresse\nFB 41;facebook.com/a1\nFB 41;facebook.com/a2\n;facebook.com/a3');
    expect(list.errors).toMatchObject([{ line: 4, column: 'Amt', reason: 'missing' }]);
  });

  it('has names in a column "Account"', async () => {
    const list = await listed('name-in-account');
    expect(list.entries.map(({ name, key }) => [name, key])).toEqual([
      ['Amt für Beispiele', 'facebook.com/profile.php?id=100064000000001'],
      ['Beispielmuseum (Kanal der Jugend)', 'youtube.com/channel/UCpq8o49_RVuVFqtklHd8uZA'],
    ]);
    expect([list.errors, list.notes]).toEqual([[], []]);
  });

  it('has a YouTube id in the column of handles', async () => {
    expect((await listed('youtube-id')).entries).toMatchObject([
      {
        key: 'youtube.com/channel/UCpq8o49_RVuVFqtklHd8uZA',
        url: 'https://youtube.com/channel/UCpq8o49_RVuVFqtklHd8uZA',
      },
    ]);
  });

  it('has one column for each network', async () => {
    const list = await read(
      'Amt;Facebook;Instagram;Mastodon;Follower\nFB 41;facebook.com/a1;@a1_insta;-;12\nFB 42;nein;;kaputt;',
    );
    expect(brief(list)).toEqual([
      [2, 'FB 41', 'facebook.com/a1'],
      [2, 'FB 41', 'instagram.com/a1_insta'],
    ]);
    expect(list.errors).toMatchObject([{ line: 3, column: 'Mastodon', value: 'kaputt' }]);
    expect(list.unread).toEqual(['Follower']);
  });

  it('names a column of a network that it does not take, because the addresses stand elsewhere', async () => {
    expect((await read('Amt;Adresse;Facebook\nFB 41;facebook.com/a1;1200')).unread).toEqual(['Facebook']);
  });

  it.each([
    ['@other', true],
    ['a1', false],
    ['@A1', false],
    ['https://www.facebook.com/a1', false],
    ['-', false],
    ['', false],
    ['100064000000001', false],
  ])('says that the handle %s and the link disagree: %s', async (handle, differs) => {
    const list = await read(`Amt;Kennung;Adresse\nFB 41;${handle};facebook.com/a1`);
    expect(list.entries).toHaveLength(1);
    expect(list.notes.map(({ note }) => note)).toEqual(differs ? ['handle-differs'] : []);
  });

  it('offers the account behind a link that is none', async () => {
    expect((await read('Amt;Adresse\nFB 41;https://x.com/a1/new')).errors).toMatchObject([
      { reason: 'part-of-account', profile: 'https://x.com/a1' },
    ]);
  });
});
