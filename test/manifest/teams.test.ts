import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../commands/command-table.ts';
import { parse } from '../../commands/parse.ts';
import { colourIcon, outlineIcon } from '../../manifest/icon.ts';
import { menu } from '../../manifest/introduction.ts';
import { type TeamsDetails, teamsManifest, teamsPackage } from '../../manifest/teams.ts';

const DETAILS: TeamsDetails = {
  host: 'bot.example.org',
  appId: '11111111-2222-3333-4444-555555555555',
  developer: 'Stadtverwaltung',
  website: 'https://www.example.org/kanalwacht',
};

describe('the manifest', () => {
  it('is what Teams takes', () => {
    const ajv = new Ajv({ allErrors: true });
    const schema = readFileSync(new URL('../../manifest/schema/teams.json', import.meta.url), 'utf8');
    ajv.validate(JSON.parse(schema), teamsManifest(DETAILS));
    expect(ajv.errors ?? []).toEqual([]);
  });

  it('offers in its menu what the bot understands, the help first', () => {
    const commands = teamsManifest(DETAILS).bots[0]!.commandLists[0]!.commands;
    expect(commands[0]?.title).toBe('kanal hilfe');
    for (const { title } of commands) expect([title, parse(title, COMMANDS).kind]).toEqual([title, 'command']);
  });

  it('shows the commands of every day in the menu, as many as Teams shows; help names them all', () => {
    const [bot] = teamsManifest(DETAILS).bots;
    const shown = bot!.commandLists[0]!.commands.map(({ title }) => parse(title, COMMANDS));
    expect(shown).toHaveLength(Math.min(10, menu().length));
    const names = shown.map((parsed) => (parsed.kind === 'command' ? parsed.command.name : ''));
    for (const name of ['register', 'list', 'tasks', 'help']) expect(names).toContain(name);
    expect(menu().filter(({ description }) => description.length > 128)).toEqual([]);
  });

  it('lets the bot be used everywhere, with files', () => {
    const [bot] = teamsManifest(DETAILS).bots;
    expect(bot).toMatchObject({ botId: DETAILS.appId, scopes: ['personal', 'team', 'groupChat'], supportsFiles: true });
  });
});

describe('the package', () => {
  it('holds the manifest and both icons at the top, and nothing else', () => {
    const files = unzipSync(teamsPackage(DETAILS));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(JSON.parse(strFromU8(files['manifest.json']!))).toEqual(teamsManifest(DETAILS));
  });

  it('is the same each time', () => {
    expect(Buffer.from(teamsPackage(DETAILS)).equals(teamsPackage(DETAILS))).toBe(true);
  });
});

/** Width, height and pixels of a PNG that this project wrote: one IDAT, no filters. */
function decode(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const at = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const pixel = (x: number, y: number) => [...rows.subarray(y * (width * 4 + 1) + 1 + x * 4).subarray(0, 4)];
  const all = Array.from({ length: width * height }, (_, index) => pixel(index % width, Math.floor(index / width)));
  return { width, height, pixel, all };
}

describe('the icons', () => {
  it('fill 192×192 with colour', () => {
    const { width, height, all, pixel } = decode(colourIcon());
    expect([width, height]).toEqual([192, 192]);
    expect(all.every(([, , , alpha]) => alpha === 255)).toBe(true);
    expect([pixel(0, 0), pixel(96, 60)]).toEqual([
      [15, 91, 102, 255],
      [255, 255, 255, 255],
    ]);
  });

  it('draw 32×32 in white on nothing', () => {
    const { width, height, all } = decode(outlineIcon());
    expect([width, height]).toEqual([32, 32]);
    const seen = all.filter(([, , , alpha]) => alpha! > 0);
    expect(seen.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
    expect(seen.length).toBeGreaterThan(100);
    expect(all.length - seen.length).toBeGreaterThan(400);
  });
});
